import { join } from 'node:path'
import { shellFile } from '../accounts/layout.ts'
import { libraryPath, libraryText, isLibrary } from '../direnv/library.ts'
import { syncAccount } from '../home/sync.ts'
import { readText, writeAtomically } from '../platform/files.ts'
import { quotes } from '../shell/dialects/index.ts'
import { some, type Check, type Finding } from './check.ts'
import type { Config } from '../accounts/settings.ts'
import type { Machine } from './machine.ts'

/** direnv's library, if it was installed, and its two folders, which an account must have from the real home. */
export const direnv: Check = {
  name: 'direnv',
  looksAt: "direnv's library of swop, and direnv's folders (allow list) in each account",
  inspect: (machine) =>
    machine.config === undefined
      ? []
      : [...ofLibrary(machine, machine.config), ...ofFolders(machine, machine.config)],
}

function ofLibrary({ root }: Machine, { real }: Config): Finding[] {
  const path = libraryPath(real)
  const text = readText(path)
  if (text === undefined) return []
  const wanted = libraryText(quotes.bash(shellFile(root, 'direnv', 'bash')))
  if (text === wanted) return []
  const finding = {
    found: `${path} is not the library that swop installs`,
    why: 'an .envrc with `use swop` activates something else, or nothing',
    todo: isLibrary(text) ? 'swop direnv install' : 'move it away, then: swop direnv install',
  }
  if (!isLibrary(text)) return [finding]
  const fix = () => {
    writeAtomically(path, wanted)
    return `wrote ${path} anew`
  }
  return [{ ...finding, fix }]
}

/** With another allow list each .envrc "is blocked" anew under the account (shell.md, "direnv"). */
function ofFolders(machine: Machine, config: Config): Finding[] {
  const { root, accounts, plan } = machine
  return accounts.flatMap(({ name }) => {
    const steps = plan(name).filter(({ path }) => isDirenvFolder(path, machine, name))
    if (steps.length === 0) return []
    const isLeft = steps.some(({ outcome }) => outcome === 'left')
    const finding = {
      account: name,
      found: `${some(steps.map(({ path }) => path))}: not direnv's folder of the real home`,
      why: 'direnv asks for each .envrc again there ("is blocked")',
      todo: `${isLeft ? "move what is in it to the real home's, then: " : ''}swop sync ${name}`,
    }
    if (isLeft) return [finding]
    const fix = async () => {
      await syncAccount(root, config, name)
      return `linked direnv's folders of ${name} to the real ones`
    }
    return [{ ...finding, fix }]
  })
}

/** Whether a path is one of an account's two folders of direnv, or in one. */
export function isDirenvFolder(path: string, { accounts }: Machine, name: string): boolean {
  const layout = accounts.find((account) => account.name === name)?.layout
  return (
    layout !== undefined &&
    [layout.xdg.config, layout.xdg.data].some((xdg) => `${path}/`.startsWith(`${join(xdg, 'direnv')}/`))
  )
}
