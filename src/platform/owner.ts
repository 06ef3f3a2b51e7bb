import fs from 'node:fs'
import { hostname } from 'node:os'
import { spawnSync } from 'node:child_process'
import { systemCode } from './failure.ts'

/** Who holds a lock. */
export interface Owner {
  pid: number
  /** when it started, in the system's own words: another process can have the same id later */
  started: string
  /** where process ids mean the same: one start of one kernel, and one pid namespace */
  place: string
  host: string
}

/** This process. */
export function thisProcess(): Owner {
  return { pid: process.pid, started: startOf(process.pid) ?? '', place: thisPlace(), host: hostname() }
}

/** @returns undefined when the text names no owner; an earlier swop wrote the process id only */
export function parseOwner(text: string): Owner | undefined {
  const [pid, started = '', place = '', host = ''] = text.trim().split('\t')
  return Number(pid) > 0 ? { pid: Number(pid), started, place, host } : undefined
}

/** The text of a lock file. */
export function ownerText({ pid, started, place, host }: Owner): string {
  return `${[pid, started, place, host].join('\t')}\n`
}

/** Whether an owner still runs; undefined when that can't be known from here. */
export function isAlive({ pid, started, place }: Owner): boolean | undefined {
  if (place !== '' && place !== thisPlace()) return undefined
  try {
    process.kill(pid, 0)
  } catch (error) {
    if (systemCode(error) !== 'EPERM') return false
  }
  return started === '' || [started, undefined].includes(startOf(pid))
}

/** proc(5): field 22 of stat, the time in ticks since boot; the name before it may hold spaces and parentheses. */
function startOf(pid: number): string | undefined {
  if (process.platform !== 'linux')
    return (
      spawnSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).stdout?.trim() || undefined
    )
  const stat = read(`/proc/${pid}/stat`)
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]
}

function thisPlace(): string {
  if (process.platform !== 'linux') return hostname()
  return `${read('/proc/sys/kernel/random/boot_id').trim()} ${link('/proc/self/ns/pid')}`
}

function read(path: string): string {
  try {
    return fs.readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}

function link(path: string): string {
  try {
    return fs.readlinkSync(path)
  } catch {
    return ''
  }
}
