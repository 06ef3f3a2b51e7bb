import { changeSettings, type SettingsFile } from '../home/change-settings.ts'
import { discard } from '../platform/entries.ts'
import { Failure } from '../platform/failure.ts'
import { readText, writeAtomically } from '../platform/files.ts'
import { edit } from '../platform/processes.ts'
import { printNote } from '../ui/print.ts'
import type { Environment } from '../accounts/root.ts'
import type { Config } from '../accounts/settings.ts'

/**
 * Lets a person edit a copy of the settings, and takes it only if it is right; else it is kept for the next try.
 * @returns whether they have changed
 * @throws Failure when they are not taken
 */
export async function editSettings(
  root: string,
  config: Config,
  file: SettingsFile,
  env: Environment,
): Promise<boolean> {
  const before = readText(file.path) ?? ''
  if (readText(file.draft) !== undefined)
    printNote(`swop: this goes on with ${file.draft}, which was not taken the last time`)
  else writeAtomically(file.draft, before)
  const editor = env.VISUAL || env.EDITOR || 'vi'
  if (!edit(editor, file.draft))
    throw new Failure(`the editor (${editor}) failed`, `nothing has changed; the draft is ${file.draft}`)
  const after = readText(file.draft) ?? before
  try {
    const changed = await changeSettings(root, config, file, (now) => {
      if (now !== before) throw new Failure(`${file.path} has changed meanwhile`, 'compare it with the draft')
      return after
    })
    discard(file.draft)
    return changed
  } catch (error) {
    if (!(error instanceof Failure)) throw error
    throw new Failure(
      `not taken: ${error.message}`,
      `${error.hint}; your text is ${file.draft}, and swop config edit goes on with it`,
      error.exitCode,
    )
  }
}
