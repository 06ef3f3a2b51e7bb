import fs from 'fs-extra'
import { join } from 'node:path'
import { Sandbox } from './sandbox.ts'
import { bash, initFile, runScript } from './shells.ts'

/** A program that must not notice that an account is active. */
export interface Neighbour {
  tool: string
  /** what must be the same, as the README says it */
  what: string
  /** files of the real home */
  home?: Record<string, string>
  /** bash, run before there is an account */
  prepare?: readonly string[]
  /** bash, run with the account active */
  script: readonly string[]
  /** bash, run with no account active, after a sync */
  after?: readonly string[]
  /** what both print */
  sees: string
  /** what a strict account is to the program; nothing of the real home, if not said */
  strict?: 'same' | 'its own'
  /** an entry (in the account's folder) that the program replaces by a file, and what the real one had before */
  replaces?: { entry: string; older: string }
}

export const modes = ['without', 'overlay', 'codex', 'strict'] as const
export type Mode = (typeof modes)[number]

// REAL, BOX: the real home and the sandbox's folder. `pty` types lines into an interactive program.
const prelude = [
  'exec 2>&1',
  'export TMUX_TMPDIR="$BOX"',
  String.raw`pty() { printf '%s\n' "${'${@:2}'}" | timeout 30 script -qec "$1" /dev/null >/dev/null; }`,
]

/**
 * Runs a program on a machine of its own, in one of the modes.
 * @returns what it printed, paths of the home and its counterpart being the same
 */
export async function observe(neighbour: Neighbour, mode: Mode): Promise<string> {
  const box = new Sandbox()
  try {
    linkNpm(box)
    const env = { BOX: box.folder, REAL: box.home, TERM: 'xterm' }
    const run = async (lines: readonly string[]) => (await runScript(box, bash, lines, env)).stdout
    for (const [path, text] of Object.entries(neighbour.home ?? {})) box.write(path, text)
    const prepared = await run([...prelude, ...(neighbour.prepare ?? [])])
    if (prepared !== '') throw new Error(`could not be prepared: ${prepared}`)
    if (mode !== 'without') await box.ok('add', 'A', '--isolation', mode)
    const activate = mode === 'without' ? [] : [bash.source(initFile(box, bash)), 'swop use A']
    const seen = await run([...prelude, ...activate, ...neighbour.script])
    const { after = [] } = neighbour
    if (mode !== 'without' && after.length > 0) await box.ok('sync')
    const left = after.length > 0 ? await run([...prelude, ...after]) : ''
    if (mode === 'overlay' && neighbour.replaces) expectReplaced(box, neighbour.replaces)
    return homeless(box, seen + left)
  } finally {
    box.remove()
  }
}

/** npm comes with node, wherever that is. */
function linkNpm(box: Sandbox): void {
  const folder = (process.env.PATH ?? '').split(':').find((each) => fs.existsSync(join(each, 'npm')))
  fs.symlinkSync(join(folder ?? '', 'npm'), join(box.bin, 'npm'))
}

function expectReplaced(box: Sandbox, { entry, older }: { entry: string; older: string }): void {
  if (!fs.lstatSync(box.account('A', entry)).isSymbolicLink()) throw new Error(`${entry} is no link again`)
  const backups = fs
    .readdirSync(join(box.root, 'backups'), { recursive: true, encoding: 'utf8' })
    .map((path) => join(box.root, 'backups', path))
    .filter((path) => fs.lstatSync(path).isFile())
    .map((path) => fs.readFileSync(path, 'latin1'))
  if (!backups.includes(older)) throw new Error(`not in backups/: ${older}`)
}

function homeless(box: Sandbox, text: string): string {
  const folders: [string, string][] = [
    [box.account('A', 'home'), '~'],
    [box.account('A', 'config'), '~/.config'],
    [box.account('A', 'data'), '~/.local/share'],
    [box.account('A', 'state'), '~/.local/state'],
    [box.account('A', 'cache'), '~/.cache'],
    [box.home, '~'],
  ]
  return folders.reduce((all, [folder, name]) => all.replaceAll(folder, name), text)
}
