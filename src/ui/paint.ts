import { isatty } from 'node:tty'
import { styleText } from 'node:util'
import type { Environment } from '../accounts/root.ts'

export type Colour = 'green' | 'yellow' | 'red' | 'bold' | 'dim'

/** Colours a text, or leaves it as it is. */
export type Paint = (colour: Colour, text: string) => string

/**
 * Colours are for a terminal that has them, and for people who have not said no (https://no-color.org).
 * @param terminal whether stdout is a terminal; looked at when it is not said
 */
export function painter(env: Environment, terminal?: boolean): Paint {
  if (env.NO_COLOR || env.TERM === 'dumb' || !(terminal ?? isatty(1))) return (_colour, text) => text
  return (colour, text) => styleText(colour, text, { validateStream: false })
}
