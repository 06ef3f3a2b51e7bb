import fs from 'fs-extra'
import { tmpdir } from 'node:os'
import { join, sep } from 'node:path'
import { Failure } from '../platform/failure.ts'
import { realHomeOf } from '../accounts/real-home.ts'
import { baselineOf } from '../env/baseline.ts'
import type { Environment } from '../accounts/root.ts'

/** A folder of our own that is going to be removed with everything in it. */
export interface ThrowAway {
  /** Absolute, without links in it: codex canonicalises its home before it compares. */
  path: string
  remove(): void
}

/**
 * Makes a throw-away folder (0700), which is removed by `remove`, when the process exits, and on SIGINT, SIGTERM and
 * SIGHUP. Not under the temporary folder: codex refuses its helper binaries there (codex.md, section 2).
 * @param parents where it may be made; folders that exist, the first usable one wins
 * @param beforeRemoval ends whatever still writes into the folder
 * @throws Failure when none of them can be used
 */
export function makeThrowAway(parents: readonly string[], beforeRemoval: () => void): ThrowAway {
  const path = makeInFirst(parents)
  if (path === undefined) {
    throw new Failure(
      `no place for a throw-away folder (tried ${parents.join(', ')}; codex does not run under the temporary folder)`,
      'set XDG_CACHE_HOME to a folder that you can write to',
    )
  }
  const remove = () => {
    for (const signal of signals) process.off(signal, onSignal)
    process.off('exit', remove)
    beforeRemoval()
    // The processes were killed a moment ago, and one may still finish a write: hence the retries.
    fs.rmSync(path, { recursive: true, force: true, maxRetries: 5 })
  }
  const onSignal = (signal: NodeJS.Signals) => {
    remove()
    process.kill(process.pid, signal) // now without a handler: whoever waits for us sees the signal
  }
  for (const signal of signals) process.on(signal, onSignal)
  process.on('exit', remove)
  return { path, remove }
}

/**
 * @param env the environment of this process, activated or not
 * @param workingFolder the last resort
 * @returns where a throw-away folder may go: the real home's cache, and what outlives a reboot beside it
 */
export function throwAwayParents(env: Environment, workingFolder: string): string[] {
  return [realHomeOf(baselineOf(env)).xdg.cache, '/var/tmp', workingFolder]
}

/** Whether a folder lies in one of the temporary folders; all of them without links. */
export function isTemporary(folder: string, temporaryFolders: readonly string[]): boolean {
  return temporaryFolders.some((temporary) => folder === temporary || folder.startsWith(temporary + sep))
}

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

function makeInFirst(parents: readonly string[]): string | undefined {
  const temporaryFolders = [tmpdir(), '/tmp']
    .filter((folder) => fs.existsSync(folder))
    .map((folder) => fs.realpathSync(folder))
  for (const parent of parents) {
    try {
      const real = fs.realpathSync(parent)
      if (!isTemporary(real, temporaryFolders)) return fs.mkdtempSync(join(real, 'swop-verify-'))
    } catch {
      // not there, or not ours to write to: the next one
    }
  }
  return undefined
}
