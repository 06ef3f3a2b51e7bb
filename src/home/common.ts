import { existsSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { readBindings } from '../accounts/bindings.ts'
import { writeNames } from '../accounts/names-list.ts'
import { readConfig } from '../accounts/store.ts'
import { isLaunchFile, rootLayout, xdgNames } from '../accounts/layout.ts'
import { Failure } from '../platform/failure.ts'
import { writeAtomically } from '../platform/files.ts'
import { makePrivateFolder } from '../platform/folders.ts'
import { resolved } from '../platform/paths.ts'
import { completionFiles, shellFiles, type GeneratedFiles, type Installation } from '../shell/generated.ts'
import { commonLaunchFiles } from '../shell/launch.ts'
import { stampText } from '../shell/stamp.ts'
import { startFiles } from '../shell/start.ts'
import { isWritten, noteWritten } from './written.ts'
import type { RealHome } from '../accounts/real-home.ts'
import type { Config } from '../accounts/settings.ts'

/** Writes what all accounts use: the functions, the baseline's two halves, completions, what shells do by themselves. */
export function writeShellFiles(root: string, config: Config, installation: Installation): void {
  if (isWritten(root, installation)) return
  makePrivateFolder(rootLayout(root).completions)
  const files = commonFiles(root, config, installation)
  writeGenerated(root, files)
  writeNames(root)
  const looks = {
    states: [rootLayout(root).config, rootLayout(root).bindings, ...files.keys()],
    ways: [
      rootLayout(root).accounts,
      config.real.home,
      ...Object.values(config.real.xdg),
      ...boundFolders(root),
    ],
    ends: [],
  }
  // The settings may have changed while this was made of them, and what is older was written over what is newer: then
  // nothing is noted, and all of it is written once more.
  const isNoted = noteWritten(root, installation, looks, () => {
    const now = readConfig(root)
    return now !== undefined && isSame(commonFiles(root, now, installation), files)
  })
  const now = isNoted ? undefined : readConfig(root)
  if (now !== undefined) writeShellFiles(root, now, installation)
}

/**
 * Writes what shells activate by themselves, and the names that they complete.
 * @throws Failure when the list of bindings is broken
 */
export function writeStartFiles(root: string, config: Config): void {
  const files = startFilesOf(root, config)
  writeGenerated(root, files)
  writeNames(root)
  // Settings are edited by hand, too, without the lock: see above.
  const now = readConfig(root)
  if (now !== undefined && !isSame(startFilesOf(root, now), files)) writeStartFiles(root, now)
}

/** What these files should say now; without what needs the list of bindings, if that is broken: `swop bindings` says so. */
export function commonFiles(root: string, config: Config, installation: Installation): GeneratedFiles {
  const files = new Map([
    ...shellFiles(root, config.real, installation),
    ...completionFiles(root),
    ...startFilesAnyhow(root, config),
  ])
  const launch = commonLaunchFiles(root, config.real, installation, files)
  return new Map([...files, ...launch, [rootLayout(root).format, stampText]])
}

/** As they are noted: each may have become a link since then. */
function boundFolders(root: string): string[] {
  try {
    return readBindings(root).map(({ folder }) => folder)
  } catch (error) {
    if (error instanceof Failure) return []
    throw error
  }
}

function startFilesAnyhow(root: string, config: Config): GeneratedFiles {
  try {
    return startFilesOf(root, config)
  } catch (error) {
    if (error instanceof Failure) return new Map() // shells go on with what was right before
    throw error
  }
}

function startFilesOf(root: string, config: Config): GeneratedFiles {
  const { real } = config
  const xdg = Object.fromEntries(
    xdgNames.map((name) => [name, resolvedAhead(real.xdg[name])]),
  ) as RealHome['xdg']
  return startFiles(root, {
    fallback: config.default ?? '',
    bindings: readBindings(root),
    accounts: resolved(rootLayout(root).accounts),
    real: { ...real, home: resolved(real.home), xdg },
  })
}

/** A folder that is not there yet has the same path before and after it is made. */
function resolvedAhead(path: string): string {
  const above = dirname(path)
  return existsSync(path) || above === path ? resolved(path) : join(resolvedAhead(above), basename(path))
}

/** Whether two renderings are the same, byte for byte. */
export function isSame(files: GeneratedFiles, others: GeneratedFiles): boolean {
  return files.size === others.size && [...files].every(([path, text]) => others.get(path) === text)
}

/** What the launcher reads comes last: it goes by times, and is never older than what it is made from. */
export function writeGenerated(root: string, files: GeneratedFiles): void {
  const { config, bindings } = rootLayout(root)
  const others = [...files.keys()].filter((path) => !isLaunchFile(path))
  for (const [path, text] of files)
    writeAtomically(path, text, isLaunchFile(path) ? [config, bindings, ...others] : [])
}
