import fs from 'fs-extra'
import { join } from 'node:path'
import { expect } from 'vitest'
import { codexCommand } from './codex.ts'
import { Sandbox, type Result } from './sandbox.ts'
import { chatgptFile } from './tokens.ts'

/** A finding, as `swop doctor --json` prints it. */
export interface Finding {
  check: string
  lookedAt: string
  account?: string
  found: string
  why: string
  todo: string
  fixable: boolean
  fixed?: string
}

/** What is in no message. */
export const planted = 'planted-made-up-secret'

/** A machine that nothing is the matter with: codex, two accounts with logins, functions in each shell, direnv. */
export class HealthyMachine extends Sandbox {
  constructor() {
    super()
    fs.symlinkSync(codexCommand, join(this.bin, 'codex'))
  }

  override get env(): Record<string, string> {
    return { ...super.env, SHELL: '/bin/bash' }
  }

  async setUp(): Promise<this> {
    this.write('.bashrc', this.loads('bash'))
    this.write('.profile', '. ~/.bashrc\n')
    this.write('.zshrc', this.loads('zsh'))
    this.write('.config/fish/config.fish', this.loads('fish'))
    for (const name of ['a', 'b']) {
      await this.ok('add', name)
      this.logIn(name)
    }
    await this.ok('direnv', 'install')
    // Their first start makes folders.
    for (const shell of ['zsh', 'fish']) await this.run('setsid', [shell, '-ic', 'true'])
    await this.ok('sync')
    return this
  }

  /** The line of an rc file. */
  loads(shell: string): string {
    return `source ${this.root}/shell/init.${shell}\n`
  }

  /** A login of an account's own. */
  logIn(name: string, times: Parameters<typeof chatgptFile>[1] = {}): void {
    const said = { email: `${name}@example.com`, plan: 'plus', user: `u-${name}`, workspace: 'w' }
    this.writeLogin(name, chatgptFile(said, { refresh: `${planted}-${name}`, ...times }))
  }

  writeLogin(name: string, text: string): void {
    fs.writeFileSync(this.authFile(name), text, { mode: 0o600 })
    fs.chmodSync(this.authFile(name), 0o600)
  }

  authFile(name: string): string {
    return this.account(name, 'home/.codex/auth.json')
  }

  /** Runs the doctor; what it says holds no secret, and is as it should be for its exit code. */
  async doctor(args: readonly string[] = [], env: Record<string, string> = {}): Promise<Finding[]> {
    const result: Result = await this.swop(['doctor', '--json', ...args], env)
    expect(result.stdout + result.stderr).not.toContain(planted)
    expect(result.stderr).toBe('')
    const findings = JSON.parse(result.stdout) as Finding[]
    expect(result.code).toBe(findings.every(({ fixed }) => fixed) ? 0 : 4)
    return findings
  }
}
