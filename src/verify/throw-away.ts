import fs from 'fs-extra'
import { join } from 'node:path'
import { realHomeOf } from '../accounts/real-home.ts'
import { isTemporary } from '../codex/temporary.ts'
import { baselineOf } from '../env/baseline.ts'
import { Failure } from '../platform/failure.ts'
import { cannot } from '../platform/system-error.ts'
import type { Environment } from '../accounts/root.ts'

/** A folder of our own that is going to be removed with everything in it. */
export interface ThrowAway {
  /** Absolute, without links in it: codex canonicalises its home before it compares. */
  path: string
  remove(): void
}

/**
 * Makes a throw-away folder (0700), which is removed by `remove`, when the process exits, and on SIGINT, SIGTERM and
 * SIGHUP.
 * @param parents where it may be made; the first that is there and can be written to wins
 * @param beforeRemoval ends whatever still writes into the folder
 * @throws Failure when none of them can be used
 */
export function makeThrowAway(parents: readonly string[], beforeRemoval: () => void): ThrowAway {
  const path = makeInFirst(parents)
  if (path === undefined) {
    throw new Failure(
      'no place for a throw-away folder (codex does not run under the temporary folder)',
      'set XDG_CACHE_HOME to a folder that you can write to',
    )
  }
  const remove = () => {
    for (const signal of signals) process.off(signal, onSignal)
    process.off('exit', remove)
    beforeRemoval()
    // The processes were killed a moment ago, and one may still finish a write: hence the retries.
    try {
      fs.rmSync(path, { recursive: true, force: true, maxRetries: 5 })
    } catch (error) {
      throw cannot('remove', path, error)
    }
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
 * @returns where a throw-away folder may go: not under the temporary folder, where codex refuses its helper binaries
 */
export function throwAwayParents(env: Environment, workingFolder: string): string[] {
  const cache = realHomeOf(baselineOf(env)).xdg.cache
  return [cache, '/var/tmp', workingFolder].filter((folder) => !isTemporary(folder, env))
}

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

function makeInFirst(parents: readonly string[]): string | undefined {
  for (const parent of parents) {
    try {
      return fs.mkdtempSync(join(fs.realpathSync(parent), 'swop-verify-'))
    } catch {
      // not there, or not ours to write to: the next one
    }
  }
  return undefined
}
