import { statfsSync } from 'node:fs'
import type { Check, Finding } from './check.ts'

const leastBytes = 20 * 1024 * 1024 // a session and its databases; codex's own log takes more than that in a day
const leastFiles = 100

/** What statfs(2) says of a file system. */
export interface Room {
  bsize: number
  bavail: number
  files: number
  ffree: number
}

/** Room where codex and swop write. */
export const disk: Check = {
  name: 'disk',
  looksAt: "room on the file systems of swop's folder and the base codex home",
  inspect: ({ root, base }) => {
    const findings = [root, base].flatMap((path) => {
      const room = path === undefined ? undefined : roomAt(path)
      return path !== undefined && room ? diskFindings(path, room) : []
    })
    return findings.slice(0, 1) // mostly it is one file system
  },
}

/** @returns undefined where there is nothing yet */
export function roomAt(path: string): Room | undefined {
  try {
    return statfsSync(path)
  } catch {
    return undefined
  }
}

/** Pure. Some file systems do not count files: there `files` is 0. */
export function diskFindings(path: string, { bsize, bavail, files, ffree }: Room): Finding[] {
  const bytes = bsize * bavail
  if (bytes >= leastBytes && (files === 0 || ffree >= leastFiles)) return []
  const left = bytes < leastBytes ? `${Math.floor(bytes / 1024 / 1024)} MB` : `${ffree} files`
  return [
    {
      found: `the disk is full: room for ${left} at ${path}`,
      why: 'codex loses sessions, and may be left with a login that was not renewed',
      todo: 'make room; swop backups shows what swop has put aside',
    },
  ]
}
