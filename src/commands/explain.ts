import { explain as explainSeen } from '../explain/explain.ts'
import { observe } from '../explain/observe.ts'
import { reportText } from '../explain/report.ts'
import { exitCodes } from '../platform/failure.ts'
import { printData } from '../ui/print.ts'
import type { Command } from '../ui/command.ts'

interface Options {
  variables?: string[] | undefined
  json: boolean
}

/** `swop explain [variables..]`: where each value comes from, and what codex would use. */
export const explain: Command<Options> = {
  options: (yargs) =>
    yargs
      .positional('variables', {
        type: 'string',
        array: true,
        describe: "names, or patterns like 'CODEX_*'; all that matter when none is given",
      })
      .option('json', { type: 'boolean', default: false, describe: 'as JSON; null means unset' })
      .example('swop explain', 'all variables that matter')
      .example('swop explain HOME PATH', 'why these are what they are, here and in codex'),

  run: async ({ variables = [], json }, { env }) => {
    const explanation = explainSeen(await observe(env), variables)
    printData(json ? `${JSON.stringify(explanation, null, 2)}\n` : reportText(explanation))
    return exitCodes.done
  },
}
