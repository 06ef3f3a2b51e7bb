import fs from 'node:fs'
import { arch, release, type } from 'node:os'

/** This machine, for the head of the report. */
export function machine(): { system: string; kernel: string } {
  const kernel = `${type()} ${release()} ${arch()}`
  try {
    const name = /^PRETTY_NAME="?(.*?)"?$/m.exec(fs.readFileSync('/etc/os-release', 'utf8'))?.[1]
    return { system: name ?? type(), kernel }
  } catch {
    return { system: type(), kernel } // macOS has none
  }
}
