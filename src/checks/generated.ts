import { accountFiles, commonFiles, syncAccount, writeShellFiles } from '../home/sync.ts'
import { readText, isPlainFile } from '../platform/files.ts'
import { some, type Check, type Finding } from './check.ts'
import type { GeneratedFiles } from '../shell/generated.ts'

/** The generated files: are they what this swop would write? */
export const generated: Check = {
  name: 'generated',
  looksAt: 'shell/*, env.* and drift.*',
  inspect: ({ root, config, installation, accounts }) => {
    if (config === undefined) return []
    const findings: Finding[] = []
    const common = outdated(commonFiles(root, config, installation))
    if (common.length > 0)
      findings.push({
        ...said(common),
        todo: 'swop sync',
        fix: () => {
          writeShellFiles(root, config, installation)
          return `wrote ${some(common)} anew`
        },
      })
    for (const { name } of accounts) {
      const own = outdated(accountFiles(root, config, name))
      if (own.length > 0)
        findings.push({
          account: name,
          ...said(own),
          todo: `swop sync ${name}`,
          fix: async () => {
            await syncAccount(root, config, name)
            return `wrote ${some(own)} anew`
          },
        })
    }
    return findings
  },
}

function said(paths: readonly string[]) {
  return {
    found: `${some(paths)}: damaged, or not what this swop writes`,
    why: 'shells do something else than they should, or refuse to',
  }
}

function outdated(files: GeneratedFiles): string[] {
  return [...files]
    .filter(([path, text]) => withoutInstallation(readText(path)) !== withoutInstallation(text))
    .map(([path]) => path)
}

// How the functions start swop where it is not on PATH: another node, or another copy of swop, may have written it.
const start = /(SWOP_SHELL=\w+ (?:command )?)'([^']+)' '([^']+)'/

/** A text without the paths of node and swop in it, as long as they are there. */
function withoutInstallation(text: string | undefined): string | undefined {
  const [, , node = '', script = ''] = start.exec(text ?? '') ?? []
  return isPlainFile(node) && isPlainFile(script) ? text?.replace(start, '$1') : text
}
