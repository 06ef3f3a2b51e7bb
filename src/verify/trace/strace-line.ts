/** A system call as strace(1) prints it. */
export interface Call {
  pid: number
  name: string
  /** The words between the commas, as they are in the log. */
  words: string[]
  ok: boolean
  /** What stands behind the `=`. */
  result: string
}

/**
 * Reads a log of `strace -f -o`: joins calls that another process's calls came between, and leaves out signals.
 * @param text the log
 */
export function callsIn(text: string): Call[] {
  const begun = new Map<string, string>()
  const calls: Call[] = []
  for (const line of text.split('\n')) {
    const [, pid = '', rest = ''] = /^(\d+) +(.*)$/s.exec(line) ?? []
    if (pid === '') continue
    const unfinished = / ?<unfinished \.\.\.>\)?$/.exec(rest)
    if (unfinished) {
      begun.set(pid, rest.slice(0, unfinished.index))
      continue
    }
    const resumed = /^<\.\.\. \w+ resumed> ?/.exec(rest)
    const whole = resumed ? (begun.get(pid) ?? '') + rest.slice(resumed[0].length) : rest
    if (resumed) begun.delete(pid)
    const call = readCall(Number(pid), whole)
    if (call) calls.push(call)
  }
  return calls
}

function readCall(pid: number, text: string): Call | undefined {
  const name = /^\w+(?=\()/.exec(text)?.[0]
  if (name === undefined) return undefined
  const { words, end } = split(text, name.length + 1)
  const result = /^\)\s*= (.*)$/s.exec(text.slice(end))?.[1]
  if (result === undefined) return undefined
  return { pid, name, words, result, ok: !/^(-\d|\?)/.test(result) }
}

/** Splits at the commas that are in no string, bracket or path of a descriptor. */
function split(text: string, start: number): { words: string[]; end: number } {
  const words: string[] = []
  let depth = 0
  let from = start
  let at = start
  for (; at < text.length; at++) {
    const sign = text[at]!
    if (sign === '"') at = endOfString(text, at)
    // A descriptor's path; strace writes < and > in it as octal numbers.
    else if (sign === '<' && /(\d|AT_FDCWD)$/.test(text.slice(from, at))) at = closing(text, at)
    else if ('([{'.includes(sign)) depth++
    else if (')]}'.includes(sign) && depth-- === 0) break
    else if (sign === ',' && depth === 0) {
      words.push(text.slice(from, at).trim())
      from = at + 1
    }
  }
  words.push(text.slice(from, at).trim())
  return { words, end: at }
}

function endOfString(text: string, start: number): number {
  let at = start + 1
  while (at < text.length && text[at] !== '"') at += text[at] === '\\' ? 2 : 1
  return at
}

function closing(text: string, start: number): number {
  const at = text.indexOf('>', start)
  return at === -1 ? text.length : at
}

/** @returns the text of a word that is a string; undefined for NULL, an address or anything else */
export function stringIn(word: string | undefined): string | undefined {
  const quoted = /^@?"((?:[^"\\]|\\.)*)"/s.exec(word ?? '')
  if (!quoted) return undefined
  return (word!.startsWith('@') ? '@' : '') + unescaped(quoted[1]!)
}

/** @returns the path that strace -y prints beside a descriptor; undefined for a pipe, a socket and the like */
export function descriptorPath(word: string | undefined): string | undefined {
  const path = /^(?:-?\d+|AT_FDCWD)<(\/[^>]*)>/s.exec(word ?? '')?.[1]
  return path === undefined ? undefined : unescaped(path)
}

const named: Record<string, number> = { n: 10, t: 9, r: 13, v: 11, f: 12 }

/** strace prints bytes that are not plain ASCII as octal (or, with -x, hexadecimal) numbers. */
function unescaped(text: string): string {
  if (!text.includes('\\')) return text
  const bytes: Buffer[] = []
  for (const [piece, octal, hex, sign] of text.matchAll(/\\(?:([0-7]{1,3})|x([0-9a-f]{2})|(.))|[^\\]+/gs)) {
    if (octal !== undefined) bytes.push(Buffer.of(Number.parseInt(octal, 8)))
    else if (hex !== undefined) bytes.push(Buffer.of(Number.parseInt(hex, 16)))
    else if (sign !== undefined) bytes.push(named[sign] ? Buffer.of(named[sign]) : Buffer.from(sign))
    else bytes.push(Buffer.from(piece))
  }
  return Buffer.concat(bytes).toString()
}
