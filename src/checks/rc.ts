import { functionShells, type FunctionShell } from '../shell/dialects/index.ts'
import { loadLine } from '../shell/lines.ts'
import { loginShell, rcFiles, type RcFile } from './rc-files.ts'
import type { Check, Finding } from './check.ts'

const rightFile: Record<FunctionShell, string> = {
  bash: '~/.bashrc',
  zsh: '~/.zshrc',
  fish: '~/.config/fish/config.fish',
}

/** Whether the shells load swop's functions: once, and in the file that every interactive shell reads. */
export const rc: Check = {
  name: 'rc files',
  looksAt: "the shells' rc files",
  inspect: async ({ config, baseline, names, zshFolder }) => {
    if (config === undefined || names.length === 0) return []
    const files = rcFiles(config.real, await zshFolder())
    const own = loginShell(baseline)
    return functionShells.flatMap((shell) => judge(shell, files[shell], shell === own))
  },
}

function judge(shell: FunctionShell, files: readonly RcFile[], isOwn: boolean): Finding[] {
  const loading = files.filter(({ loads }) => loads > 0)
  const right = loading.filter(({ isRight }) => isRight)
  const line = `swop setup ${shell}, or at the end of ${rightFile[shell]}: ${loadLine(shell)}`
  const findings: Finding[] = files
    .filter(({ isCut }) => isCut)
    .map(({ path }) => ({
      found: `${path}: a marker of swop's block has no partner`,
      why: "nobody can tell what of the file is swop's",
      todo: 'repair the block by hand: it goes from `# >>> swop >>>` to `# <<< swop <<<`',
    }))
  if (loading.length === 0) {
    if (!isOwn) return findings
    return [
      ...findings,
      {
        found: `${shell} does not load swop's functions`,
        why: 'swop use, bound folders and the default account do nothing there',
        todo: line,
      },
    ]
  }
  if (right.length === 0)
    findings.push({
      found: `${shell} loads swop's functions in ${loading.map(({ path }) => path).join(', ')} only`,
      why: 'shells that are no login shells do not read it',
      todo: line,
    })
  const times = right.reduce((sum, { loads }) => sum + loads, 0)
  if (times > 1)
    findings.push({
      found: `${shell} loads swop's functions ${times} times (${right.map(({ path }) => path).join(', ')})`,
      why: 'each start of a shell takes longer, and one of them may be an older one',
      todo: 'leave one, at the end',
    })
  return findings
}
