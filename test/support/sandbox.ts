import fs from 'fs-extra'
import { execa } from 'execa'
import { homedir } from 'node:os'
import { dirname, join, resolve } from 'node:path'

/** The built command, without the launcher. */
export const swopBin = resolve(import.meta.dirname, '../../dist/bin.cjs')

/** The launcher, which people run. */
export const launcher = resolve(import.meta.dirname, '../../dist/swop')

/** What a program printed, and how it ended. */
export interface Result {
  code: number | undefined
  stdout: string
  stderr: string
}

/**
 * A person's machine for one test: a real home, swop's root, and a PATH with swop on it. Nothing of the environment
 * that the tests run in gets through.
 */
export class Sandbox {
  readonly folder: string
  readonly home: string
  readonly root: string
  readonly bin: string
  #latest = 0

  /**
   * @param names what the real home and the root are called: hostile names belong into tests; and how the folder of all of
   * it begins; the home may lie elsewhere. Not under the temporary folder, where codex refuses its helpers. `remove` removes it.
   */
  constructor({
    home = 'home',
    root,
    start = join(homedir(), '.cache', 'swop-test', 't-'),
  }: { home?: string; root?: string; start?: string } = {}) {
    fs.mkdirpSync(dirname(start))
    this.folder = fs.mkdtempSync(start)
    this.home = resolve(this.folder, home)
    this.root = root === undefined ? join(this.home, '.local', 'share', 'swop') : join(this.folder, root)
    this.bin = join(this.folder, 'bin')
    fs.mkdirpSync(this.home)
    fs.mkdirpSync(this.bin)
    fs.symlinkSync(launcher, join(this.bin, 'swop'))
    fs.symlinkSync(process.execPath, join(this.bin, 'node'))
  }

  /** The environment of a login on this machine; SWOP_ROOT only where the root is not in its usual place. */
  get env(): Record<string, string> {
    const usual = this.root === join(this.home, '.local', 'share', 'swop')
    return {
      HOME: this.home,
      PATH: `${this.bin}:/usr/bin:/bin`,
      TERM: 'dumb',
      LANG: 'C.UTF-8',
      ...(usual ? {} : { SWOP_ROOT: this.root }),
    }
  }

  /** Runs swop. */
  async swop(args: readonly string[], env: Record<string, string> = {}): Promise<Result> {
    return this.run(process.execPath, [swopBin, ...args], env)
  }

  /** Runs swop, and throws when it does not exit with 0. */
  async ok(...args: readonly string[]): Promise<string> {
    const { code, stdout, stderr } = await this.swop(args)
    if (code !== 0) throw new Error(`swop ${args.join(' ')} exited with ${code}: ${stderr}`)
    return stdout
  }

  /** Runs a program with the sandbox's environment and `env` on top of it; an empty stdin. */
  async run(file: string, args: readonly string[], env: Record<string, string> = {}): Promise<Result> {
    const result = await execa(file, args, {
      env: { ...this.env, ...env },
      extendEnv: false,
      reject: false,
      cwd: this.folder,
      stdin: 'ignore',
      stripFinalNewline: false,
    })
    return { code: result.exitCode, stdout: result.stdout, stderr: result.stderr }
  }

  /** Writes a file of the real home. */
  write(path: string, text: string): string {
    const file = join(this.home, path)
    fs.mkdirpSync(dirname(file))
    fs.writeFileSync(file, text)
    return file
  }

  /** The same, and a second later by the folder's time: in the same second fish 3.6 can't tell that it has changed. */
  writeLater(path: string, text: string): string {
    const file = this.write(path, text)
    this.age(dirname(file))
    return file
  }

  /** Gives a path a time that is a second later than now, and than any that this has given. */
  age(path: string): void {
    this.#latest = Math.max(Date.now() / 1000, this.#latest) + 1
    fs.utimesSync(path, this.#latest, this.#latest)
  }

  /** A path in an account's folder. */
  account(name: string, ...path: string[]): string {
    return join(this.root, 'accounts', name, ...path)
  }

  remove(): void {
    // A first fish goes on writing completions in the background for a while, and what is left then is nobody's fault.
    try {
      for (const path of [this.folder, this.home])
        fs.rmSync(path, { recursive: true, force: true, maxRetries: 30, retryDelay: 100 })
    } catch {
      fs.removeSync(join(this.folder, 'bin')) // nothing finds its commands any more
    }
  }
}
