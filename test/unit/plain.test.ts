import { expect, it } from 'vitest'
import yargs from 'yargs'
import { commands } from '../../src/commands/table.ts'

const loaded = await Promise.all(commands.map(async (entry) => ({ ...entry, command: await entry.load() })))
const plain = loaded.filter(({ command }) => command.plain !== undefined)

it('is said of the commands that people wait for', () => {
  expect(plain.map(({ usage }) => usage.split(' ')[0])).toEqual(['list', 'current', 'sync'])
})

const words: Record<string, string[][]> = {
  list: [[]],
  current: [[]],
  sync: [[], ['a'], ['--quiet'], ['a', '--quiet', 'b']],
}
const cases = plain.flatMap((entry) =>
  words[entry.usage.split(' ')[0]!]!.map((typed) => ({ ...entry, typed, line: typed.join(' ') })),
)

it.each(cases)(
  'swop $usage: $line, without yargs: the options that yargs would give',
  async ({ usage, command, typed }) => {
    let given: Record<string, unknown> = {}
    await yargs()
      .command(
        usage,
        '',
        (each) => command.options(each),
        (options) => {
          given = options
        },
      )
      .parseAsync([usage.split(' ')[0] ?? '', ...typed])
    const options = Object.fromEntries(Object.entries(given).filter(([name]) => !['_', '$0'].includes(name)))
    const said = command.plain!(typed) as Record<string, unknown>
    expect({ ...options, ...said }).toEqual(options)
    // Every option that is not merely another spelling.
    const camel = Object.keys(options).filter((name) => !name.includes('-') && options[name] !== undefined)
    expect(Object.keys(said).sort()).toEqual(camel.sort())
  },
)

it.each([['--json'], ['a/b'], ['--dry-run'], ['a', '-q'], ['']])('is not said of %j', (...typed) => {
  for (const { command } of plain) expect(command.plain!(typed)).toBeUndefined()
})
