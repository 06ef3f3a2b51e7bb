import { dirname, join } from 'node:path'
import { envFile, launchFile, rootLayout, shellFile, type AccountLayout } from '../accounts/layout.ts'
import { quotes, shellDialects } from './dialects/index.ts'
import { generatedFormat } from './format.ts'
import { startPaths } from './start.ts'
import { render } from './templates.ts'
import type { ShellDialect } from '../accounts/layout.ts'
import type { RealHome } from '../accounts/real-home.ts'
import type { DriftTest } from './drift.ts'
import type { GeneratedFiles, Installation } from './generated.ts'

// What the launcher (templates/launcher.sh) answers from: texts of other generated files, as words of sh. dash reads a
// file that it sources in one go, and one that it only reads byte by byte: 0.2 ms against 5 for an account.

/**
 * @param env the account's env files
 * @returns the file from which the launcher tells whether an account is in order, and what activates it
 */
export function accountLaunchFile(
  account: AccountLayout,
  test: DriftTest,
  env: GeneratedFiles,
): GeneratedFiles {
  const { launch: self, drift: json, name } = account
  const texts = shellDialects.map((dialect) => quoted(env, envFile(account, dialect), dialect))
  const values = { ...test, account: name, json, self, texts }
  return new Map([[self, render('launch-account.sh', values, quotes.sh)]])
}

/**
 * @param files everything else that all accounts use
 * @returns the files from which the launcher prints what they have in common, and the functions
 */
export function commonLaunchFiles(
  root: string,
  real: RealHome,
  { node, script, writer }: Installation,
  files: GeneratedFiles,
): GeneratedFiles {
  const { config, bindings } = rootLayout(root)
  return new Map(
    shellDialects.map((dialect) => {
      const self = launchFile(root, dialect)
      const text = (purpose: 'save' | 'off' | 'init') =>
        quoted(files, shellFile(root, purpose, dialect), dialect)
      const values = {
        dialect,
        format: generatedFormat,
        self,
        save: text('save'),
        off: text('off'),
        init: dialect === 'sh' ? undefined : text('init'),
        writer,
        launcher: join(dirname(script), 'swop'),
        node,
        realHome: real.home,
        config,
        bindings,
        // Also where there is none, since the list of bindings is broken.
        others: [...new Set([...files.keys(), ...startPaths(root)])],
      }
      return [self, render('launch-shell.sh', values, quotes.sh)]
    }),
  )
}

function quoted(files: GeneratedFiles, path: string, dialect: ShellDialect) {
  return { dialect, path, text: files.get(path) ?? '' }
}
