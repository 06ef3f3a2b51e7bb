import { execa } from 'execa'
import fs from 'fs-extra'
import { join } from 'node:path'
import { initFile, zsh, type TestShell } from './shells.ts'
import type { Sandbox } from './sandbox.ts'

/** What is different about a shell that is typed into. */
interface Typing {
  /** lines of the rc file, before and after the functions are loaded */
  before?: string[]
  after?: string[]
  env?: Record<string, string>
  /** a command that runs the shell, such as strace */
  under?: string
  /** what gives it a terminal: script(1), or zsh's own module */
  by?: 'script' | 'zpty'
  /** where it starts; the sandbox's folder, if not said */
  folder?: string
}

/**
 * Types lines into an interactive shell on a terminal of its own, as a person would: hooks and prompts run.
 * @param lines what is typed; `note` writes what is in force into a log
 * @returns the log: account and HOME at each `note`, and everything that was on the screen
 */
export async function typeInto(
  box: Sandbox,
  shell: TestShell,
  lines: readonly string[],
  { before = [], after = [], env = {}, under = '', by = 'script', folder = box.folder }: Typing = {},
): Promise<{ log: string[]; screen: string }> {
  const log = join(box.folder, 'log')
  fs.writeFileSync(log, '')
  const fish = shell.dialect === 'fish'
  const note = fish
    ? `function note; echo "$argv[1]:$SWOP_ACCOUNT:$HOME" >> ${shell.quote(log)}; end`
    : `note() { echo "\${1-}:\${SWOP_ACCOUNT-}:\${HOME-}" >> ${shell.quote(log)}; }`
  const rc = [
    ...before,
    shell.source(initFile(box, shell)),
    ...after,
    note,
    fish ? 'function fish_prompt; echo "> "; end' : "PS1='> '",
  ]
  const home = join(box.folder, `rc-${shell.dialect}`)
  fs.mkdirpSync(home)
  const file = join(home, { bash: 'bashrc', zsh: '.zshrc', fish: 'config.fish', sh: 'shrc' }[shell.dialect])
  fs.writeFileSync(file, `${rc.join('\n')}\n`)
  const command = {
    bash: `${under} bash --noprofile --rcfile ${shell.quote(file)} -i`,
    zsh: `ZDOTDIR=${shell.quote(home)} ${under} zsh -i`,
    fish: `${under} fish --no-config -i -C 'source ${file}'`,
    sh: 'sh -i',
  }[shell.dialect]
  const typed = [...lines, 'exit', ''].join('\n')
  const driver = join(home, 'zpty')
  fs.writeFileSync(`${driver}-typed`, typed)
  fs.writeFileSync(driver, byZpty(command, `${driver}-typed`))
  // script(1) gives the shell a terminal; what stands on stdin is typed into it.
  const words = by === 'zpty' ? ['zsh', '-f', driver] : ['script', '-qec', command, '/dev/null']
  const { stdout } = await execa(words[0]!, words.slice(1), {
    env: { ...box.env, TERM: 'dumb', ...env },
    extendEnv: false,
    cwd: folder,
    input: typed,
    reject: false,
    timeout: 30_000,
  })
  return { log: fs.readFileSync(log, 'utf8').trim().split('\n'), screen: stdout }
}

/** A script of zsh that types a file into a terminal of zsh's own making, and prints what is on it until it closes. */
function byZpty(command: string, typed: string): string {
  return [
    'zmodload zsh/zpty || exit',
    `zpty shell ${zsh.quote(command)}`,
    `zpty -n -w shell "$(<${zsh.quote(typed)})"$'\\n'`,
    'while zpty -r shell text; do print -rn -- "$text"; done',
    '',
  ].join('\n')
}
