import { join } from 'node:path'
import fs from 'fs-extra'
import type { Sandbox } from '../support/sandbox.ts'
import type { TestShell } from '../support/shells.ts'

/** Statements, and what one run of them costs in a shell that runs already, in µs. */
export type Costs = Record<string, number>

const rounds = 9
const times = { bash: 1000, zsh: 1000, fish: 300, sh: 0 }

/**
 * Times statements in an interactive shell with its own clock: the best of some rounds of a loop, less what the loop costs by
 * itself, so that what else the machine does hardly counts.
 * @param setup statements before all of them
 * @param statements name → statement
 */
export async function timeInShell(
  box: Sandbox,
  shell: TestShell,
  setup: readonly string[],
  statements: Readonly<Record<string, string>>,
): Promise<Costs> {
  const file = join(box.folder, `loop.${shell.dialect}`)
  const calls = Object.entries({ empty: ':', ...statements }).map(
    ([name, statement]) => `best ${shell.quote(name)} ${shell.quote(statement)}`,
  )
  fs.writeFileSync(file, [clocks[shell.dialect], ...setup, ...calls, ''].join('\n'))
  const [program = '', ...options] = shell.command
  const { stdout, stderr } = await box.run(program, [...options, '-i', file], { TERM: 'dumb' })
  const costs = Object.fromEntries(
    [...stdout.matchAll(/^cost (\S+) (\d+)$/gm)].map(([, name, ns]): [string, number] => [
      name ?? '',
      Number(ns) / 1000,
    ]),
  )
  const empty = costs['empty']
  if (empty === undefined) throw new Error(`${shell.name} measured nothing: ${stderr}`)
  return Object.fromEntries(Object.entries(costs).map(([name, cost]) => [name, Math.max(0, cost - empty)]))
}

const clocks = {
  bash: `best() {
  local best=999999999 round index start end cost
  for ((round = 0; round < ${rounds}; round++)); do
    start=$EPOCHREALTIME
    for ((index = 0; index < ${times.bash}; index++)); do eval "$2"; done
    end=$EPOCHREALTIME
    cost=$(((\${end/[.,]/} - \${start/[.,]/}) * 1000 / ${times.bash}))
    if ((cost < best)); then best=$cost; fi
  done
  echo "cost $1 $best"
}`,
  zsh: `zmodload zsh/datetime zsh/mathfunc
best() {
  local best=999999999 round index cost
  local -F start end
  for ((round = 0; round < ${rounds}; round++)); do
    start=$EPOCHREALTIME
    for ((index = 0; index < ${times.zsh}; index++)); do eval "$2"; done
    end=$EPOCHREALTIME
    cost=$((int((end - start) * 1000000000 / ${times.zsh})))
    if ((cost < best)); then best=$cost; fi
  done
  echo "cost $1 $best"
}`,
  fish: `function best
  set -l best 999999999
  for round in (seq ${rounds})
    set -l start (date +%s%N)
    eval "for index in (seq ${times.fish}); $argv[2]; end"
    set -l end (date +%s%N)
    set -l cost (math "floor(($end - $start) / ${times.fish})")
    test $cost -lt $best; and set best $cost
  end
  echo cost $argv[1] $best
end`,
  sh: '',
}
