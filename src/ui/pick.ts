/** One of the things to choose from. */
export interface Choice {
  value: string
  line: string
}

/** What was chosen; nothing after Escape and Ctrl-C. */
export interface Chosen {
  value: string | undefined
}

/** Those whose line has all the words that were typed, in any case. */
export function fitting(choices: readonly Choice[], typed: string): Choice[] {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean)
  return choices.filter(({ line }) => words.every((word) => line.toLowerCase().includes(word)))
}

/**
 * Lets a person choose on the terminal, by arrows and by typing a part of a line. All of it is on stderr.
 * @param current where the pointer is at first
 */
export async function pick(
  message: string,
  choices: readonly Choice[],
  current: string | undefined,
): Promise<Chosen> {
  const { default: search } = await import('@inquirer/search')
  const leave = new AbortController()
  const onKey = (_text: unknown, key?: { name?: string }) => {
    if (key?.name === 'escape') leave.abort()
  }
  process.stdin.on('keypress', onKey)
  try {
    const source = (typed = '') =>
      fitting(choices, typed).map(({ value, line }) => ({ value, name: line, short: value }))
    const keysHelpTip = (keys: [string, string][]) =>
      [...keys, ['esc', 'leave']].map(([key, action]) => `${key} ${action}`).join(', ')
    const config = {
      message,
      theme: { style: { keysHelpTip } },
      source,
      ...(current === undefined ? {} : { default: current }),
    }
    const value = await search(config, {
      output: process.stderr,
      clearPromptOnDone: true,
      signal: leave.signal,
    })
    return { value }
  } catch (error) {
    if (error instanceof Error && /^(Abort|Exit|Cancel)PromptError$/.test(error.name))
      return { value: undefined }
    throw error
  } finally {
    process.stdin.off('keypress', onKey)
  }
}
