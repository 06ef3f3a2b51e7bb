import fs from 'fs-extra'
import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { Sandbox } from '../support/sandbox.ts'
import { contents, picture } from '../support/states.ts'
import { callsOfSync, syncWithFault, type Call, type Fault } from '../support/syscalls.ts'

// `npm run test:faults` goes through every call; else every so many-th, another one in each run.
const whole = process.env.SWOP_TEST_FAULTS === 'all'
const only = process.env.SWOP_TEST_FAULT_STATE?.split(',')
const faults = (process.env.SWOP_TEST_FAULT?.split(',') ?? ['KILL', 'ENOSPC', 'EIO']) as Fault[]
const sample = Number(process.env.SWOP_TEST_FAULT_SAMPLE ?? 2) // calls of a state and fault

type Put = (path: string, text: string, age?: number) => void
type Make = (real: (path: string) => string, account: (path: string) => string, put: Put) => void

/** What is done to an account that was in order. */
const states: Record<string, Make> = {
  'codex replaced links by files': (real, account, put) => {
    put(real('.codex/config.toml'), 'planted old', 1000)
    fs.removeSync(account('home/.codex/config.toml'))
    put(account('home/.codex/config.toml'), 'planted new', 10)
    put(real('.codex/history.jsonl'), 'planted newer', 10)
    fs.removeSync(account('home/.codex/history.jsonl'))
    put(account('home/.codex/history.jsonl'), 'planted older', 1000)
  },
  'new in the account': (_real, account, put) => {
    put(account('home/file'), 'planted 1')
    put(account('home/.codex/x.config.toml'), 'planted 2')
    put(account('data/folder/in/it'), 'planted 3')
    fs.symlinkSync('/nowhere/4', account('home/link'))
  },
  'two folders': (real, account, put) => {
    put(real('both/f'), 'planted 1', 10)
    put(real('both/in/g'), 'planted 2', 1000)
    put(account('home/both/f'), 'planted 3', 1000)
    put(account('home/both/in/g'), 'planted 4', 10)
    put(account('home/both/new'), 'planted 5')
    fs.symlinkSync('/nowhere/6', account('home/both/in/l'))
  },
  'a stray database': (_real, account, put) => {
    put(account('home/.codex/state_5.sqlite'), 'SQLite format 3\0planted 1')
    put(account('home/.codex/state_5.sqlite-wal'), 'planted 2')
    put(account('home/my.db'), 'SQLite format 3\0planted 3')
  },
  'a history and a git configuration': (real, account, put) => {
    put(real('.zsh_history'), 'planted 1\nplanted 2\n')
    put(account('home/.zsh_history'), 'planted 1\nplanted 3\n')
    put(real('.gitconfig'), '[includeIf "gitdir:~/c/"]\n\tpath = c\n')
  },
  links: (real, account, put) => {
    put(real('.codex/auth.json'), 'planted 1')
    fs.symlinkSync(real('.codex/auth.json'), account('home/.codex/auth.json'))
    fs.symlinkSync(real('gone'), account('home/gone'))
    put(real('alias'), 'planted 2')
    fs.symlinkSync('../../../../../../alias', account('home/alias'))
    put(real('aside'), 'planted 3')
    fs.symlinkSync('/nowhere/4', account('home/aside'))
    fs.mkdirSync(account('home/empty'))
    put(real('empty/f'), 'planted 5')
    fs.removeSync(real('.codex/rules'))
  },
  'what a killed sync left': (real, account, put) => {
    put(account('home/.swop-aside-0123456789ab/f'), 'planted 1')
    put(real('.codex/.swop-aside-0123456789ab/config.toml'), 'planted 2', 1000)
    put(real('.codex/config.toml'), 'planted 3')
    put(account('home/g'), 'planted 4')
    fs.linkSync(account('home/g'), real('g'))
    put(real('.swop-new-0123456789ab'), 'half')
    put(join(real('.codex'), '.swop.lock'), '999999\t1\t\tgone\n')
  },
  'an XDG folder that was bridged entry by entry': (real, account, put) => {
    put(real('.config/app/x'), 'planted 1')
    fs.removeSync(account('config'))
    fs.mkdirSync(account('config'))
    fs.symlinkSync(real('.config/app'), account('config/app'))
    put(account('config/new/in'), 'planted 2')
    fs.mkdirpSync(account('config/empty/in'))
    fs.removeSync(account('state'))
    fs.removeSync(real('.cache'))
  },
  'another file system': (_real, account, put) => {
    fs.removeSync(account('home/.codex/config.toml'))
    put(account('home/.codex/config.toml'), 'planted 1')
    fs.removeSync(account('home/.codex/skills'))
    put(account('home/.codex/skills/s/f'), 'planted 2')
    fs.symlinkSync('/nowhere/3', account('home/.codex/skills/s/l'))
  },
}

const boxes: (() => void)[] = []
afterAll(() => boxes.forEach((remove) => remove()))

/** A folder on another file system, where a rename fails with EXDEV. */
function elsewhere(): string {
  const folder = fs.mkdtempSync('/dev/shm/swop-test-')
  boxes.push(() => fs.removeSync(folder))
  expect(fs.statSync(folder).dev).not.toBe(fs.statSync(process.cwd()).dev)
  return folder
}

async function prepare(name: string, make: Make) {
  const box = new Sandbox()
  boxes.push(() => box.remove())
  const other = name === 'another file system' ? elsewhere() : undefined
  // As a link of the home, so that what lies there is part of every picture.
  if (other) fs.symlinkSync(other, join(box.home, '.codex'))
  await box.ok('add', 'a')
  const real = (path: string) => join(box.home, path)
  make(
    real,
    (path) => box.account('a', path),
    (path, text, age = 100) => {
      fs.mkdirpSync(join(path, '..'))
      fs.writeFileSync(path, text)
      const time = Date.now() / 1000 - age
      fs.utimesSync(path, time, time)
    },
  )
  const folders = [box.home, ...(other ? [other] : [])]
  folders.forEach((folder, n) => execFileSync('cp', ['-a', `${folder}/.`, join(box.folder, `then-${n}`)]))
  const restore = () =>
    folders.forEach((folder, n) => {
      fs.emptyDirSync(folder)
      execFileSync('cp', ['-a', `${join(box.folder, `then-${n}`)}/.`, folder])
    })
  return {
    box,
    restore,
    within: new RegExp(folders.join('|')),
    seen: () => pictures(box, other),
    kept: () => held(box, other),
  }
}

// Unfinished files in swop's own folders go when they are a minute old.
const notYet = /\.swop-new-/
const pictures = (box: Sandbox, other?: string) =>
  [...picture(box), ...(other ? picture(box, undefined, other) : [])].filter((line) => !notYet.test(line))
const held = (box: Sandbox, other?: string) => [...contents(box), ...(other ? contents(box, other) : [])]

type Prepared = Awaited<ReturnType<typeof prepare>>

describe('a fault at a call: the next sync comes to the same end, and nothing is lost', () => {
  const chosen = Object.entries(states).filter(([name]) => only === undefined || only.includes(name))
  it.each(chosen)(
    '%s',
    async (name, make) => {
      const prepared = await prepare(name, make)
      const { box, within, seen, kept } = prepared
      const before = kept()
      const calls = await callsOfSync(box, within)
      await box.swop(['sync', 'a'])
      const end = seen()
      expect(missing(before, kept())).toEqual([])
      for (const fault of faults) {
        const some = calls.filter(({ changes }) => changes || fault === 'EIO')
        expect(some.length).toBeGreaterThan(20)
        const step = whole ? 1 : some.length / sample
        const start = whole ? 0 : Math.random() * step
        let hits = 0
        for (let n = start; n < some.length; n += step) {
          // oxlint-disable-next-line no-await-in-loop -- each begins where the one before ended
          if (await survives(prepared, some[Math.floor(n)]!, fault, before, end)) hits++
        }
        if (whole) console.log(`${name}: ${fault} hit ${hits} of ${some.length} calls`)
        expect(hits).toBeGreaterThan(0)
      }
    },
    3_600_000,
  )
})

async function survives(
  { box, restore, seen, kept }: Prepared,
  call: Call,
  fault: Fault,
  before: readonly string[],
  end: readonly string[],
): Promise<boolean> {
  restore()
  const first = await syncWithFault(box, call, fault)
  const lost = missing(before, kept())
  const second = await box.swop(['sync', 'a'])
  const context = { fault, call: call.line, first, second }
  expect({ ...context, lost }).toEqual({ ...context, lost: [] })
  expect({ ...context, stderr: first.stderr }).toEqual({
    ...context,
    stderr: expect.not.stringMatching(/\n\s+at /),
  })
  expect({ ...context, end: seen() }).toEqual({ ...context, end })
  expect({ ...context, lost: missing(before, kept()) }).toEqual({ ...context, lost: [] })
  return first.hit
}

function missing(before: readonly string[], now: readonly string[]): string[] {
  const there = new Set(now)
  return before.filter((content) => !there.has(content))
}
