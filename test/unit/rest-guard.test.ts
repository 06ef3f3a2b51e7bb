import fs from 'fs-extra'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { parse } from 'smol-toml'
import { Sandbox } from '../support/sandbox.ts'

let box: Sandbox
beforeEach(async () => {
  box = new Sandbox()
  box.write('.codex/config.toml', 'sandbox_mode = "workspace-write"\n')
  for (const keys of ['keys', 'other keys']) fs.outputFileSync(outside(`${keys}/auth.json`), '{}')
  fs.symlinkSync(outside('keys/auth.json'), login())
  for (const place of ['up/place', 'other place']) fs.mkdirpSync(outside(place))
  for (const words of [['a'], ['b'], ['c', '--codex-home', place()]])
    // oxlint-disable-next-line no-await-in-loop -- one after the other
    await box.ok('add', ...words)
  await box.swop(['guard', 'on', 'a']) // says that there is no codex to try it with
})
afterEach(() => box.remove())

// The real home's own time would show what comes and goes in it.
const outside = (path: string) => join(box.folder, path)
const place = () => outside('up/place')
const login = () => join(box.home, '.codex/auth.json')
const backups = () => join(box.root, 'backups')
const folderOf = (name: string) => box.account(name)

/** What the guard hides, by the account's config.toml. */
function denied(): string[] {
  const text = fs.readFileSync(box.account('a', 'home/.codex/config.toml'), 'utf8')
  const { permissions } = parse(text) as { permissions: Record<string, { filesystem: object }> }
  return Object.keys(permissions['swop-guard']!.filesystem)
}

/** Syncs until there is nothing to do, and nothing so new that another look is due; the last sync goes by the note. */
async function comeToRest(): Promise<void> {
  const noted: bigint[] = []
  for (let n = 0; n < 3; n++) {
    await new Promise((resolve) => setTimeout(resolve, 50))
    // oxlint-disable-next-line no-await-in-loop
    await box.ok('sync', 'a')
    noted.push(fs.statSync(box.account('a', 'outputs.stamp'), { bigint: true }).ctimeNs)
  }
  expect(noted[2]).toBe(noted[1])
}

const link = (path: string, target: string) => {
  fs.moveSync(path, target)
  fs.symlinkSync(target, path)
}
const aside = (path: () => string): [() => void, () => void] => [
  () => fs.moveSync(path(), outside('aside')),
  () => fs.moveSync(outside('aside'), path()),
]

/** A place, and how it goes and comes. */
const passing: [name: string, path: () => string, [go: () => void, come: () => void]][] = [
  ['backups/', backups, aside(backups)],
  ["another account's folder", () => folderOf('b'), aside(() => folderOf('b'))],
  ['a codex home that another account has taken in place', place, aside(place)],
  [
    'where the link of the base login leads',
    () => outside('keys/auth.jso[n]'),
    aside(() => outside('keys/auth.json')),
  ],
]

/** What is another folder, or file, by then, which is hidden in its stead. */
const moved: [name: string, move: () => void, path: () => string][] = [
  ['backups/ is a link', () => link(backups(), outside('old')), () => outside('old')],
  ['a codex home in place is a link', () => link(place(), outside('old')), () => outside('old')],
  [
    'a folder above one, which itself is as it was, is a link',
    () => link(outside('up'), outside('old')),
    () => outside('old/place'),
  ],
  [
    'by the settings of its account one is elsewhere',
    () => {
      const settings = fs.readJsonSync(box.account('c', 'account.json')) as object
      fs.writeJsonSync(box.account('c', 'account.json'), { ...settings, codexHome: outside('other place') })
    },
    () => outside('other place'),
  ],
  [
    'the base login is elsewhere',
    () => {
      fs.removeSync(login())
      fs.symlinkSync(outside('other keys/auth.json'), login())
    },
    () => outside('other keys/auth.jso[n]'),
  ],
]

describe('what a guard hides is looked at when there was nothing to do', () => {
  it.each(passing)('and %s goes, and comes again', async (_, path, [go, come]) => {
    await comeToRest()
    expect(denied()).toContain(path())
    go()
    await box.ok('sync', 'a')
    expect(denied()).not.toContain(path())
    await comeToRest()
    come()
    await box.ok('sync', 'a')
    expect(denied()).toContain(path())
  })

  it.each(moved)('and %s now', async (_, move, path) => {
    await comeToRest()
    expect(denied()).not.toContain(path())
    move()
    await box.ok('sync', 'a')
    expect(denied()).toContain(path())
  })
})
