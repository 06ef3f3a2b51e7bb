import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { loginVariables } from '../../src/codex/variables.ts'
import { managedVariables } from '../../src/env/variables.ts'
import { Sandbox } from '../support/sandbox.ts'
import { anyStart, follow, starting, statement, steps } from '../support/sequences.ts'
import { allShells, dumped, dumpTo, initFile, runScript, type TestShell } from '../support/shells.ts'
import type { Expected, Start, Step } from '../support/sequences.ts'

// A root outside the real home, so that SWOP_ROOT is one more variable of the user's.
const box = new Sandbox({ root: 'root' })
const isolation: Record<string, string> = { A: 'overlay', B: 'codex', C: 'strict' }
beforeAll(async () => {
  for (const [name, level] of Object.entries(isolation)) await box.ok('add', name, '--isolation', level)
})
afterAll(() => box.remove())

interface Case {
  starts: Start[]
  typed: Step[]
}

const everywhere = (value: (index: number) => string | undefined) =>
  managedVariables.map(({ name }, index): Start => ({ name, value: value(index), exported: true }))
const all = (value: string | undefined) => everywhere(() => value)

/** Runs cases one after the other in one shell process, and holds every step of each against the model. */
async function check(shell: TestShell, cases: readonly Case[]): Promise<void> {
  const dumps = `${shell.name}-${Math.random()}`
  const dump = (...parts: unknown[]) => dumpTo(box, shell, [dumps, ...parts].join('-'))
  const read = (...parts: unknown[]) => dumped(box, [dumps, ...parts].join('-'))
  const end = shell.functions ? 'off' : 'env off'
  let expected: Expected = {}
  const plans = cases.map(({ starts, typed }) => {
    const states = [
      ...typed.filter((step) => shell.functions || step.startsWith('env ')),
      end as Step,
    ].flatMap((step) => {
      if (step === 'use -' && expected.previous === undefined) return []
      expected = follow(expected, step)
      return [{ step, ...expected }]
    })
    return { starts, states }
  })
  const lines = plans.flatMap(({ starts, states }, index) => [
    ...starting(shell, starts),
    dump(index, 'start'),
    ...states.flatMap(({ step }, at) => [statement(shell, step), dump(index, at)]),
    ...starts
      .filter(({ exported, value }) => !exported && value !== undefined)
      .map(({ name }) => (shell.dialect === 'fish' ? `set -gx ${name} $${name}` : `export ${name}`)),
    dump(index, 'exported'),
  ])
  const load = shell.functions ? [shell.source(initFile(box, shell))] : [shell.set('SWOP_ROOT', box.root)]
  const command = `swop() { SWOP_ROOT=${shell.quote(box.root)} command swop "$@"; }`
  const script = [...load, ...(shell.functions ? [] : [command]), ...lines]
  expect(await runScript(box, shell, script, {}, 'latin1')).toEqual({ code: 0, stdout: '', stderr: '' })
  plans.forEach(({ starts, states }, index) => {
    const start = read(index, 'start')
    states.forEach(({ step, active }, at) => {
      const label = `${JSON.stringify(starts)}: ${states.map((each) => each.step).join('; ')}: at ${step}`
      expect(without(read(index, at), /^SWOP_SAVED/), label).toEqual(
        active === undefined ? start : activated(active, start),
      )
    })
    const values = Object.fromEntries(
      starts.flatMap(({ name, value }) => (value === undefined ? [] : [[name, value]])),
    )
    expect(read(index, 'exported')).toEqual({ ...start, ...values })
  })
}

/** What the environment is with an account active: nothing else is different. */
function activated(name: string, start: Record<string, string>): Record<string, string> {
  return {
    ...without(start, new RegExp(`^(${loginVariables.join('|')})$`)),
    SWOP_ACCOUNT: name,
    SWOP_ROOT: box.root,
    CODEX_HOME: box.account(name, 'home/.codex'),
    CODEX_SQLITE_HOME: `${box.home}/.codex`,
    ...(isolation[name] === 'codex'
      ? {}
      : {
          HOME: box.account(name, 'home'),
          XDG_CONFIG_HOME: box.account(name, 'config'),
          XDG_STATE_HOME: box.account(name, 'state'),
          XDG_DATA_HOME: box.account(name, 'data'),
          XDG_CACHE_HOME: box.account(name, 'cache'),
        }),
  }
}

function without(env: Record<string, string>, names: RegExp): Record<string, string> {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !names.test(name)))
}

describe.each(allShells)('in $name', (shell) => {
  it('gives back what was unset, empty or set, for every managed variable', async () => {
    const typed: Step[] = ['use A', 'use B', 'env A', 'env off']
    const states = [undefined, '', 'set']
    const starts = [
      ...states.map(all),
      all('two\nlines\n'),
      // Each variable in each state, beside others in the other states.
      ...states.map((_, turn) => everywhere((index) => states[(index + turn) % states.length])),
    ]
    await check(
      shell,
      starts.map((each) => ({ starts: each, typed })),
    )
  })

  const mixtures: Step[][] = [
    ['env A', 'use B', 'off'],
    ['use A', 'env off'],
    ['use A', 'use B', 'use C', 'use B', 'use A', 'off'],
    ['env C', 'use B', 'env A', 'use C', 'use -', 'use -', 'env off', 'use -', 'off'],
    ['off', 'env off', 'use A', 'off', 'off'],
    ['use A', 'use A', 'env A', 'off'],
  ]
  it('mixes functions, eval and isolation levels', async () => {
    await check(
      shell,
      mixtures.flatMap((typed) => [undefined, '', 'set'].map((value) => ({ starts: all(value), typed }))),
    )
  })

  const unexported = shell.dialect !== 'sh'
  it('whatever the start, and whatever is typed', async () => {
    const size = shell.functions ? 60 : 15
    const cases = fc.record({
      starts: anyStart(unexported),
      typed: fc.array(fc.constantFrom(...steps), { minLength: 1, maxLength: 6 }),
    })
    const property = fc.asyncProperty(fc.array(cases, { minLength: size, maxLength: size }), (batch) =>
      check(shell, batch),
    )
    await fc.assert(property, { numRuns: 1, endOnFailure: true })
  })
})
