import { singleQuoted } from '../../shell/dialects/posix.ts'

/**
 * The words that run a program on a terminal of its own: script(1), of util-linux or of macOS.
 * @param program and its words
 */
export function onTerminal(platform: NodeJS.Platform, program: readonly string[]): string[] {
  const line = `stty rows 40 cols 120; exec ${program.map(singleQuoted).join(' ')}`
  return platform === 'darwin'
    ? ['script', '-q', '/dev/null', 'sh', '-c', line]
    : ['script', '-qec', line, '/dev/null']
}

/** ms without anything new on the screen, after which it is taken to be whole. */
const rest = 2500
/** ms after which a screen that never comes to rest is left all the same. */
const longest = 60_000
const interrupt = '\u0003'

/**
 * Plays the person, and the terminal: answers what codex asks of one (without an answer it gives up), waits for the
 * screen to come to rest, then leaves with Ctrl-C.
 * @param type types into the terminal
 * @param ready whether all that starts with the first screen has started
 * @param left called when all has been typed
 * @returns what is to be called with all that appears on the screen, and with nothing when it has ended
 */
export function firstScreen(
  type: (text: string) => void,
  ready: () => boolean,
  left: () => void,
): (said?: string) => void {
  let timer: NodeJS.Timeout | undefined
  const start = Date.now()
  let tries = 0
  const leave = () => {
    if (tries === 0 && !ready() && Date.now() - start < longest) {
      timer = setTimeout(leave, rest)
      return
    }
    type(interrupt)
    // The first may only clear the line, and the second ask whether one is sure.
    timer = setTimeout(++tries < 4 ? leave : left, 500)
  }
  return (said) => {
    if (said === undefined) return clearTimeout(timer)
    // Where is the cursor? What are you? Which colours do you have? (ECMA-48; xterm's control sequences)
    if (said.includes('\u001B[6n')) type('\u001B[1;1R')
    if (said.includes('\u001B[c')) type('\u001B[?1;2c')
    if (tries > 0) return
    clearTimeout(timer)
    timer = setTimeout(leave, Math.max(0, Math.min(rest, start + longest - Date.now())))
  }
}
