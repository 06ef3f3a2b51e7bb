import fs from 'fs-extra'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { codexExec, startTrial, type Trial } from '../support/codex.ts'
import { Sandbox } from '../support/sandbox.ts'
import { bash, functionShells, initFile, runScript, zsh } from '../support/shells.ts'

const box = new Sandbox()
let trial: Trial
beforeAll(async () => void (trial = await startTrial(box, ['acctA', 'acctB'])))
let earlier = 0
beforeEach(() => void (earlier = trial.server.requests.length))
afterAll(async () => {
  await trial.server.close()
  box.remove()
})

/** The turns that the server was asked for in this test. */
const turns = () => trial.server.requests.slice(earlier).filter(({ path }) => path.endsWith('/responses'))

/** What the server saw: which key from which home. */
function seen(): string[] {
  return turns()
    .map(({ key, codexHome }) => `${key} ${codexHome}`)
    .sort()
}
const expected = (name: string) => `${trial.keys[name]} ${box.account(name, 'home/.codex')}`
const times = (count: number, text: string) => Array.from({ length: count }, () => text)

describe.each(functionShells)('in $name', (shell) => {
  it('16 codex at once, 8 of each account: no key is crossed', async () => {
    const runs = ['acctA', 'acctB'].flatMap((name) => times(8, name))
    const results = await Promise.all(
      runs.map((name) => runScript(box, shell, [shell.activate(name), codexExec])),
    )
    expect(results).toEqual(results.map(() => ({ code: 0, stdout: '', stderr: '' })))
    expect(seen()).toEqual([...times(8, expected('acctA')), ...times(8, expected('acctB'))].sort())
  })

  it('one shell after the other account, by the functions', async () => {
    const lines = [
      shell.source(initFile(box, shell)),
      'swop use acctA',
      codexExec,
      'swop use acctB',
      codexExec,
      'swop use -',
      codexExec,
      'swop off',
    ]
    expect(await runScript(box, shell, lines)).toEqual({ code: 0, stdout: '', stderr: '' })
    expect(seen()).toEqual([expected('acctA'), expected('acctA'), expected('acctB')].sort())
  })

  it("the user's own keys and homes do not reach codex, and are back after off", async () => {
    const decoy = join(box.folder, `decoy-${shell.name}`)
    fs.mkdirpSync(decoy)
    const env = {
      CODEX_API_KEY: 'sk-decoy',
      CODEX_ACCESS_TOKEN: 'at-decoy',
      CODEX_HOME: decoy,
      CODEX_SQLITE_HOME: decoy,
    }
    const printed = Object.keys(env).map((name) => `printenv ${name}`)
    const { stdout } = await runScript(
      box,
      shell,
      [shell.source(initFile(box, shell)), 'swop use acctA', codexExec, 'swop off', ...printed],
      env,
    )
    expect(stdout.split('\n').slice(0, -1)).toEqual(Object.values(env))
    expect(seen()).toEqual([expected('acctA')])
    expect(fs.readdirSync(decoy)).toEqual([])
  })

  it('nothing of swop lies between the shell and codex', async () => {
    const pid = { bash: '$$', zsh: '$$', fish: '$fish_pid' }[shell.name]
    const lines = [
      shell.source(initFile(box, shell)),
      'swop use acctA',
      'type codex',
      `echo ${pid}`,
      codexExec,
      'true',
    ]
    const { stdout } = await runScript(box, shell, lines)
    const [type, shellPid] = stdout.trim().split('\n')
    expect(type).toBe(`codex is ${join(box.bin, 'codex')}`)
    const [native, ...above] = turns()[0]?.ancestry ?? []
    expect(native?.argv[0]).toMatch(/codex$/)
    const launcher = above[0]?.argv[1]?.endsWith('/codex') ? above.slice(1) : above // npm's own
    expect(launcher[0]?.pid).toBe(Number(shellPid))
  })
})

describe('after codex has run', () => {
  it('each login is in its own home, and the base home has none', () => {
    for (const name of ['acctA', 'acctB']) {
      const path = box.account(name, 'home/.codex/auth.json')
      expect(fs.lstatSync(path).isFile()).toBe(true)
      expect(fs.statSync(path).mode & 0o777).toBe(0o600)
      expect(fs.readFileSync(path, 'utf8')).toContain(trial.keys[name])
    }
    expect(fs.existsSync(join(box.home, '.codex/auth.json'))).toBe(false)
  })

  it('use starts no process, in any shell', async () => {
    await box.ok('sync')
    await runScript(box, bash, [bash.activate('acctA'), codexExec]) // exec leaves the folder's time alone
    for (const shell of [bash, zsh]) {
      const file = join(box.folder, 'use')
      fs.writeFileSync(
        file,
        [shell.source(initFile(box, shell)), 'swop use acctA', 'swop use acctB', 'swop off'].join('\n'),
      )
      const trace = ['-f', '-qq', '-e', 'trace=clone,clone3,fork,vfork,execve', ...shell.command, file]
      const { code, stderr } = await box.run('strace', trace)
      expect([
        code,
        stderr
          .trim()
          .split('\n')
          .map((line) => line.slice(0, 7)),
      ]).toEqual([0, ['execve(']])
    }
  })

  it('a session of one account is resumed by the other, with its own key', async () => {
    await runScript(box, bash, [bash.activate('acctA'), codexExec])
    const ids = sessionIds()
    const resume = `codex exec resume ${ids.at(-1)} --skip-git-repo-check again </dev/null >/dev/null 2>&1`
    expect(await runScript(box, bash, [bash.activate('acctB'), resume])).toMatchObject({ code: 0 })
    expect(seen()).toEqual([expected('acctA'), expected('acctB')].sort())
    expect(sessionIds()).toEqual(ids) // the same session, in the base home
  })

  it('a login shell below keeps the account, although its profile exports a key', async () => {
    // /etc/profile sets PATH anew, hence the second line
    box.write(
      '.bash_profile',
      `export CODEX_API_KEY=sk-decoy\nPATH=${box.bin}:$PATH\n. '${initFile(box, bash)}'\n`,
    )
    expect(await runScript(box, bash, [bash.activate('acctB'), `bash -lc '${codexExec}'`])).toMatchObject({
      code: 0,
    })
    expect(seen()).toEqual([expected('acctB')])
  })
})

/** The ids of all sessions, oldest first; each is in the name of its file. */
function sessionIds(): string[] {
  const files = fs.readdirSync(join(box.home, '.codex/sessions'), { recursive: true, encoding: 'utf8' })
  return files
    .filter((file) => file.endsWith('.jsonl'))
    .sort()
    .map((file) => /([0-9a-f-]{36})\.jsonl$/.exec(file)?.[1] ?? '')
}
