import fs from 'node:fs'
import { spawnSync } from 'node:child_process'
import { resolved } from './paths.ts'

/**
 * Which of some paths a process has open: the path itself, or something below it. Linux tells in /proc/<pid>/fd, other
 * systems by lsof. Processes of other users, or in another container, can't be seen.
 */
export function openAmong(paths: readonly string[]): Set<string> {
  if (paths.length === 0) return new Set()
  const wanted = new Map(paths.map((path) => [resolved(path), path]))
  const open = fs.existsSync('/proc/self/fd') ? openByProc() : openByLsof([...wanted.keys()])
  return new Set(
    [...wanted].flatMap(([real, path]) =>
      open.some((each) => each === real || each.startsWith(`${real}/`)) ? [path] : [],
    ),
  )
}

function openByProc(): string[] {
  return list('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .flatMap((pid) => list(`/proc/${pid}/fd`).map((descriptor) => `/proc/${pid}/fd/${descriptor}`))
    .flatMap((path) => {
      try {
        return [fs.readlinkSync(path)]
      } catch {
        return [] // it ended meanwhile, or is another user's
      }
    })
}

/** `-Fn`: a line `n<path>` for each open file; +D looks below folders. */
function openByLsof(paths: readonly string[]): string[] {
  const args = paths.flatMap((path) =>
    fs.statSync(path, { throwIfNoEntry: false })?.isDirectory() ? ['+D', path] : [path],
  )
  const { stdout } = spawnSync('lsof', ['-Fn', ...args], { encoding: 'utf8' })
  return (stdout ?? '').split('\n').flatMap((line) => (line.startsWith('n') ? [line.slice(1)] : []))
}

function list(path: string): string[] {
  try {
    return fs.readdirSync(path)
  } catch {
    return []
  }
}
