import { Failure, exitCodes } from '../platform/failure.ts'
import { compareFiles } from '../verify/trace/compare-files.ts'
import { trace as runTrace } from '../verify/trace/trace.ts'
import { verify as runVerify } from '../verify/verify.ts'
import type { Command } from '../ui/command.ts'

interface Options {
  json: boolean
  trace: boolean
  'trace-log': string | undefined
  compare: string | undefined
  newer: string | undefined
}

/** `swop verify`: proves on this machine, offline, that two accounts stay apart. */
export const verify: Command<Options> = {
  options: (yargs) =>
    yargs
      .positional('newer', { type: 'string', describe: 'with --compare: the report of the newer codex' })
      .option('json', { type: 'boolean', default: false, describe: 'as JSON' })
      .option('trace', {
        type: 'boolean',
        default: false,
        describe: 'watch every write of codex (strace) and hold it against the share map',
      })
      .option('trace-log', {
        type: 'string',
        requiresArg: true,
        describe: 'with --trace, on macOS: the log that fs_usage writes meanwhile',
      })
      .option('compare', {
        type: 'string',
        requiresArg: true,
        describe: 'two reports of --trace --json: what is new, gone or changed',
      })
      .example('swop verify', 'with the codex on PATH; exits with 4 when anything is not as promised')
      .example('swop verify --trace --json > new.json', 'what this codex writes')
      .example('swop verify --compare old.json new.json', 'exits with 4 when something new is unknown'),
  run: ({ json, trace, 'trace-log': log, compare, newer }, { env, installation, version }) => {
    if (compare !== undefined && newer !== undefined) return compareFiles(compare, newer, json)
    if (compare !== undefined || newer !== undefined) {
      throw new Failure(
        '--compare needs two reports',
        'swop verify --compare old.json new.json',
        exitCodes.usage,
      )
    }
    if (trace) return runTrace({ env, binary: installation, json, version, log })
    if (log !== undefined) {
      throw new Failure('--trace-log belongs to --trace', 'add --trace', exitCodes.usage)
    }
    return runVerify({ env, binary: installation, json, version })
  },
}
