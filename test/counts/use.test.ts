import fs from 'fs-extra'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Budgets, type Counts } from '../support/budgets.ts'
import { Sandbox } from '../support/sandbox.ts'
import { fish, functionShells, initFile, runScript, type TestShell } from '../support/shells.ts'
import { statementsOf } from '../support/statements.ts'
import { fileCallsOf, processesOf } from '../support/trace.ts'

const budgets = new Budgets('use')
const box = new Sandbox()
beforeAll(async () => {
  await runScript(box, fish, []) // fish makes its folders at its first start
  for (const name of ['config.toml', 'AGENTS.md', 'history.jsonl']) box.write(`.codex/${name}`, '')
  await box.ok('add', 'A')
  await box.ok('add', 'B')
  await box.ok('sync')
})
afterAll(() => box.remove())

/** What a shell does between two points of a script; the same on any machine. */
async function countsOf(shell: TestShell, before: readonly string[], watched: string): Promise<Counts> {
  const started = await processesOf(box, shell, before, [watched])
  const { calls } = await fileCallsOf(box, shell, before, [watched])
  const opened = calls.filter((line) => /\bopen(at)?\(.* = \d+/.test(line))
  return {
    processes: started.calls.length,
    statements: await statementsOf(box, shell, before, watched),
    opened: opened.length,
    looked: calls.length - opened.length,
  }
}

const kinds = {
  'another account': [['swop use A', 'swop use B', 'swop use A'], 'swop use B'],
  'another account, for the first time in this shell': [['swop use A'], 'swop use B'],
  'the same account': [['swop use A'], 'swop use A'],
  'the first account': [[], 'swop use A'],
  off: [['swop use A'], 'swop off'],
} as const

describe.each(functionShells)('in $name', (shell) => {
  const functions = initFile(box, shell)

  it.each(Object.entries(kinds))('use does no more than it did: %s', async (name, [before, watched]) => {
    const counts = await countsOf(shell, [shell.source(functions), ...before], watched)
    expect(counts.processes).toBe(0)
    expect(budgets.renewedOrExceeded(`${shell.name}: ${name}`, counts)).toEqual([])
  })

  it('loading does no more than it did', async () => {
    const counts = await countsOf(shell, [], shell.source(functions))
    expect(budgets.renewedOrExceeded(`${shell.name}: load`, counts)).toEqual([])
  })

  // What the above would look like if it failed.
  const more = {
    processes: { bash: ': $(:)', zsh: ': $(:)', fish: 'command true' },
    statements: { bash: ':', zsh: ':', fish: 'builtin true' },
    opened: { bash: '. /dev/null', zsh: '. /dev/null', fish: 'source /dev/null' },
  }
  it.each(Object.keys(more) as (keyof typeof more)[])('the counts notice more %s in use', async (what) => {
    const name = shell.dialect as keyof (typeof more)['processes']
    const loaded = functions.replace(/init\.(\w+)$/, 'functions.$1')
    const text = fs.readFileSync(loaded, 'utf8')
    const empty = join(box.folder, 'empty')
    fs.writeFileSync(empty, '')
    const statement = more[what][name].replace('/dev/null', empty)
    const changed = text.replace(/^(function __swop_use\b.*|__swop_use\b.*\{)$/m, `$1\n${statement}`)
    expect(changed).not.toBe(text)
    const [mutant, its] = ['init', 'functions'].map((part) =>
      join(box.folder, `${part}-${what}.${shell.dialect}`),
    )
    fs.writeFileSync(its!, changed)
    fs.writeFileSync(mutant!, fs.readFileSync(functions, 'utf8').replaceAll(loaded, its!))
    const [before, watched] = kinds['another account']
    const plain = await countsOf(shell, [shell.source(functions), ...before], watched)
    const counts = await countsOf(shell, [shell.source(mutant!), ...before], watched)
    expect(counts[what]).toBeGreaterThan(plain[what] ?? Number.NaN)
    // Also where the budget has not been renewed since less was enough.
    if (what === 'processes')
      expect(budgets.exceeded(`${shell.name}: another account`, counts)).not.toEqual([])
  })
})
