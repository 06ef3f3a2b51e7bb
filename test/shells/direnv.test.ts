import fs from 'fs-extra'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { typeInto } from '../support/interactive.ts'
import { Sandbox } from '../support/sandbox.ts'
import { functionShells, type TestShell } from '../support/shells.ts'

const box = new Sandbox()
const levels = ['overlay', 'codex', 'strict'] as const
const folder = (level: string, name: string) => join(box.home, level, name)

// p1: A, p2: B, p3: nothing, p4 in p1: B, p5: an .envrc that goes on behind `use swop`
const projects = { p1: 'A', p2: 'B', p3: undefined, 'p1/p4': 'B' } as const

beforeAll(async () => {
  await box.ok('direnv', 'install')
  for (const level of levels) {
    for (const name of ['A', 'B', 'C']) await box.ok('add', `${name}-${level}`, '--isolation', level)
    for (const [name, account] of Object.entries(projects)) {
      fs.mkdirpSync(folder(level, name))
      if (account === undefined) continue
      await box.ok('envrc', `${account}-${level}`, folder(level, name))
      await box.run('direnv', ['allow', folder(level, name)])
    }
  }
})
afterAll(() => box.remove())

const log = join(box.folder, 'log')
const user = { CODEX_API_KEY: 'sk-user', DIRENV_LOG_FORMAT: '' }

async function walk(
  shell: TestShell,
  steps: readonly string[],
  env: Record<string, string> = user,
): Promise<{ active: string[]; notes: string[]; screen: string }> {
  const hook =
    shell.dialect === 'fish' ? 'direnv hook fish | source' : `eval "$(direnv hook ${shell.dialect})"`
  const lines = steps.flatMap((step, n) => [step, `note ${n}`])
  const { log: notes, screen } = await typeInto(box, shell, lines, { before: [hook], env })
  return { active: notes.map((line) => line.split(':')[1]?.replace(/-.*/, '') ?? ''), notes, screen }
}

// Every move among the four and the home, each from each.
const tour = [
  'p1',
  'p2',
  'p3',
  'p1/p4',
  'p1',
  'p1/p4',
  'p2',
  'p1',
  'p3',
  'p2',
  'p1/p4',
  'p3',
  'p1',
  'p2',
  'p3',
]
const account = (name: string) => projects[name as keyof typeof projects] ?? ''

describe.each(functionShells)('direnv in $name', (shell) => {
  it.each(levels)(
    '%s: every move lands on the right account, and out of all of them is the baseline',
    async (level) => {
      const steps = [
        ...tour.map((name) => `cd ${folder(level, name)}`),
        `cd ${box.folder}`,
        `echo "key=$CODEX_API_KEY" >> ${log}`,
        `echo "left=$SWOP_SAVED$CODEX_HOME" >> ${log}`,
      ]
      const { notes, screen } = await walk(shell, steps)
      const seen = notes.filter((line) => /^\d/.test(line)).map((line) => line.split(':')[1] ?? '')
      expect(seen.slice(0, tour.length + 1)).toEqual([
        ...tour.map((name) => (account(name) ? `${account(name)}-${level}` : '')),
        '',
      ])
      expect(notes.at(-1)?.split(':')[2]).toBe(box.home)
      expect(notes).toContain('key=sk-user')
      expect(notes).toContain('left=')
      expect(screen).not.toMatch(/is blocked|swop:/)
    },
  )

  it.each(levels)(
    '%s: what is done by hand counts in the folder, and leaving puts back what was',
    async (level) => {
      const use = (name: string) => `swop use ${name}-${level}`
      const go = (name: string) => `cd ${folder(level, name)}`
      const steps = [
        go('p1'),
        use('B'),
        go('p3'),
        'swop off',
        use('A'),
        go('p2'),
        use('C'),
        go('p3'),
        'swop off',
        go('p1'),
        'swop off',
        go('p3'),
      ]
      const { active, notes } = await walk(shell, steps)
      expect(active).toEqual(['A', 'B', '', '', 'A', 'B', 'C', 'A', '', 'A', '', ''])
      expect(notes.map((line) => line.split(':')[2]).at(-1)).toBe(box.home)
    },
  )

  it('off is refused where direnv lies over an activation by hand, with a reason, and nothing is resurrected', async () => {
    const steps = [
      'swop use A-overlay',
      `cd ${folder('overlay', 'p2')}`,
      'swop off',
      `cd ${folder('overlay', 'p3')}`,
      'swop off',
      `echo "key=$CODEX_API_KEY" >> ${log}`,
    ]
    const { active, notes, screen } = await walk(shell, steps)
    expect(active.filter((_, n) => n < 5)).toEqual(['A', 'B', 'B', 'A', ''])
    expect(screen).toContain('lies over one that was activated by hand')
    expect(notes).toContain('key=sk-user')
  })

  it('an overlay is refused where direnv would not put HOME back', async () => {
    const steps = [`cd ${folder('codex', 'p1')}`, 'swop use A-overlay', `cd ${folder('codex', 'p3')}`]
    const { notes, screen } = await walk(shell, steps)
    expect(notes.map((line) => line.split(':').slice(1))).toEqual([
      ['A-codex', box.home],
      ['A-codex', box.home],
      ['', box.home],
    ])
    expect(screen).toContain('would not put it back on leaving')
  })

  it('direnv allow in an active shell takes effect at once', async () => {
    const fresh = folder('overlay', `fresh-${shell.name}`)
    fs.mkdirpSync(fresh)
    const steps = [
      'swop use A-overlay',
      `cd ${fresh}`,
      'swop envrc B-overlay >/dev/null 2>&1',
      'direnv allow',
      'true',
    ]
    expect((await walk(shell, steps)).active.slice(-2)).toEqual(['B', 'B'])
  })

  it('a change of the account counts at the next prompt', async () => {
    const path = box.account('C-overlay', 'account.json')
    const project = folder('overlay', `reload-${shell.name}`)
    fs.mkdirpSync(project)
    await box.ok('envrc', 'C-overlay', project)
    await box.run('direnv', ['allow', project])
    const text = fs.readFileSync(path, 'utf8')
    const steps = [`cd ${project}`, `sleep 1; sed -i s/overlay/codex/ ${path}`, 'true']
    const { notes } = await walk(shell, steps)
    fs.writeFileSync(path, text)
    await box.ok('sync', 'C-overlay')
    expect(notes.map((line) => line.split(':')[2])).toEqual([
      box.account('C-overlay', 'home'),
      box.home,
      box.home,
    ])
  })

  it('an account that is gone: a clear error, and nothing of the .envrc behind it', async () => {
    const project = folder('overlay', `gone-${shell.name}`)
    fs.mkdirpSync(project)
    fs.writeFileSync(join(project, '.envrc'), 'use swop nobody\nexport WENT_ON=yes\n')
    await box.run('direnv', ['allow', project])
    const { active, screen, notes } = await walk(shell, [`cd ${project}`, `echo "on=$WENT_ON" >> ${log}`], {
      ...user,
      DIRENV_LOG_FORMAT: 'direnv: %s',
    })
    expect(active[0]).toBe('')
    expect(screen).toContain("there is no account 'nobody'")
    expect(notes).toContain('on=')
  })

  it("off in a folder with both counts there; on leaving for the binding's folder that one counts", async () => {
    await box.ok('bind', 'C-overlay', folder('overlay', 'p1'))
    const steps = ['p1/p4', '', 'p1', 'p3'].map((name) =>
      name ? `cd ${folder('overlay', name)}` : 'swop off',
    )
    const { active } = await walk(shell, [`rm ${folder('overlay', 'p1')}/.envrc`, ...steps])
    await box.ok('unbind', folder('overlay', 'p1'))
    await box.ok('envrc', 'A-overlay', folder('overlay', 'p1'))
    // fish goes by the binding at the cd, before direnv does: then direnv lies over it, and off is refused.
    expect(active).toEqual(['', 'B', shell.name === 'fish' ? 'B' : '', 'C', ''])
  })

  it('a binding of the same folder waits for direnv', async () => {
    await box.ok('bind', 'C-strict', folder('overlay', 'p2'))
    const steps = ['p2', 'p3', 'p1', 'p2', 'p3'].map((name) => `cd ${folder('overlay', name)}`)
    const { active } = await walk(shell, steps)
    await box.ok('unbind', folder('overlay', 'p2'))
    expect(active).toEqual(['B', '', 'A', 'B', ''])
  })
})

describe('the commands', () => {
  it('install and uninstall only what belongs to swop', async () => {
    const library = join(box.home, '.config/direnv/lib/swop.sh')
    expect(await box.ok('direnv', 'uninstall')).toContain('Removed')
    expect(fs.existsSync(library)).toBe(false)
    fs.writeFileSync(library, 'mine')
    for (const action of ['install', 'uninstall']) {
      expect(await box.swop(['direnv', action])).toMatchObject({
        code: 1,
        stderr: expect.stringContaining("is not swop's"),
      })
    }
    expect(fs.readFileSync(library, 'utf8')).toBe('mine')
    fs.removeSync(library)
    expect(await box.ok('direnv', 'install')).toContain('Installed')
  })

  it('an .envrc ends where the generated file is gone, and keeps every byte of it where it is edited', async () => {
    const project = folder('overlay', 'bytes')
    fs.mkdirpSync(project)
    fs.writeFileSync(join(project, '.envrc'), Buffer.from('use swop B-overlay\nexport WENT=\xff\n', 'latin1'))
    await box.ok('envrc', 'A-overlay', project)
    expect(fs.readFileSync(join(project, '.envrc'), 'latin1')).toBe('use swop A-overlay\nexport WENT=\xff\n')
    await box.run('direnv', ['allow', project])
    fs.moveSync(join(box.root, 'shell/direnv.bash'), join(box.root, 'aside'))
    const { code, stdout, stderr } = await box.run('direnv', ['exec', project, 'true'])
    fs.moveSync(join(box.root, 'aside'), join(box.root, 'shell/direnv.bash'))
    expect([code, stdout]).toEqual([1, ''])
    expect(stderr).toContain('run: swop direnv install')
  })

  it('starts no swop where there is no drift', async () => {
    const trace = ['-f', '-qq', '-e', 'trace=execve', 'direnv', 'exec', folder('overlay', 'p1'), 'true']
    await box.ok('sync')
    const { stderr, code } = await box.run('strace', trace)
    expect([code, stderr.includes('swop"'), stderr.includes('node')]).toEqual([0, false, false])
  })

  it('envrc refuses an unknown account and an impossible folder', async () => {
    expect(await box.swop(['envrc', 'nobody', box.home])).toMatchObject({ code: 3 })
    expect(await box.swop(['envrc', 'A-codex', '/no/such'])).toMatchObject({ code: 2 })
  })
})
