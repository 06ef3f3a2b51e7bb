import { accountFiles, syncAccount } from '../home/sync.ts'
import { commonFiles, writeShellFiles } from '../home/common.ts'
import { rootLayout, shellFile } from '../accounts/layout.ts'
import { accountNames } from '../accounts/names.ts'
import { listState, writeNames } from '../accounts/names-list.ts'
import { readText } from '../platform/files.ts'
import { isPlainFile } from '../platform/paths.ts'
import { some, type Check, type Finding } from './check.ts'
import type { GeneratedFiles, Installation } from '../shell/generated.ts'

/** The generated files: are they what this swop would write? */
export const generated: Check = {
  name: 'generated',
  looksAt: 'shell/*, env.*, drift.*, use.* and launch.sh',
  inspect: ({ root, config, installation, accounts }) => {
    if (config === undefined) return []
    const findings: Finding[] = []
    const common = [
      ...outdated(commonFiles(root, config, writerOf(root, installation) ?? installation)),
      ...(listState(root, accountNames(root)) === 'wrong' ? [rootLayout(root).names] : []),
    ]
    if (common.length > 0)
      findings.push({
        ...said(common),
        todo: 'swop sync',
        fix: () => {
          writeShellFiles(root, config, installation)
          writeNames(root)
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
    .filter(([path, text]) => withoutWriter(readText(path)) !== withoutWriter(text))
    .map(([path]) => path)
}

/** Another version may write the same. */
function withoutWriter(text: string | undefined): string | undefined {
  return text?.replace(/("\$swop_writer" =) '[0-9a-f]+'/, '$1')
}

/** How the functions start swop where it is not on PATH: another node, or another copy of swop, may have written it. */
function writerOf(root: string, { writer }: Installation): Installation | undefined {
  const start = /SWOP_SHELL=\w+ (?:command )?'([^']+)' '([^']+)'/
  const [, node = '', script = ''] = start.exec(readText(shellFile(root, 'functions', 'bash')) ?? '') ?? []
  return isPlainFile(node) && isPlainFile(script) ? { node, script, writer } : undefined
}
