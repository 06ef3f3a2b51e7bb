import fs from 'fs-extra'
import { join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parts } from '../bench/parts.ts'
import { writeChatGptLogin } from '../support/limits-server.ts'
import { bash, runScript } from '../support/shells.ts'
import { blocksOf, readme, type Block } from './blocks.ts'
import { newMachine } from './machine.ts'

const blocks = blocksOf(readme)
// Of these, shell-blocks.test.ts and prompts.test.ts say that each one is run there.
const elsewhere = ({ language, headings }: Block) =>
  language === 'sh' || language === 'console' || headings.includes('The account in the prompt')

const tests: Record<string, (block: Block) => void | Promise<void>> = {
  'if :;': expectToActivate,
  '$ swop usage': expectUsage,
  [blocks.find(({ language, begins }) => language === 'text' && begins.startsWith('templates/launcher'))
    ?.begins ?? '']: expectTree,
}

// What the bench says of itself: its parts, each with the commands that show a number by hand.
it('the commands of the bench are those of its parts', () => {
  const begins = blocks.filter(({ language }) => language === 'console').map((block) => block.begins)
  expect(begins).toEqual(parts.map(({ name }) => `npm run bench -- ${name}`))
})

it('no block is without a test', () => {
  const here = blocks.filter((block) => !elsewhere(block)).map(({ begins }) => begins)
  expect(here.sort()).toEqual(Object.keys(tests).sort())
})

describe.each(blocks.filter((block) => !elsewhere(block)))('line $line: $begins', (block) => {
  it('is as it says', async () => {
    await tests[block.begins]?.(block)
  })
})

/** The generated code, in a real bash: it activates, and needs no file for that. */
async function expectToActivate({ lines }: Block): Promise<void> {
  const machine = await newMachine([], false)
  try {
    const show = 'echo "$SWOP_ACCOUNT $HOME $CODEX_HOME ${CODEX_API_KEY-unset}"'
    expect(await runScript(machine.box, bash, [...lines, show], { CODEX_API_KEY: 'sk-made-up' })).toEqual({
      code: 0,
      stdout: `work ${['', '/.codex'].map((path) => `/home/you/.local/share/swop/accounts/work/home${path}`).join(' ')} unset\n`,
      stderr: '',
    })
  } finally {
    await machine.remove()
  }
}

/** The transcript, with the real codex: all but times. */
async function expectUsage({ lines: [command, ...shown] }: Block): Promise<void> {
  const machine = await newMachine([], false)
  const { box, limits } = machine
  try {
    for (const name of ['work', 'client', 'old']) {
      // oxlint-disable-next-line no-await-in-loop -- as a person makes them
      await box.ok('add', name)
    }
    const now = Math.floor(Date.now() / 1000)
    const fiveHours = (used_percent: number, minutes: number) => ({
      used_percent,
      limit_window_seconds: 5 * 3600,
      reset_at: now + minutes * 60,
    })
    const week = { used_percent: 5, limit_window_seconds: 168 * 3600, reset_at: now + 4 * 86_400 }
    limits.behaviours.set('work', { windows: [fiveHours(42, 131), week] })
    limits.behaviours.set('default', { windows: [fiveHours(90, 46)] })
    writeChatGptLogin(box.account('work', 'home/.codex'), 'work')
    writeChatGptLogin(join(box.home, '.codex'), 'default')
    const key = '{"OPENAI_API_KEY":"sk-made-up"}'
    fs.writeFileSync(box.account('client', 'home/.codex/auth.json'), key, { mode: 0o600 })
    const { code, stdout } = await runScript(box, bash, [command!.replace(/^\$ /, '')], machine.env)
    const timeless = (text: string) =>
      text
        .replace(/, (now|\d+ s ago)$/gm, ', <age>')
        .replace(/resets (in .*|\w{3} \d\d:\d\d)$/gm, 'resets <time>')
    expect(timeless(stdout)).toBe(timeless(`${shown.join('\n')}\n`))
    expect(code).toBe(0)
  } finally {
    await machine.remove()
  }
}

/** What lies where: every room is named, and every name is a room. */
function expectTree({ lines }: Block): void {
  const top = resolve(import.meta.dirname, '../..')
  const named = lines.map((line) => line.split(' ')[0] ?? '')
  for (const path of named) expect(fs.existsSync(join(top, path)), path).toBe(true)
  const rooms = fs
    .readdirSync(join(top, 'src'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
  expect(named).toEqual(expect.arrayContaining(rooms.map(({ name }) => `src/${name}/`)))
}
