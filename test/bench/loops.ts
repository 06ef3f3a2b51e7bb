import { join } from 'node:path'
import fs from 'fs-extra'
import { median } from './median.ts'
import type { Sandbox } from '../support/sandbox.ts'
import type { TestShell } from '../support/shells.ts'

/** Statements, and what one run of them costs in a shell that runs already, in µs. */
export type Costs = Record<string, number>

const rounds = 11
const usualTimes = 200

/**
 * Times statements in an interactive shell with its own clock: the median of some rounds of a loop, less what the loop costs
 * by itself at its fastest: disturbed while it does nothing, it must not make what it holds look fast. The statements take turns, so that what else the machine does meets all of them alike.
 * @param setup statements before all of them
 * @param statements name → statement
 * @param times how often each runs in a round
 */
export async function timeInShell(
  box: Sandbox,
  shell: TestShell,
  setup: readonly string[],
  statements: Readonly<Record<string, string>>,
  times = usualTimes,
): Promise<Costs> {
  const file = join(box.folder, `loop.${shell.dialect}`)
  fs.writeFileSync(file, loopScript(shell, setup, statements, times))
  const [program = '', ...words] = [...onOneCore(), ...shell.command, '-i', file]
  const { stdout, stderr } = await box.run(program, words, { TERM: 'dumb' })
  return costsIn(stdout, `${shell.name}: ${stderr}`)
}

/**
 * What holds a shell to one core, where that can be done. fish reads a command substitution by another thread: to wake that
 * up on another core takes a virtual machine 10 to 40 µs more, by chance.
 */
export function onOneCore(): string[] {
  const [status, taskset] = ['/proc/self/status', '/usr/bin/taskset']
  const allowed = [status, taskset].every((path) => fs.existsSync(path))
    ? fs.readFileSync(status, 'utf8')
    : ''
  const [, core] = /^Cpus_allowed_list:\s*(\d+)/m.exec(allowed) ?? []
  return core === undefined ? [] : [taskset, '-c', core]
}

/** The script of such a loop; it prints what `costsIn` reads. */
export function loopScript(
  { dialect, quote }: TestShell,
  setup: readonly string[],
  statements: Readonly<Record<string, string>>,
  times = usualTimes,
): string {
  const turns = Object.entries({ empty: ':', ...statements }).map(
    ([name, statement]) => `clocked ${quote(name)} ${quote(statement)} ${times}`,
  )
  const all = Array.from({ length: rounds }, () => turns).flat()
  return [clocks[dialect], ...setup, ...all, ''].join('\n')
}

/**
 * @param stdout what the loops have printed
 * @param otherwise what to say if that is nothing
 */
export function costsIn(stdout: string, otherwise: string): Costs {
  const all = new Map<string, number[]>()
  for (const [, name = '', ns] of stdout.matchAll(/^cost (\S+) (\d+)\r?$/gm))
    all.set(name, [...(all.get(name) ?? []), Number(ns) / 1000])
  const empty = all.get('empty')
  if (empty === undefined || empty.length !== rounds) throw new Error(`measured nothing in ${otherwise}`)
  return Object.fromEntries(
    [...all].map(([name, costs]) => [name, Math.max(0, median(costs) - Math.min(...empty))]),
  )
}

const clocks = {
  bash: `clocked() {
  local index start end
  start=$EPOCHREALTIME
  for ((index = 0; index < $3; index++)); do eval "$2"; done
  end=$EPOCHREALTIME
  echo "cost $1 $(((\${end/[.,]/} - \${start/[.,]/}) * 1000 / $3))"
}`,
  zsh: `zmodload zsh/datetime zsh/mathfunc
clocked() {
  local index
  local -F start end
  start=$EPOCHREALTIME
  for ((index = 0; index < $3; index++)); do eval "$2"; done
  end=$EPOCHREALTIME
  echo "cost $1 $((int((end - start) * 1000000000 / $3)))"
}`,
  // Its clock is a process, whose own time the empty loop has, too.
  fish: `function clocked
  set -l start (date +%s%N)
  eval "for index in (seq $argv[3]); $argv[2]; end"
  set -l end (date +%s%N)
  echo cost $argv[1] (math "floor(($end - $start) / $argv[3])")
end`,
  sh: '',
}
