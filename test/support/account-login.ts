import { execa } from 'execa'
import fs from 'fs-extra'
import { join } from 'node:path'
import { modelServerConfig, startModelServer, type ModelServer } from '../../src/verify/model-server.ts'
import { codexProcesses } from '../../src/codex/processes.ts'
import { codexCommand } from './codex.ts'
import { startLoginServer, type LoginServer, type Person } from './login-server.ts'
import { Sandbox, swopBin, type Result } from './sandbox.ts'
import { bash, runScript } from './shells.ts'
import { Tmux } from './tmux.ts'

export const alice: Person = {
  email: 'alice@example.com',
  userId: 'user-alice',
  workspaceId: 'workspace-1',
  plan: 'plus',
}
export const bob: Person = {
  email: 'bob@example.com',
  userId: 'user-bob',
  workspaceId: 'workspace-1',
  plan: 'pro',
}

/** A machine on which codex finds the vendor, and a model, on loopback. */
export interface LoginMachine {
  box: Sandbox
  vendor: LoginServer
  model: ModelServer
  /** the sandbox's variables, and those that lead codex to the vendor */
  env: Record<string, string>
  /** Runs swop there. */
  swop(words: readonly string[], input?: string): Promise<Result>
  /** Runs a line of bash with an account active. */
  inside(account: string, line: string): Promise<Result>
  /** Keeps what swop has printed, for `said`. */
  noted(result: Result): Result
  tmux: Tmux
  /** Everything that swop has printed so far. */
  said(): string
  /** What is in an account's auth.json. */
  authFile(account: string): { text: string; mode: number }
  remove(): Promise<void>
}

/** Sets a machine up, with codex on PATH and no account. */
export async function loginMachine(): Promise<LoginMachine> {
  const box = new Sandbox()
  const [model, vendor] = await Promise.all([startModelServer(), startLoginServer(box.folder, alice)])
  fs.symlinkSync(codexCommand, join(box.bin, 'codex'))
  box.write('.codex/config.toml', modelServerConfig(model.url))
  const env = { ...box.env, ...vendor.variables }
  const printed: string[] = []
  const tmux = new Tmux(box, env)
  const noted = (result: Result) => {
    printed.push(result.stdout, result.stderr)
    return result
  }
  return {
    box,
    vendor,
    model,
    env,
    tmux,
    noted,
    inside: (account, line) => runScript(box, bash, [bash.activate(account), line], vendor.variables),
    async swop(words, input = '') {
      const options = {
        env,
        extendEnv: false,
        input,
        reject: false,
        cwd: box.folder,
        timeout: 40_000,
      } as const
      const { exitCode: code, stdout, stderr } = await execa(process.execPath, [swopBin, ...words], options)
      return noted({ code, stdout, stderr })
    },
    said: () => printed.join('\n'),
    authFile(account) {
      const path = box.account(account, 'home/.codex/auth.json')
      return { text: fs.readFileSync(path, 'utf8'), mode: fs.lstatSync(path).mode }
    },
    async remove() {
      tmux.close()
      endDaemons(box)
      await Promise.all([model.close(), vendor.close()])
      box.remove()
    },
  }
}

/** Ends what codex has started and left behind in the sandbox. */
function endDaemons(box: Sandbox): void {
  for (const { pid, codexHome } of codexProcesses()) {
    if (!codexHome.startsWith(`${box.folder}/`)) continue
    try {
      process.kill(pid, 'SIGKILL')
    } catch {
      // ESRCH: it has ended by itself
    }
  }
}

/**
 * Plays a browser in which a person logs in: the issuer would send it back to codex with a code.
 * @param screen what codex has printed so far
 */
export async function visit(screen: () => string): Promise<void> {
  const address = await eventually(() => /https:\/\/auth\S+authorize\S+/.exec(screen())?.[0])
  const asked = new URL(address).searchParams
  const back = new URL(asked.get('redirect_uri') ?? '')
  back.search = String(new URLSearchParams({ code: 'made-up', state: asked.get('state') ?? '' }))
  await fetch(back)
}

/** Waits until there is something. */
export async function eventually<Found>(
  look: () => Found | undefined | false,
  limit = 15_000,
): Promise<Found> {
  const deadline = Date.now() + limit
  for (;;) {
    const found = look()
    if (found !== undefined && found !== false) return found
    if (Date.now() > deadline) throw new Error(`did not come about in ${limit / 1000} s: ${look.toString()}`)
    // oxlint-disable-next-line no-await-in-loop -- waiting is the point
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}
