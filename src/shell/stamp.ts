import { readFileSync } from 'node:fs'
import { rootLayout, shellFile } from '../accounts/layout.ts'
import { generatedFormat } from './format.ts'

/** The text of the stamp: which format the files have that all shells read. Written behind all of them. */
export const stampText = `${generatedFormat}\n`

/**
 * Whether an older swop has written what all shells read. Asked at each start: one small file, and no package.
 * @param root swop's own folder, which need not exist
 */
export function isOutdated(root: string): boolean {
  const written = read(rootLayout(root).format)
  // Before there was a stamp, there were the files.
  return written === undefined
    ? read(shellFile(root, 'off', 'sh')) !== undefined
    : Number(written) < generatedFormat
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return undefined
  }
}
