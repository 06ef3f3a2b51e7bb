import fc from 'fast-check'
import { managedVariables } from '../../src/env/variables.ts'
import type { TestShell } from './shells.ts'

/** A variable before the first activation: a value (one character a byte), or none. */
export interface Start {
  name: string
  value: string | undefined
  exported: boolean
}

/** What a person may type, in any order; A is an overlay account, B a codex one, C a strict one. */
export const steps = ['use A', 'use B', 'use C', 'use -', 'off', 'env A', 'env C', 'env off'] as const
export type Step = (typeof steps)[number]

/** What a shell should be in after some steps. */
export interface Expected {
  active?: string | undefined
  /** what `use -` leads to: only the functions remember it */
  previous?: string | undefined
}

/** The model of swop that the shells are held against. */
export function follow({ active, previous }: Expected, step: Step): Expected {
  const [verb, name] = step.split(' ')
  if (verb === 'env') return { active: name === 'off' ? undefined : name, previous }
  const next = step === 'off' ? undefined : name === '-' ? previous : name
  return { active: next, previous: active === undefined || active === next ? previous : active }
}

/** A step as a statement of a shell. */
export function statement(shell: TestShell, step: Step): string {
  if (step === 'env off') return shell.deactivate
  return step.startsWith('env ') ? shell.activate(step.slice('env '.length)) : `swop ${step}`
}

/** Statements that make a shell's variables what they should be at the start. */
export function starting(shell: TestShell, starts: readonly Start[]): string[] {
  return starts.map(({ name, value, exported }) => {
    if (value === undefined) return shell.unset(name)
    return exported ? shell.set(name, value) : shell.setUnexported(name, value)
  })
}

const hostile = [
  '',
  ' ',
  '*',
  '-n',
  '--',
  '~',
  '$HOME',
  '`id`',
  '$(id)',
  '\\',
  "'",
  '"',
  "'\\''",
  '\n',
  'a\nb',
  'tail\n',
  '\r\n',
  '!',
  '#',
  '(',
  '[a-z]',
  '{a,b}',
  '%s',
  '\u0001\u007F',
  'a  b',
  '=',
]

/** A value of any bytes but NUL, which no environment can hold. */
export const bytes = fc.oneof(
  fc.constantFrom(...hostile),
  fc.uint8Array({ min: 1, max: 255, maxLength: 12 }).map((array) => String.fromCharCode(...array)),
)

/**
 * What all managed variables are before the first activation.
 * @param unexported whether the shell can tell a variable that is set but not exported
 */
export function anyStart(unexported: boolean): fc.Arbitrary<Start[]> {
  const one = (name: string) =>
    fc.record({
      name: fc.constant(name),
      value: fc.option(bytes, { nil: undefined }),
      exported: unexported ? fc.boolean() : fc.constant(true),
    })
  return fc.tuple(...managedVariables.map(({ name }) => one(name)))
}
