import fs from 'fs-extra'
import { homedir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { shareMap } from '../../src/codex/share-map.ts'
import { Sandbox } from '../support/sandbox.ts'
import { chatgptFile } from '../support/tokens.ts'

/** What a person has whose machine is measured. */
export interface Size {
  accounts?: number
  /** entries of `.codex` in the real home */
  entries?: number
  /** further entries of the real home */
  home?: number
  bindings?: number
  /** lines of the shells' histories */
  history?: number
  /** how many of the accounts have a bridged HOME; the others are of isolation `codex` */
  overlays?: number
}

/** What npm puts on PATH as `swop`. */
export const program = resolve(
  import.meta.dirname,
  '../..',
  fs.readJsonSync(resolve(import.meta.dirname, '../../package.json')).bin.swop,
)

const made: Sandbox[] = []

/** At the end, and when the bench is interrupted. */
export function removeGrounds(): void {
  for (const box of made) box.remove()
}

/**
 * A home with a path like people's (/home/anna), where this HOME is a folder of the root: looking at a path takes longer with
 * each folder on it, in fish with each letter.
 */
function makeHome(): string {
  for (let number = 1; ; number++) {
    const path = join(homedir(), `.me${number}`)
    if (fs.existsSync(path)) continue
    fs.mkdirSync(path)
    return path
  }
}

/** Makes a machine of a size, in order: a sync would change nothing. Accounts are a1, a2 …, each with a login. */
export async function makeGround({
  accounts = 50,
  entries = 60,
  home = 0,
  bindings = 0,
  history = 0,
  overlays = accounts,
}: Size = {}): Promise<Sandbox> {
  const box = new Sandbox({ start: join(homedir(), '.swop-'), home: makeHome() })
  made.push(box)
  fs.removeSync(join(box.bin, 'swop'))
  fs.symlinkSync(program, join(box.bin, 'swop'))
  for (const tool of ['direnv', 'zoxide', 'fish']) fs.mkdirpSync(join(box.home, '.local', 'share', tool)) // as on a machine that has them
  fs.mkdirpSync(join(box.home, '.config', 'fish'))
  box.write('.gitconfig', '[user]\n\tname = Me\n')
  for (const name of entryNames(entries)) fill(box, name)
  for (let number = 0; number < home; number++) box.write(`file-${number}`, '')
  if (history > 0) writeHistories(box, history)
  await box.ok('add', 'a1')
  for (let number = 1; number <= accounts; number++) {
    const settings = box.account(`a${number}`, 'account.json')
    fs.mkdirpSync(dirname(settings), { mode: 0o700 })
    const isolation = number <= overlays ? 'overlay' : 'codex'
    fs.writeFileSync(settings, JSON.stringify({ version: 1, isolation }), { mode: 0o600 })
    const login = box.account(`a${number}`, 'home/.codex/auth.json')
    fs.mkdirpSync(dirname(login), { mode: 0o700 })
    fs.writeFileSync(login, loginOf(number), { mode: 0o600 })
  }
  if (bindings > 0) bindFolders(box, bindings)
  const { code, stderr } = await box.swop(['sync', '--quiet'])
  if (code !== 0) throw new Error(`swop sync exited with ${code}: ${stderr.slice(0, 2000)}`)
  return box
}

/** Names that codex is known to write first, then those of a person's own prompts, plans and notes. */
function entryNames(count: number): string[] {
  const known = shareMap
    .filter(({ share, as }) => share === 'shared' && as !== 'database')
    .flatMap(({ names, as }) => names.flatMap((name) => (typeof name === 'string' ? [{ name, as }] : [])))
    .map(({ name, as }) => (as === 'folder' ? `${name}/` : name))
    .filter((name) => name !== 'config.toml')
  const own = Array.from({ length: Math.max(0, count - known.length) }, (_, number) => `note-${number}.md`)
  return [...known, ...own].slice(0, count)
}

function fill(box: Sandbox, name: string): void {
  if (name.endsWith('/')) fs.mkdirpSync(join(box.home, '.codex', name))
  else box.write(`.codex/${name}`, name.endsWith('.json') ? '{}' : '')
}

function loginOf(number: number): string {
  const said = {
    email: `a${number}@example.com`,
    plan: 'plus',
    user: `user-${number}`,
    workspace: `workspace-${number}`,
  }
  return chatgptFile(said, { refresh: `rt-made-up-${number}` })
}

function writeHistories(box: Sandbox, lines: number): void {
  const numbers = Array.from({ length: lines }, (_, number) => number)
  box.write('.bash_history', numbers.map((number) => `make target-${number}\n`).join(''))
  box.write(
    '.zsh_history',
    numbers.map((number) => `: ${1_700_000_000 + number}:0;make target-${number}\n`).join(''),
  )
  box.write(
    '.local/share/fish/fish_history',
    numbers.map((number) => `- cmd: make target-${number}\n  when: ${1_700_000_000 + number}\n`).join(''),
  )
}

/** Makes folders like those of a consultant, all of them bound to a1; `private` beside them is not. */
function bindFolders(box: Sandbox, count: number): void {
  const bindings: Record<string, string> = {}
  for (let number = 0; number < count; number++) {
    const folder = join(box.home, 'clients', `client-${number}`)
    fs.mkdirpSync(number === 30 ? join(folder, 'sub') : folder)
    bindings[folder] = 'a1'
  }
  fs.mkdirpSync(join(box.home, 'private', 'one'))
  fs.mkdirpSync(join(box.home, 'private', 'two'))
  fs.writeFileSync(join(box.root, 'bindings.json'), JSON.stringify({ version: 1, bindings }, null, 2))
}
