import { execa } from 'execa'
import fs from 'fs-extra'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { commands } from '../../src/commands/table.ts'
import { recorded } from '../../src/ui/recorded.ts'
import { Sandbox } from '../support/sandbox.ts'
import { bash, functionShells, initFile, runScript, scriptCommand } from '../support/shells.ts'

const nameOf = (usage: string) => usage.split(' ')[0] ?? ''
const all = await Promise.all(
  commands.map(async (entry) => ({
    ...entry,
    name: nameOf(entry.usage),
    said: recorded(await entry.load()),
  })),
)

/** Have tests of their own: they need the real codex, a server that tells limits, or a healthy machine. */
const notHere = ['usage', 'best', 'verify', 'doctor', 'guard']
/** Begin without accounts, or take one away: a machine for each example. */
const alone = ['add', 'rename', 'remove', 'restore', 'uninstall']
/** What the person has done before. */
const before: Record<string, string[]> = {
  restore: ['swop remove work --yes >/dev/null 2>&1', 'swop remove client --yes >/dev/null 2>&1'],
  share: ['swop own client ~/.gitconfig >/dev/null', 'swop own work ~/.npmrc >/dev/null'],
  unbind: ['swop bind work . >/dev/null', 'swop bind work ~/clients/a >/dev/null'],
  logout: ['swop login work >/dev/null 2>&1'],
  current: ['swop use work'],
  use: ['swop use client', 'swop use work'],
}

/** What stands in for codex: the real one would open a browser, and the tests of logins have that. */
const codex = `#!/bin/sh
case "$*" in
  *--help*) printf '  %s\\n' --device-auth --with-api-key --with-access-token ;;
  login*) echo '{"OPENAI_API_KEY":"sk-made-up"}' > "$CODEX_HOME/auth.json" ;;
  logout*) rm -f "$CODEX_HOME/auth.json" ;;
esac
`

async function machine(command: string): Promise<Sandbox> {
  const box = new Sandbox()
  fs.writeFileSync(join(box.bin, 'codex'), codex, { mode: 0o755 })
  for (const path of ['.gitconfig', '.npmrc', 'clients/a/x', 'project/x', '.config/gh/x', '.bashrc'])
    box.write(path, '')
  box.write('.codex/auth.json', '{"OPENAI_API_KEY":"sk-made-up"}')
  if (command === 'add') await box.ok('setup', 'bash', '--yes')
  else for (const name of ['work', 'private', 'client']) await box.ok('add', name)
  return box
}

let shared: Sandbox
beforeAll(async () => void (shared = await machine('')))
afterAll(() => shared.remove())

describe.each(all.filter(({ name }) => !notHere.includes(name)))('swop $name --help', ({ name, said }) => {
  it.each(said.examples.map(({ line }) => line))('%s works as it is pasted', async (line) => {
    const box = alone.includes(name) ? await machine(name) : shared
    try {
      const isFish = /fish|\| source/.test(line)
      const lines = [bash.source(initFile(box, bash)), 'cd ~/project', ...(before[name] ?? [])]
      const typed = isFish ? `fish --no-config -c ${bash.quote(line)}` : line
      const result = await runScript(box, bash, [
        ...lines,
        'export EDITOR=true KEY=sk-made-up',
        'direnv() { :; }',
        typed,
      ])
      // Those that ask say what to type where there is nobody to ask; `use` alone needs a terminal, too.
      if (/--yes/.test(result.stderr)) expect(result.code).toBe(name === 'setup' ? result.code : 2)
      else if (line === 'swop use') expect(result.stderr).toContain('swop use <name>')
      else expect([result.code === 0 ? '' : result.stderr, result.code]).toEqual(['', 0])
    } finally {
      if (box !== shared) box.remove()
    }
  })
})

describe('every help text', () => {
  it.each(all)('$name: a purpose, two or three examples, its exit codes', async ({ name, summary, said }) => {
    expect([2, 3]).toContain(said.examples.length)
    expect(said.examples.filter(({ why }) => why === '')).toEqual([])
    const help = await shared.ok(name, '--help')
    const text = help.replace(/\s+/g, ' ')
    expect(text).toContain(summary)
    // In one piece: it is there to be pasted.
    for (const { line } of said.examples) expect(help).toContain(`  ${line}`)
    expect(text).toMatch(/Exit codes: 0 done, 1 failed.*, 2 usage/)
    expect(await shared.ok('help', name)).toBe(help)
  })

  it('the whole: every command once', async () => {
    const help = await shared.ok('--help')
    const names = [...help.matchAll(/^ {2}swop ([a-z]+)/gm)].map(([, name]) => name)
    expect(names.sort()).toEqual(all.map(({ name }) => name).sort())
    expect(Math.max(...help.split('\n').map((line) => line.length))).toBeLessThanOrEqual(110)
    expect(await shared.ok('help')).toBe(help)
  })
})

describe('the manual page', () => {
  const page = resolve(import.meta.dirname, '../../dist/swop.1')

  it('has no word that roff does not understand', async () => {
    const { stdout, stderr } = await execa('groff', ['-man', '-Tutf8', '-ww', '-P-cbou', page])
    expect(stderr).toBe('')
    const text = stdout.replace(/\s+/g, ' ')
    for (const { usage, said } of all) {
      expect(text).toContain(`swop ${usage}`)
      // What is pasted has plain hyphens and quotes.
      for (const { line } of said.examples) expect(text).toContain(line)
    }
  })

  it('is in the package', () => {
    const { man, files } = fs.readJsonSync(resolve(page, '../../package.json'))
    expect([man, files]).toEqual([['./dist/swop.1'], expect.arrayContaining(['dist'])])
  })
})

describe('a slip of the fingers', () => {
  it.each([
    [['staus'], 2, "swop: unknown command 'staus'; did you mean 'swop status'? See swop --help\n"],
    [['frobnicate'], 2, "swop: unknown command 'frobnicate'; see swop --help\n"],
    [['--lsit'], 2, 'swop: unknown option --lsit; see swop --help\n'],
    [
      ['status', 'wrok'],
      3,
      "swop: there is no account 'wrok'; did you mean 'work'? 'swop list' shows the accounts\n",
    ],
    [
      ['bind', 'zzz'],
      3,
      "swop: there is no account 'zzz'; 'swop list' shows the accounts, 'swop add zzz' makes it\n",
    ],
  ])('%j', async (words, code, stderr) => {
    expect(await shared.swop(words)).toEqual({ code, stdout: '', stderr })
  })

  it.each(functionShells)('is understood by the function of $name', async (shell) => {
    const init = initFile(shared, shell)
    const status = shell.dialect === 'fish' ? 'echo $status' : 'echo $?'
    const lines = [shell.source(init), 'swop use wrok', status, 'swop use WORK', status]
    expect(await runScript(shared, shell, lines)).toEqual({
      code: 0,
      stdout: '3\n3\n',
      stderr:
        "swop: there is no account 'wrok'; did you mean 'work'? 'swop list' shows the accounts\n" +
        "swop: there is no account 'WORK'; did you mean 'work'? Case counts\n",
    })
    // Also where the program is gone, the name is not there.
    const [program, ...words] = scriptCommand(shared, shell, [shell.source(init), 'swop use wrok', status])
    const [torn, its] = ['init', 'functions'].map((part) =>
      join(shared.folder, `torn-${part}.${shell.dialect}`),
    )
    const functions = init.replace(/init\.(\w+)$/, 'functions.$1')
    const text = fs.readFileSync(functions, 'utf8')
    fs.writeFileSync(its!, text.replaceAll(process.execPath, '/nowhere/node'))
    fs.writeFileSync(torn!, fs.readFileSync(init, 'utf8').replaceAll(functions, its!))
    const script = words.at(-1) ?? ''
    fs.writeFileSync(script, fs.readFileSync(script, 'utf8').replace(init, torn!))
    const { stdout, stderr } = await shared.run(`/usr/bin/${program}`, words, { PATH: '/nowhere' })
    expect([stdout, stderr]).toEqual([
      '3\n',
      expect.stringContaining("there is no account 'wrok'; swop list shows"),
    ])
  })
})
