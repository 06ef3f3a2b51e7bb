import fs from 'fs-extra'
import { join } from 'node:path'
import { expect } from 'vitest'
import { typeInto } from '../support/interactive.ts'
import { initFile, runScript, type TestShell } from '../support/shells.ts'
import { withoutComment, type Block } from './blocks.ts'
import type { Case } from './cases.ts'
import { newMachine, type Machine } from './machine.ts'
import { runnable } from './substitutions.ts'

/** Runs a block in a shell, on a machine of its own, and expects of it what its case says. */
export async function expectBlock(block: Block, each: Case, shell: TestShell): Promise<void> {
  const machine = await newMachine(each.accounts ?? [], each.clone ?? false)
  try {
    await expectToRun(machine, shell, block, each)
  } finally {
    await machine.remove()
  }
}

async function expectToRun(machine: Machine, shell: TestShell, block: Block, each: Case): Promise<void> {
  const { box, folder, env } = machine
  for (const [path, text] of Object.entries(each.home ?? {})) box.write(path, text)
  if (!each.clone) await box.ok('setup', shell.dialect, '--yes')
  const codes = join(box.folder, 'codes')
  const after = join(box.folder, 'after')
  fs.writeFileSync(codes, '')
  const lines = block.lines.map(withoutComment).map((line) => ({ said: line, ...runnable(line) }))
  const status = shell.dialect === 'fish' ? '$status' : '$?'
  const script = [
    `cd ${shell.quote(folder)}`,
    ...(each.clone ? [] : [shell.source(initFile(box, shell))]),
    ...(each.before ?? []).map((line) => `${line} >/dev/null 2>&1`),
    ...lines.flatMap(({ line }) => [line, `echo ${status} >>${shell.quote(codes)}`]),
    ...(each.after ?? []).map((line) => `${line} >>${shell.quote(after)}`),
  ]
  const { stdout, stderr } = await runScript(box, shell, script, {
    ...env,
    ...each.env,
    SHELL: `/usr/bin/${shell.name}`,
  })
  const ended = fs.readFileSync(codes, 'utf8').trim().split('\n').map(Number)
  const said = `${stdout}\n${stderr}`
  expect(Object.fromEntries(lines.map((line, n) => [line.said, ended[n]])), said).toEqual(
    Object.fromEntries(lines.map((line) => [line.said, each.codes?.[line.said] ?? 0])),
  )
  if (each.prints) expect(stdout).toMatch(each.prints)
  if (each.after) {
    const seen = fs.readFileSync(after, 'utf8').replaceAll(box.home, '~')
    if (typeof each.sees === 'string') expect(seen, said).toBe(each.sees)
    else expect(seen, said).toMatch(each.sees ?? /$^/)
  }
  const turns = machine.model.requests.filter(({ path }) => path.endsWith('/responses'))
  const homes = turns.map(({ codexHome }) => codexHome?.split('/').at(-3))
  if (!each.clone) expect(homes, said).toEqual(each.asked ?? [])
  const keys = turns.flatMap(({ key }) => (key?.startsWith('sk-') ? [key.replace('sk-made-up-', '')] : []))
  if (keys.length > 0) expect(keys).toEqual(each.keys ?? each.asked)
  if (each.opened) {
    const { log, screen } = await typeInto(
      box,
      shell,
      each.opened.flatMap((line) => [line, 'note .']),
      { env, folder: join(box.home, each.openedIn ?? '') },
    )
    expect(
      log.map((line) => line.split(':')[1]),
      screen,
    ).toEqual(each.active)
  }
}
