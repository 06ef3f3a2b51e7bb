import { writeSync } from 'node:fs'
import { findRoot } from './accounts/root.ts'
import { isAccountName } from './accounts/name.ts'
import { activation, deactivation } from './env/evaluated.ts'
import { detectDialect, parentProgram } from './shell/detect.ts'
import { shellDialects } from './shell/dialects/index.ts'

// `swop env` is what people's rc files and scripts wait for; the plain case is answered here. Everything else,
// every error included, is the business of cli.ts, which takes ten times as long to load.

const [command, name, option, value, ...rest] = process.argv.slice(2)
const text = command === 'env' && rest.length === 0 ? plainEnv() : undefined
if (text === undefined || !printed(text)) {
  import('./cli.mjs' as string).then((cli: typeof import('./cli.ts')) => cli.main(), fail)
}

function plainEnv(): string | undefined {
  if (name === undefined || (option !== undefined && (option !== '--shell' || value === undefined)))
    return undefined
  const dialect = shellDialects.find(
    (each) => each === (value ?? detectDialect(process.env, parentProgram())),
  )
  try {
    if (dialect === undefined) return undefined
    const root = findRoot(process.env)
    if (name === 'off') return deactivation(root, process.env.SWOP_ACCOUNT, dialect)
    return isAccountName(name) ? activation(root, name, process.env.SWOP_ACCOUNT, dialect) : undefined
  } catch {
    return undefined
  }
}

/** A terminal gets a hint, and a full pipe more than one write: both are for cli.ts. */
function printed(output: string): boolean {
  if (process.stdout.isTTY) return false
  return writeSync(1, output) >= 0
}

function fail(error: unknown): void {
  writeSync(2, `swop: the installation is incomplete (${String(error)}); install swop again\n`)
  process.exitCode = 1
}
