import { execa } from 'execa'
import fs from 'fs-extra'
import { homedir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { codexCommand } from './codex.ts'

const source = resolve(import.meta.dirname, '../..')
const isRoot = process.getuid?.() === 0
// A user whom no machine knows; the password database that has him is the test's own.
const uid = isRoot ? 61_234 : (process.getuid?.() ?? 0)

/**
 * A machine with node, codex and swop on it, installed from the package as npm does, and a new user. Run by root, the
 * user is another one, who can read neither root's home nor the source.
 */
export class Machine {
  readonly folder: string
  readonly #programs: string
  #users = 0

  constructor() {
    // Neither the temporary folder, where codex refuses its helpers, nor one that only root can enter.
    const parent = isRoot ? '/var/cache/newcomers' : join(homedir(), '.cache', 'newcomers')
    fs.mkdirpSync(parent)
    this.folder = fs.mkdtempSync(join(parent, 'm-'))
    fs.chmodSync(this.folder, 0o755)
    this.#programs = join(this.folder, 'usr')
  }

  /** Puts the programs where everybody finds them. */
  async install(): Promise<void> {
    const bin = join(this.#programs, 'bin')
    fs.mkdirpSync(bin)
    await copy(process.execPath, join(bin, 'node'))
    await copy(
      resolve(dirname(fs.realpathSync(codexCommand)), '../..'),
      join(this.#programs, 'lib/node_modules/@openai'),
    )
    fs.symlinkSync('../lib/node_modules/@openai/codex/bin/codex.js', join(bin, 'codex'))
    const npm = { env: { HOME: this.folder, npm_config_cache: join(this.folder, 'npm') } }
    // dist is built before the tests; `prepack` would build it again under those that run meanwhile.
    const pack = ['pack', '--json', '--ignore-scripts', '--pack-destination', this.folder]
    const { stdout } = await execa('npm', pack, { ...npm, cwd: source })
    const [{ filename }] = JSON.parse(stdout) as [{ filename: string }]
    const install = [
      'install',
      '--global',
      '--offline',
      '--no-audit',
      '--no-fund',
      '--prefix',
      this.#programs,
    ]
    await execa('npm', [...install, join(this.folder, filename)], { ...npm, cwd: this.folder })
  }

  /** Makes a user with an empty home, whose login shell this is. */
  newUser(shell: string): User {
    return new User(this.folder, `new${++this.#users}`, shell, `${join(this.#programs, 'bin')}:/usr/bin:/bin`)
  }

  remove(): void {
    fs.rmSync(this.folder, { recursive: true, force: true, maxRetries: 30, retryDelay: 100 })
  }
}

/** Somebody who has just got a home. */
export class User {
  readonly home: string
  readonly #passwd: string

  constructor(
    readonly folder: string,
    readonly name: string,
    readonly shell: string,
    readonly path: string,
  ) {
    this.home = join(folder, name)
    this.#passwd = join(folder, `${name}.passwd`)
    fs.mkdirSync(this.home, { mode: 0o700 })
    fs.chownSync(this.home, uid, uid)
    fs.writeFileSync(this.#passwd, `${name}:x:${uid}:${uid}::${this.home}:/usr/bin/${shell}\n`)
    fs.writeFileSync(`${this.#passwd}.group`, `${name}:x:${uid}:\n`)
  }

  /** A command (for sh) that opens a terminal's shell as this user, with nothing else in the environment. */
  get terminal(): string {
    const env = {
      HOME: this.home,
      USER: this.name,
      LOGNAME: this.name,
      SHELL: `/usr/bin/${this.shell}`,
      PATH: this.path,
      TERM: 'xterm-256color',
      LANG: 'C.UTF-8',
      LD_PRELOAD: 'libnss_wrapper.so',
      NSS_WRAPPER_PASSWD: this.#passwd,
      NSS_WRAPPER_GROUP: `${this.#passwd}.group`,
    }
    const words = Object.entries(env).map(([name, value]) => `${name}='${value}'`)
    const become = isRoot ? `setpriv --reuid=${uid} --regid=${uid} --clear-groups ` : ''
    return `cd '${this.home}' && ${become}env -i ${words.join(' ')} /usr/bin/${this.shell} -i`
  }

  /** Writes a file of the home, as its owner would. */
  write(path: string, text: string): string {
    const file = join(this.home, path)
    for (const folder of missingAbove(file)) {
      fs.mkdirSync(folder)
      fs.chownSync(folder, uid, uid)
    }
    fs.writeFileSync(file, text)
    fs.chownSync(file, uid, uid)
    return file
  }
}

function missingAbove(path: string): string[] {
  const above = dirname(path)
  return fs.existsSync(above) ? [] : [...missingAbove(above), above]
}

/** By links, if that is possible: codex has 400 MB. */
async function copy(from: string, to: string): Promise<void> {
  fs.mkdirpSync(dirname(to))
  const { exitCode } = await execa('cp', ['-al', from, to], { reject: false })
  if (exitCode !== 0) {
    fs.removeSync(to)
    await execa('cp', ['-a', from, to])
  }
}
