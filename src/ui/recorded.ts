import type { Argv } from 'yargs'
import type { Command } from './command.ts'

/** An option or an argument, as the help has it. */
export interface Word {
  name: string
  describe: string
  /** what it takes; empty for a switch */
  value: string
}

/** What a command says about itself to yargs. */
export interface Recorded {
  positionals: Word[]
  options: Word[]
  examples: { line: string; why: string }[]
  notes: string[]
}

interface Described {
  describe?: string
  type?: string
  choices?: readonly string[]
  alias?: string
}

/** Reads a command's arguments and examples: yargs is played by something that only takes notes. */
// oxlint-disable-next-line typescript/no-explicit-any -- each command's options have a type of their own
export function recorded({ options }: Command<any>): Recorded {
  const found: Recorded = { positionals: [], options: [], examples: [], notes: [] }
  const notes: Record<string, (name: string, said: never) => unknown> = {
    positional: (name, said: Described) => found.positionals.push(wordOf(name, said)),
    option: (name, said: Described) => found.options.push(optionOf(name, said)),
    example: (line, why: string) => found.examples.push({ line, why }),
    epilogue: (note) => found.notes.push(note),
  }
  const player: object = new Proxy(
    {},
    {
      get: (_target, method) => (name: string, said: never) => {
        notes[String(method)]?.(name, said)
        return player
      },
    },
  )
  options(player as Argv)
  return found
}

function wordOf(name: string, { describe = '', choices, type }: Described): Word {
  return { name, describe, value: choices ? choices.join('|') : type === 'boolean' ? '' : name }
}

function optionOf(name: string, said: Described): Word {
  const short = said.alias?.length === 1 ? `-${said.alias}, ` : ''
  const word = wordOf(name, said)
  return { ...word, name: `${short}--${name}`, value: word.value === name ? 'value' : word.value }
}
