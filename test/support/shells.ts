import fs from 'fs-extra'
import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import type { Result, Sandbox } from './sandbox.ts'

/** A real shell, and how one writes in it what the tests need. */
export interface TestShell {
  name: string
  /** program and options that read no rc file */
  command: readonly string[]
  /** the dialect of `swop env` */
  dialect: 'sh' | 'bash' | 'zsh' | 'fish'
  /** whether there are functions for it */
  functions: boolean
  quote: (text: string) => string
  /** a statement that activates by eval */
  activate: (name: string) => string
  /** a statement that deactivates by eval */
  deactivate: string
  set: (name: string, value: string) => string
  /** a statement that sets a variable, and does not export it */
  setUnexported: (name: string, value: string) => string
  unset: (name: string) => string
  /** a statement that sources a file */
  source: (path: string) => string
}

const posixQuote = (text: string) => `'${text.replaceAll("'", String.raw`'\''`)}'`
const fishQuote = (text: string) => `'${text.replace(/[\\']/g, String.raw`\$&`)}'`

function posix(
  name: string,
  command: readonly string[],
  dialect: 'sh' | 'bash' | 'zsh',
  functions: boolean,
): TestShell {
  return {
    name,
    command,
    dialect,
    functions,
    quote: posixQuote,
    activate: (account) => `eval "$(swop env ${account} --shell ${dialect})"`,
    deactivate: `eval "$(swop env off --shell ${dialect})"`,
    set: (variable, value) => `export ${variable}=${posixQuote(value)}`,
    setUnexported: (variable, value) => `unset ${variable}; ${variable}=${posixQuote(value)}`,
    unset: (variable) => `unset ${variable}`,
    source: (path) => `. ${posixQuote(path)}`,
  }
}

export const bash = posix('bash', ['bash', '--norc', '--noprofile'], 'bash', true)
export const zsh = posix('zsh', ['zsh', '-f'], 'zsh', true)
export const fish: TestShell = {
  name: 'fish',
  command: ['fish', '--no-config'],
  dialect: 'fish',
  functions: true,
  quote: fishQuote,
  activate: (account) => `swop env ${account} --shell fish | source`,
  deactivate: 'swop env off --shell fish | source',
  set: (variable, value) => `set -gx ${variable} ${fishQuote(value)}`,
  setUnexported: (variable, value) => `set -e ${variable}; set -g ${variable} ${fishQuote(value)}`,
  unset: (variable) => `set -e ${variable}`,
  source: (path) => `source ${fishQuote(path)}`,
}

/** The shells that have functions. */
export const functionShells = [bash, zsh, fish]

/** Every shell that evaluates what `swop env` prints. */
export const allShells = [
  ...functionShells,
  posix('bash --posix', ['bash', '--norc', '--noprofile', '--posix'], 'bash', true),
  posix('dash', ['dash'], 'sh', false),
  posix('mksh', ['mksh'], 'sh', false),
  posix('bash as sh', ['bash', '--norc', '--noprofile', '--posix'], 'sh', false),
  posix('zsh as sh', ['zsh', '--emulate', 'sh', '-f'], 'zsh', false),
]

/**
 * Writes a script FILE: some things differ on stdin.
 * @param lines of the script
 * @param encoding latin1 for lines that are bytes, one a character
 * @returns the words of the command that runs it
 */
export function scriptCommand(
  sandbox: Sandbox,
  shell: TestShell,
  lines: readonly string[],
  encoding: 'utf8' | 'latin1' = 'utf8',
): string[] {
  const file = join(sandbox.folder, `script-${randomBytes(4).toString('hex')}`)
  fs.writeFileSync(file, `${lines.join('\n')}\n`, encoding)
  return [...shell.command, file]
}

/** Runs a script in a real shell, with nothing in its environment but the sandbox's and `env`. */
export async function runScript(
  sandbox: Sandbox,
  shell: TestShell,
  lines: readonly string[],
  env: Record<string, string> = {},
  encoding: 'utf8' | 'latin1' = 'utf8',
): Promise<Result> {
  const [program = '', ...words] = scriptCommand(sandbox, shell, lines, encoding)
  return sandbox.run(program, words, env)
}

/** A statement that runs a script in another shell, as its child; the words need no quoting in a sandbox's folder. */
export function inside(sandbox: Sandbox, shell: TestShell, lines: readonly string[]): string {
  return scriptCommand(sandbox, shell, lines).join(' ')
}

/** The generated functions of a shell, as a file to source. */
export function initFile(sandbox: Sandbox, shell: TestShell): string {
  return join(sandbox.root, 'shell', `init.${shell.dialect}`)
}

/**
 * A statement that writes the whole exported environment to a file, NUL-separated: values may hold anything.
 */
export function dumpTo(sandbox: Sandbox, shell: TestShell, name: string): string {
  return `env -0 > ${shell.quote(join(sandbox.folder, name))}`
}

/** Reads what `dumpTo` wrote; variables that every shell changes by itself are left out. */
export function dumped(sandbox: Sandbox, name: string): Record<string, string> {
  const text = fs.readFileSync(join(sandbox.folder, name), 'latin1')
  const noise = ['_', 'SHLVL', 'PWD', 'OLDPWD']
  return Object.fromEntries(
    text
      .split('\0')
      .filter((pair) => pair !== '')
      .map((pair): [string, string] => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)])
      .filter(([variable]) => !noise.includes(variable)),
  )
}
