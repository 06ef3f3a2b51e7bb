import { verify as runVerify } from '../verify/verify.ts'
import type { Command } from '../ui/command.ts'

interface Options {
  json: boolean
}

/** `swop verify`: proves on this machine, offline, that two accounts stay apart. */
export const verify: Command<Options> = {
  options: (yargs) =>
    yargs
      .option('json', { type: 'boolean', default: false, describe: 'as JSON' })
      .example('swop verify', 'with the codex on PATH; exits with 4 when anything is not as promised'),
  run: ({ json }, { env, installation, version }) => runVerify({ env, binary: installation, json, version }),
}
