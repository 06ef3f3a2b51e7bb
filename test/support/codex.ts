import fs from 'fs-extra'
import { dirname, join, resolve } from 'node:path'
import { execa } from 'execa'
import { modelServerConfig, startModelServer, type ModelServer } from '../../src/verify/model-server.ts'
import type { Sandbox } from './sandbox.ts'

/** The real codex: the dev dependency, or another version that `npm run test:compat` names. */
export const codexCommand =
  process.env.SWOP_TEST_CODEX ?? resolve(import.meta.dirname, '../../node_modules/.bin/codex')

/** Accounts that are logged in with made-up keys, and a model server that sees which key codex sends. */
export interface Trial {
  server: ModelServer
  /** account name → its key */
  keys: Record<string, string>
}

/** Puts codex on the sandbox's PATH, its settings into the base codex home, and makes and logs in the accounts. */
export async function startTrial(box: Sandbox, accounts: readonly string[]): Promise<Trial> {
  const server = await startModelServer()
  fs.symlinkSync(codexCommand, join(box.bin, 'codex'))
  // The npm package finds its binary beside the launcher, wherever the link to that is.
  fs.accessSync(dirname(codexCommand))
  box.write('.codex/config.toml', modelServerConfig(server.url))
  const keys: Record<string, string> = {}
  for (const name of accounts) {
    await box.ok('add', name)
    keys[name] = `sk-made-up-${name}`
    await login(box, name, keys[name])
  }
  return { server, keys }
}

/** `codex login --with-api-key` as a person would run it, the key on stdin. */
export async function login(box: Sandbox, name: string, key: string): Promise<void> {
  const script = `eval "$(swop env ${name} --shell bash)" && exec codex login --with-api-key`
  await execa('bash', ['-c', script], { env: box.env, extendEnv: false, input: key, cwd: box.folder })
}

/** A statement that runs codex once, in any shell; `run` marks the request that the server sees. */
export const codexExec = 'codex exec --skip-git-repo-check hi </dev/null >/dev/null 2>&1'
