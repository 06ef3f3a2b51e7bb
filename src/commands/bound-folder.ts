import { accountLayout, rootLayout } from '../accounts/layout.ts'
import { readBindings, writeBindings, type Binding } from '../accounts/bindings.ts'
import { accountNames } from '../accounts/names.ts'
import { readConfig } from '../accounts/store.ts'
import { realFolder } from '../home/real-folder.ts'
import { writeStartFiles } from '../home/common.ts'
import { resolved } from '../platform/paths.ts'
import { withLock } from '../platform/lock.ts'
import { fromHere } from '../platform/working-folder.ts'

/** The folder that `swop bind` and `unbind` mean by a path: without links, and never one of an account's home. */
export function boundFolder(root: string, typed: string): string {
  const path = resolved(fromHere(typed))
  const config = readConfig(root)
  if (config === undefined) return path
  const layouts = accountNames(root).map((name) => accountLayout(root, name))
  return realFolder(path, layouts, config.real, resolved)
}

/** Replaces the bindings by what becomes of the present ones, and writes anew what shells source. */
export async function changeBindings(
  root: string,
  change: (present: readonly Binding[]) => readonly Binding[],
): Promise<void> {
  await withLock(rootLayout(root).lock, async () => {
    writeBindings(root, change(readBindings(root)))
    const config = readConfig(root)
    if (config !== undefined) writeStartFiles(root, config)
  })
}
