import fs from 'fs-extra'
import { execa } from 'execa'
import { dirname, join, resolve } from 'node:path'
import { codexProcesses } from '../../src/codex/processes.ts'
import { modelServerConfig, startModelServer, type ModelServer } from '../../src/verify/model-server.ts'
import { codexCommand, login } from '../support/codex.ts'
import { startLimitsServer, type LimitsServer } from '../support/limits-server.ts'
import { startLoginServer, type LoginServer, type Person } from '../support/login-server.ts'
import { Sandbox } from '../support/sandbox.ts'

const repository = resolve(import.meta.dirname, '../..')

const person = (name: string, plan: string): Person => ({
  email: `${name}@example.com`,
  userId: `user-${name}`,
  workspaceId: `workspace-${name}`,
  plan,
})

/** A new user's machine: an empty home, codex, npm and direnv, and the vendor and a model on loopback. */
export interface Machine {
  box: Sandbox
  model: ModelServer
  vendor: LoginServer
  limits: LimitsServer
  /** what the block runs with on top of the sandbox's environment */
  env: Record<string, string>
  /** Where the block is run: an empty git repository, or a clone of swop's. */
  folder: string
  remove(): Promise<void>
}

/**
 * @param accounts that are there, each logged in with a key `sk-made-up-<name>`
 * @param clone whether the folder is a clone of swop's repository
 */
export async function newMachine(accounts: readonly string[], clone: boolean): Promise<Machine> {
  const box = new Sandbox()
  const [model, limits, vendor] = await Promise.all([
    startModelServer(),
    startLimitsServer(),
    startLoginServer(box.folder, person('alice', 'plus')),
  ])
  // Who comes first is alice, the next one is bob.
  let logins = 0
  const people = [person('alice', 'plus'), person('bob', 'pro')]
  Object.defineProperty(vendor, 'person', { get: () => people[logins++ % 2] })
  vendor.confirmed = true
  vendor.accessTokens.set('at-made-up', person('carol', 'team'))
  for (const [n, { workspaceId }] of people.entries()) limits.behaviours.set(workspaceId, windows(n))

  const npm = (process.env.PATH ?? '').split(':').find((each) => fs.existsSync(join(each, 'npm'))) ?? ''
  fs.symlinkSync(join(npm, 'npm'), join(box.bin, 'npm'))
  fs.symlinkSync(codexCommand, join(box.bin, 'codex'))
  fs.accessSync(dirname(codexCommand))
  box.write('.codex/config.toml', configFor(model, limits))
  for (const name of accounts) {
    // oxlint-disable-next-line no-await-in-loop -- as a person makes them
    await box.ok('add', name)
    // oxlint-disable-next-line no-await-in-loop -- the same
    await login(box, name, `sk-made-up-${name}`)
  }
  const folder = clone ? await cloneIn(box) : join(box.home, 'project')
  fs.mkdirpSync(folder)
  await execa('git', ['init', '-q', folder], { env: box.env, extendEnv: false })
  const prefix = join(box.folder, 'prefix')
  const env = {
    ...vendor.variables,
    EDITOR: 'true',
    DIRENV_LOG_FORMAT: '',
    TMUX_TMPDIR: box.folder,
    npm_config_prefix: prefix,
    npm_config_cache: join(box.folder, 'npm'),
    npm_config_offline: 'true',
    PATH: clone ? `${prefix}/bin:${box.env.PATH}` : (box.env.PATH ?? ''),
  }
  if (clone) fs.removeSync(join(box.bin, 'swop')) // it is not installed yet
  return {
    box,
    model,
    vendor,
    limits,
    env,
    folder,
    async remove() {
      await box.run('tmux', ['kill-server'], env)
      for (const { pid, codexHome } of codexProcesses())
        if (codexHome.startsWith(`${box.folder}/`)) endProcess(pid)
      await Promise.all([model.close(), limits.close(), vendor.close()])
      box.remove()
    },
  }
}

function configFor(model: ModelServer, limits: LimitsServer): string {
  return `chatgpt_base_url = "${limits.url}/backend-api"\n${modelServerConfig(model.url)}`
}

/** What is left of the limits differs, so that there is a best account. */
function windows(n: number) {
  const now = Math.floor(Date.now() / 1000)
  return {
    windows: [
      { used_percent: 42 - 20 * n, limit_window_seconds: 5 * 3600, reset_at: now + 7800 },
      { used_percent: 5, limit_window_seconds: 168 * 3600, reset_at: now + 400_000 },
    ],
  }
}

/** The repository as it is here, changes and all; packages are shared with it. */
async function cloneIn(box: Sandbox): Promise<string> {
  const clone = join(box.folder, 'clone')
  const { stdout } = await execa('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
    cwd: repository,
  })
  for (const path of stdout.split('\n').filter((each) => fs.existsSync(join(repository, each))))
    fs.copySync(join(repository, path), join(clone, path))
  fs.symlinkSync(join(repository, 'node_modules'), join(clone, 'node_modules'))
  return clone
}

function endProcess(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch {
    // ESRCH: it has ended by itself
  }
}
