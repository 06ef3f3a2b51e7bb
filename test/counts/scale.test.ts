import fs from 'fs-extra'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Budgets, type Counts } from '../support/budgets.ts'
import { Sandbox } from '../support/sandbox.ts'
import { bash, fish, functionShells, initFile, runScript, zsh, type TestShell } from '../support/shells.ts'
import { statementsOf } from '../support/statements.ts'
import { callsOfSync } from '../support/syscalls.ts'
import { fileCallsOf } from '../support/trace.ts'

const budgets = new Budgets('scale')
const box = new Sandbox()
afterAll(() => box.remove())

/** Accounts a1, a2 … beside a and b. Nobody uses them: they are there, and have been in order never. */
function fillUpTo(accounts: number): void {
  for (let number = 1; number <= accounts - 2; number++) {
    const settings = box.account(`a${number}`, 'account.json')
    fs.mkdirpSync(dirname(settings), { mode: 0o700 })
    fs.writeFileSync(settings, JSON.stringify({ version: 1, isolation: 'codex' }), { mode: 0o600 })
  }
}

function bind(count: number): void {
  const bindings: Record<string, string> = {}
  for (let number = 0; number < count; number++) bindings[join(box.home, 'clients', `c${number}`)] = 'a'
  fs.writeFileSync(join(box.root, 'bindings.json'), JSON.stringify({ version: 1, bindings }))
}

const kinds = {
  'use another account': 'swop use b; swop use a',
  off: 'swop off',
  'a cd out of bound folders': 'cd "$HOME"/private; __swop_prompt',
  'a cd into a bound folder': 'cd "$HOME"/clients/c7; __swop_prompt',
}

/** zsh completes in its line editor only, where nothing can be counted. */
const tabs = {
  bash: [
    "COMP_LINE='swop use a1' COMP_POINT=11",
    '__swop_complete_first swop a1 use 2>/dev/null',
    '__swop_complete swop a1 use 2>/dev/null',
  ],
  fish: ["complete -C 'swop use a1' >/dev/null", "complete -C 'swop use a1' >/dev/null"],
}

async function atTab(shell: TestShell, lines: readonly string[]): Promise<Counts> {
  const [program = '', ...options] = shell.command
  const asTyped = { ...shell, command: [program, ...options, '-i'] }
  const before = [shell.source(initFile(box, shell)), ...lines.slice(0, -1)]
  const { calls } = await fileCallsOf(box, asTyped, before, lines.slice(-1))
  return { statements: await statementsOf(box, asTyped, before, lines.at(-1) ?? ''), calls: calls.length }
}

async function everything(): Promise<Record<string, Counts>> {
  const all: Record<string, Counts> = {}
  for (const shell of functionShells) {
    const before = [shell.source(initFile(box, shell)), 'swop use a']
    for (const [name, statement] of Object.entries(kinds)) {
      const interactive = name.startsWith('a cd')
      const [start = '', ...options] = shell.command
      const asTyped = { ...shell, command: interactive ? [start, ...options, '-i'] : shell.command }
      // oxlint-disable no-await-in-loop -- they write the same log
      await box.ok('sync', 'a', 'b') // a shell's history may be new in the home
      const { calls } = await fileCallsOf(box, asTyped, before, [statement])
      await box.ok('sync', 'a', 'b')
      const statements = await statementsOf(box, asTyped, before, statement)
      // oxlint-enable no-await-in-loop
      all[`${shell.name}: ${name}`] = { statements, calls: calls.length }
    }
  }
  for (const shell of [bash, fish]) {
    // oxlint-disable-next-line no-await-in-loop -- they write the same log
    all[`${shell.name}: TAB`] = await atTab(shell, tabs[shell.name as keyof typeof tabs])
  }
  return all
}

describe('with 500 accounts and 5,000 bindings', () => {
  let before: Record<string, Counts>
  let after: Record<string, Counts>
  beforeAll(async () => {
    await runScript(box, fish, []) // fish makes its folders at its first start
    for (const folder of ['private', 'clients/c7']) fs.mkdirpSync(join(box.home, folder))
    await box.ok('add', 'a')
    await box.ok('add', 'b')
    bind(50)
    fillUpTo(5)
    before = await everything()
    bind(5000)
    fillUpTo(500)
    after = await everything()
  }, 400_000)

  it.each(functionShells.flatMap(({ name }) => Object.keys(kinds).map((kind) => `${name}: ${kind}`)))(
    '%s: no more calls, nor statements, than with 5 and 50',
    (name) => {
      const [less, more] = [before[name], after[name]]
      expect(more?.['calls']).toBe(less?.['calls'])
      const each = ((more?.['statements'] ?? Number.NaN) - (less?.['statements'] ?? Number.NaN)) / 4950
      expect(budgets.renewedOrExceeded(`${name}, for each binding`, { statements: each })).toEqual([])
    },
  )

  it.each([bash, fish])('TAB in $name does the same little for each account', ({ name }) => {
    const [less, more] = [before[`${name}: TAB`], after[`${name}: TAB`]]
    const each = (what: string) => ((more?.[what] ?? Number.NaN) - (less?.[what] ?? Number.NaN)) / 495
    const counts = { statements: each('statements'), calls: each('calls') }
    expect(budgets.renewedOrExceeded(`${name}: TAB, for each account`, counts)).toEqual([])
  })

  it.each([bash, zsh])('loading in $name executes as much', async (shell) => {
    const statements = await statementsOf(box, shell, [], shell.source(initFile(box, shell)))
    bind(1)
    await box.ok('sync', 'a')
    expect(await statementsOf(box, shell, [], shell.source(initFile(box, shell)))).toBe(statements)
  })
})

describe('a sync that has nothing to do', () => {
  const home = new Sandbox()
  afterAll(() => home.remove())
  const fill = async (count: number) => {
    for (let number = 0; number < count; number++) {
      home.write(`file-${number}`, '')
      home.write(`.codex/entry-${number}`, '')
    }
    await home.ok('sync', 'a', '--quiet')
    await home.ok('sync', 'a', '--quiet')
    return (await callsOfSync(home, /\/t-\w+\//)).length
  }

  it('makes the same few calls for each further entry of the home and of .codex', async () => {
    await home.ok('add', 'a')
    const [few, some, many] = [await fill(100), await fill(200), await fill(400)]
    const each = (many - some) / 200
    expect(budgets.renewedOrExceeded('sync, an entry of each', { calls: Math.ceil(each) })).toEqual([])
    // Linear: the first hundred more and the next two hundred are alike; folders are read in portions.
    expect(Math.abs((some - few) / 100 - each)).toBeLessThan(0.5)
  })
})
