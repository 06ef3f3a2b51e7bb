import { findRoot } from './accounts/root.ts'
import { isAccountName } from './accounts/name.ts'
import { activation, canActivate, deactivation } from './env/evaluated.ts'
import { detectDialect, parentProgram } from './shell/detect.ts'
import { shellDialects } from './shell/dialects/index.ts'
import { printData, printNote } from './ui/print.ts'
import type { Plain } from './plain/plain.ts'

declare const __SWOP_WRITER__: string

// `swop env` is what people's rc files and scripts wait for; the plain case is answered here. Everything else,
// every error included, is the business of cli.ts, which takes ten times as long to load.

// No stack is ever printed, and looking at what is not there (hundreds of times for a list) would make one each time.
Error.stackTraceLimit = 0

const [command, name, option, value, ...rest] = process.argv.slice(2)
const text = command === 'env' && rest.length === 0 ? plainEnv() : undefined
if (text === undefined || !printed(text)) {
  const place = whereItWorks()
  try {
    if (place === 'nowhere' || !answered())
      void (require('./cli.cjs') as typeof import('./cli.ts')).main(place)
  } catch (error) {
    fail(error)
  }
}

/** What people wait for has a file of its own (plain/plain.ts); what it leaves is the whole command line's. */
function answered(): boolean {
  if (command !== 'list' && command !== 'sync') return false
  const context = {
    env: process.env,
    installation: { node: process.execPath, script: __filename, writer: __SWOP_WRITER__ },
  }
  let print: ReturnType<Plain>
  try {
    const { answer } = (command === 'list' ? require('./plain-list.cjs') : require('./plain-sync.cjs')) as {
      answer: Plain
    }
    print = answer(process.argv.slice(3), context)
  } catch {
    return false
  }
  if (print === undefined) return false
  try {
    process.exitCode = print()
  } catch (error) {
    fail(error, 'see whether there is room where the output goes')
  }
  return true
}

/** Where the working folder is gone, node loads no module. */
function whereItWorks(): Parameters<typeof import('./cli.ts').main>[0] {
  try {
    process.cwd()
    return 'where it was started'
  } catch {
    process.chdir('/')
    return 'nowhere'
  }
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
    if (
      !isAccountName(name) ||
      process.env.SWOP_SAVED?.includes(' part') ||
      !canActivate(root, name, process.env.SWOP_ACCOUNT)
    )
      return undefined
    return activation(root, name, dialect)
  } catch {
    return undefined
  }
}

/** A terminal gets a hint, too, which is for cli.ts. */
function printed(output: string): boolean {
  if (process.stdout.isTTY) return false
  try {
    printData(output)
  } catch (error) {
    fail(error)
  }
  return true
}

function fail(error: unknown, hint = 'if the installation is damaged, install swop again'): void {
  printNote(`swop: ${error instanceof Error ? error.message : String(error)}; ${hint}`)
  process.exitCode = 1
}
