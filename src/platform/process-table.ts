import { execFileSync } from 'node:child_process'
import { readFileSync, readdirSync, statSync } from 'node:fs'

/** A process, and the words it was started with. */
export interface Process {
  pid: number
  parent: number
  argv: readonly string[]
  since?: Date | undefined
}

/** @returns the processes of this user, by Linux's /proc (proc(5)) or by `ps` */
export function ownProcesses(): Process[] {
  const uid = process.getuid?.()
  if (process.platform !== 'linux') {
    const text = ps(['-xww', '-U', String(uid), '-o', 'pid=,ppid=,lstart=,command='])
    return [...processTable(text, true).values()]
  }
  return pids()
    .filter((pid) => owner(pid) === uid)
    .map((pid) => procProcess(pid))
    .filter((each) => each !== undefined)
}

/** @returns a process by its pid on Linux; undefined when there is none (any more) */
export function procProcess(pid: number): Process | undefined {
  const stat = read(`/proc/${pid}/stat`)
  if (stat === '') return undefined
  // pid (name) state ppid …; the name may hold spaces and parentheses. The start, in ticks after boot, is field 22.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  const argv = read(`/proc/${pid}/cmdline`).split('\0').slice(0, -1)
  return { pid, parent: Number(fields[1]), argv, since: afterBoot(Number(fields[19])) }
}

/**
 * Some variables of a process, as it was started with them; its other variables are nobody's business.
 * @returns nothing when it is gone, or another user's
 */
export function variablesOf(pid: number, names: readonly string[]): Record<string, string> {
  const linux = process.platform === 'linux'
  const text = linux ? read(`/proc/${pid}/environ`) : ps(['-Eww', '-o', 'command=', '-p', String(pid)])
  const found = names.map((name): [string, string | undefined] => [name, variableIn(text, name, linux)])
  return Object.fromEntries(found.filter((each): each is [string, string] => each[1] !== undefined))
}

/**
 * @param text an environment: its variables with a NUL after each, or behind the command as `ps -E` prints it,
 * where a value ends before the next word that looks like a variable
 */
export function variableIn(text: string, name: string, byNul: boolean): string | undefined {
  if (byNul) {
    const line = text.split('\0').find((each) => each.startsWith(`${name}=`))
    return line?.slice(name.length + 1)
  }
  return new RegExp(` ${name}=(.*?)(?= [A-Za-z_][A-Za-z0-9_]*=|\\n|$)`).exec(text)?.[1]
}

/**
 * @param text what `ps -o pid=,ppid=,command=` prints; ps joins the words with blanks, so they are split there
 * @param dated with `lstart=` before the command: five words in the C locale
 */
export function processTable(text: string, dated = false): Map<number, Process> {
  const processes = new Map<number, Process>()
  for (const line of text.split('\n').filter((each) => each.trim() !== '')) {
    const [pid, parent, ...words] = line.trim().split(/\s+/)
    const since = dated ? { since: new Date(words.splice(0, 5).join(' ')) } : {}
    processes.set(Number(pid), { pid: Number(pid), parent: Number(parent), argv: words, ...since })
  }
  return processes
}

function ps(words: readonly string[]): string {
  try {
    // LC_ALL: the names of months and days
    const env = { PATH: '/bin:/usr/bin', LC_ALL: 'C' }
    return execFileSync('ps', words, { encoding: 'utf8', env, maxBuffer: 1 << 26, stdio: 'pipe' })
  } catch {
    return ''
  }
}

/** Linux counts in ticks of 1/100 s towards programs, whatever its own clock does (time(7), USER_HZ). */
function afterBoot(ticks: number): Date | undefined {
  const boot = /^btime (\d+)$/m.exec(read('/proc/stat'))?.[1]
  return boot === undefined ? undefined : new Date((Number(boot) + ticks / 100) * 1000)
}

// A process may end between two reads, and most of /proc belongs to others: what can't be read is not there.

function pids(): number[] {
  try {
    return readdirSync('/proc').map(Number).filter(Number.isInteger)
  } catch {
    return []
  }
}

function owner(pid: number): number | undefined {
  try {
    return statSync(`/proc/${pid}`).uid
  } catch {
    return undefined
  }
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}
