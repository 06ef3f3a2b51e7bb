import { execa } from 'execa'
import fs from 'fs-extra'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Sandbox } from '../support/sandbox.ts'
import { bash, fish, functionShells, runScript, zsh, type TestShell } from '../support/shells.ts'
import { treeOf } from '../support/tree.ts'

let box: Sandbox
beforeEach(() => {
  box = new Sandbox()
})
afterEach(() => box.remove())

const rcFile = (shell: TestShell) =>
  ({ bash: '.bashrc', zsh: '.zshrc', fish: '.config/fish/config.fish', sh: '' })[shell.dialect]

/** Types into a shell that reads the rc files of the sandbox's home, as a new terminal does. */
async function newTerminal(shell: TestShell, lines: readonly string[], env = {}): Promise<string> {
  const { stdout } = await execa('script', ['-qec', `${shell.name} -i`, '/dev/null'], {
    env: { ...box.env, SHELL: `/usr/bin/${shell.name}`, ...env },
    extendEnv: false,
    cwd: box.folder,
    input: [...lines, 'exit', ''].join('\n'),
    reject: false,
    timeout: 30_000,
  })
  return stdout
}

describe.each(functionShells)('from nothing, in $name', (shell) => {
  /** What the shell itself makes, and swop's own folder. */
  const others = [
    '.bash_history',
    '.zsh_history',
    '.zcompdump',
    '.cache',
    '.local/share/fish',
    '.local/share/swop',
    ...['completions', 'conf.d', 'functions', 'fish_variables'].map((name) => `.config/fish/${name}`),
  ]

  it('what somebody has set is not removed with an empty folder', async () => {
    await box.ok('setup', 'bash', '--yes')
    await box.ok('add', 'a')
    await box.ok('config', 'set', 'share.AGENTS.md', 'own')
    await box.ok('remove', 'a', '--yes')
    fs.emptyDirSync(join(box.root, 'backups'))
    fs.emptyDirSync(join(box.root, 'accounts'))
    const { stderr } = await box.swop(['uninstall', '--yes'])
    expect(stderr).toContain('Settings and backups stay in')
    expect(fs.readFileSync(join(box.root, 'config.json'), 'utf8')).toContain('AGENTS.md')
  })

  it('a new shell has the functions after setup, and the home is as it was after uninstall', async () => {
    box.write('.codex/config.toml', 'model = "m"\n')
    box.write('.config/fish/fish_variables', '')
    // else fish makes completions from all man pages, in the background
    box.write('.local/share/fish/generated_completions/x', '')
    const before = treeOf(box.home, others)
    await box.ok('setup', shell.dialect, '--yes')
    const log = join(box.folder, 'log')
    const note = `echo "[$SWOP_ACCOUNT]" >> ${log}`
    const typed = ['swop add work', 'swop use work', note, 'swop off', note]
    const screen = await newTerminal(shell, typed)
    expect(fs.readFileSync(log, 'utf8'), screen).toBe('[work]\n[]\n')

    await box.ok('uninstall', '--yes')
    expect(treeOf(box.home, others)).toEqual(before)
    // The account is as good as before: what it has links to is made again when it is used.
    const used = await runScript(box, shell, [
      shell.activate('work'),
      'ls ~/.codex/sessions ~/.local/share/direnv ~/.cache/',
      shell.deactivate,
    ])
    expect(used).toEqual({ code: 0, stdout: expect.stringContaining('sessions:'), stderr: '' })
    expect(fs.existsSync(box.account('work', 'account.json'))).toBe(true)

    await box.ok('uninstall', '--purge', '--yes')
    const share = join(box.home, '.local', 'share')
    const [moved = '', ...more] = fs.readdirSync(share).filter((name) => name.startsWith('swop-removed-'))
    expect(more).toEqual([])
    expect(fs.existsSync(join(share, moved, 'accounts', 'work', 'account.json'))).toBe(true)
    const after = treeOf(box.home, [...others, join('.local', 'share', moved)])
    expect(after).toEqual(before)
  })

  it('without an account nothing at all is left', async () => {
    const before = treeOf(box.home)
    await box.ok('setup', shell.dialect, '--yes')
    expect(treeOf(box.home)).not.toEqual(before)
    await box.ok('uninstall', '--yes')
    expect(treeOf(box.home)).toEqual(before)
  })

  it('has the last word: a key that the rc file exports does not outrank the account', async () => {
    const text = `${shell.set('CODEX_API_KEY', 'mine')}\n`
    box.write(rcFile(shell), text)
    await box.ok('setup', shell.dialect, '--yes')
    await box.ok('add', 'work')
    const log = join(box.folder, 'log')
    const inner = shell === fish ? 'fish -c' : `${shell.name} -ic`
    const lines = ['swop use work', `${inner} 'echo "$SWOP_ACCOUNT:$CODEX_API_KEY" > ${log}'`]
    const screen = await newTerminal(shell, [...lines, 'swop off', `echo "$CODEX_API_KEY" >> ${log}`])
    expect(fs.readFileSync(log, 'utf8'), screen).toBe('work:\nmine\n')
  })

  it('the block does nothing once swop is gone, and the file is fine under set -e', async () => {
    box.write(rcFile(shell), '')
    await box.ok('setup', shell.dialect, '--yes')
    const read = [
      ...(shell === fish ? [] : ['set -eu']),
      shell.source(join(box.home, rcFile(shell))),
      'echo end',
    ]
    expect(await runScript(box, shell, read)).toEqual({ code: 0, stdout: 'end\n', stderr: '' })
    fs.removeSync(box.root)
    expect(await runScript(box, shell, read)).toEqual({ code: 0, stdout: 'end\n', stderr: '' })
  })

  it('finds the functions with line ends of DOS', async () => {
    box.write(rcFile(shell), '# DOS\r\n')
    await box.ok('setup', shell.dialect, '--yes')
    expect(fs.readFileSync(join(box.home, rcFile(shell)), 'utf8')).not.toMatch(/[^\r]\n/)
    const lines = [
      shell.source(join(box.home, rcFile(shell))),
      shell === fish ? 'functions -q swop; and echo ok' : 'typeset -f swop >/dev/null && echo ok',
    ]
    expect(await runScript(box, shell, lines)).toMatchObject({ stdout: 'ok\n', stderr: '' })
  })
})

describe('asking', () => {
  const ask = async (answer: string) => {
    box.write('.bashrc', '')
    return (
      await execa('script', ['-qec', 'swop setup bash; echo "code $?"', '/dev/null'], {
        env: box.env,
        extendEnv: false,
        input: answer,
        reject: false,
      })
    ).stdout
  }
  it('shows the change first, and makes it on yes', async () => {
    const screen = await ask('y\n')
    expect(screen).toMatch(
      /\+# >>> swop >>>[^]*Make these changes\? \[y\/N\][^]*swop init bash[^]*swop add work[^]*code 0/,
    )
    expect(fs.readFileSync(join(box.home, '.bashrc'), 'utf8')).toContain('# >>> swop >>>')
  })
  it('changes nothing on Enter', async () => {
    const before = treeOf(box.home)
    expect(await ask('\n')).toMatch(/Nothing was changed[^]*code 1/)
    expect(treeOf(box.home)).toEqual({ ...before, '.bashrc': '644 ' })
  })
  it('is impossible without a terminal: usage', async () => {
    box.write('.bashrc', '')
    const before = treeOf(box.home)
    expect(await box.swop(['setup', 'bash'])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('--yes'),
    })
    expect(treeOf(box.home)).toEqual(before)
  })
})

describe('rc files', () => {
  const setup = (...words: string[]) => box.swop(['setup', ...words, '--yes'], { SHELL: '/bin/bash' })
  const uninstall = () => box.swop(['uninstall', '--yes'])
  const block = '# >>> swop >>>'
  const read = (path: string) => fs.readFileSync(join(box.home, path), 'utf8')

  it('--dry-run shows the change and makes none', async () => {
    box.write('.bashrc', 'export A=1\n')
    const before = treeOf(box.home)
    const { code, stdout } = await box.swop(['setup', 'bash', '--dry-run'])
    expect(code).toBe(0)
    expect(stdout).toMatch(/^--- .*\.bashrc\n\+\+\+ .*\n@@ .*\n export A=1\n\+# >>> swop >>>/)
    expect(treeOf(box.home)).toEqual(before)
  })

  it('are those of the shells in use', async () => {
    box.write('.zshrc', '')
    const { stdout } = await box.swop(['setup', '--dry-run'], { SHELL: '/bin/fish' })
    const shown = [...stdout.matchAll(/^\+\+\+ (.*)$/gm)].map(([, path]) => path?.slice(box.home.length + 1))
    expect(shown).toEqual(expect.arrayContaining(['.zshrc', '.config/fish/config.fish']))
  })

  it('are changed once, and an older block is brought up to date', async () => {
    const before = 'a=1\n'
    box.write('.bashrc', before)
    await setup('bash')
    const wanted = read('.bashrc')
    const { stdout } = await setup('bash')
    expect(stdout).not.toContain('+++')
    box.write('.bashrc', `${before}${block}\nold\n# <<< swop <<<\nlater=1\n`)
    await setup('bash')
    expect(read('.bashrc')).toBe(wanted.replace(before, `${before}later=1\n`))
  })

  it('keep their mode, and links lead on to where they led', async () => {
    fs.mkdirpSync(join(box.home, 'dotfiles'))
    const file = box.write('dotfiles/bashrc', '# mine')
    fs.chmodSync(file, 0o640)
    fs.symlinkSync('dotfiles/bashrc', join(box.home, '.bashrc'))
    const before = treeOf(box.home)
    await setup('bash')
    expect(fs.readlinkSync(join(box.home, '.bashrc'))).toBe('dotfiles/bashrc')
    expect(fs.statSync(file).mode & 0o777).toBe(0o640)
    expect(read('dotfiles/bashrc')).toContain(block)
    await uninstall()
    expect(treeOf(box.home)).toEqual(before)
  })

  it("zsh's are where .zshenv says", async () => {
    box.write('.zshenv', 'echo noise\nZDOTDIR=$HOME/zsh\n')
    box.write('zsh/.zshrc', '')
    await setup('zsh')
    expect(read('zsh/.zshrc')).toContain(block)
    expect(fs.existsSync(join(box.home, '.zshrc'))).toBe(false)
    // Also when zsh looks elsewhere by then.
    box.write('.zshenv', '')
    await uninstall()
    expect(read('zsh/.zshrc')).toBe('')
  })

  it('stay as they are with PROFILE=/dev/null', async () => {
    box.write('.bashrc', '')
    const { code, stderr } = await box.swop(['setup', 'bash', '--yes'], { PROFILE: '/dev/null' })
    expect(code).toBe(0)
    expect(stderr).toContain('shell/init.bash')
    expect(read('.bashrc')).toBe('')
  })

  it('a login file that does not read .bashrc has a block, too', async () => {
    box.write('.bashrc', '')
    box.write('.bash_profile', 'export A=1\n')
    await setup('bash')
    expect(read('.bash_profile')).toContain(block)
    box.write('.bash_profile', '[ -f ~/.bashrc ] && . ~/.bashrc\n')
    await setup('bash')
    expect(read('.bash_profile')).not.toContain(block)
  })

  it("direnv's library comes and goes, if direnv is there", async () => {
    box.write('.bashrc', '')
    const library = join(box.home, '.config/direnv/lib/swop.sh')
    fs.writeFileSync(join(box.bin, 'direnv'), '#!/bin/sh\n', { mode: 0o755 })
    await setup('bash')
    expect(fs.readFileSync(library, 'utf8')).toContain('use swop')
    await uninstall()
    expect(fs.existsSync(join(box.home, '.config'))).toBe(false)
  })

  const refused: [string, () => void, string][] = [
    ['half a block', () => box.write('.bashrc', `a\n${block}\nb\n`), 'line 2 has no partner'],
    ['no right to write', () => fs.chmodSync(box.write('.bashrc', 'a\n'), 0o444), 'not writable'],
    ['a folder in its place', () => fs.mkdirSync(join(box.home, '.bashrc')), 'not a file'],
    ['a link to nothing', () => fs.symlinkSync('gone', join(box.home, '.bashrc')), 'leads to nothing'],
    ['a link to a device', () => fs.symlinkSync('/dev/null', join(box.home, '.bashrc')), 'not a file'],
    [
      'one file for two shells',
      () => {
        box.write('.zshrc', '')
        fs.symlinkSync('.zshrc', join(box.home, '.bashrc'))
      },
      'both',
    ],
  ]
  it.each(refused)('are refused with %s, and nothing is changed', async (_, plant, reason) => {
    plant()
    const before = treeOf(box.home)
    const { code, stderr } = await setup('bash', 'zsh')
    expect(code).toBe(1)
    expect(stderr).toContain(reason)
    expect(treeOf(box.home)).toEqual(before)
  })

  it('are the real ones while an account is active, and refused where they lie in it', async () => {
    box.write('.bashrc', '')
    await box.ok('add', 'work')
    const typed = [shell(bash), 'swop use work', 'swop setup bash zsh --yes']
    const { code } = await runScript(box, bash, typed)
    expect(code).toBe(0)
    expect(read('.bashrc')).toContain(block)
    expect(read('.zshrc')).toContain(block)
    fs.mkdirpSync(box.account('work', 'home', '.codex', 'tmp', 'zsh'))
    const inside = box.account('work', 'home', '.codex', 'tmp', 'zsh')
    box.write('.zshenv', `ZDOTDIR=${zsh.quote(inside)}\n`)
    const { stderr } = await setup('zsh')
    expect(stderr).toContain('it lies in an account; run swop off')
  })
  const shell = (each: TestShell) => each.source(join(box.root, 'shell', `init.${each.dialect}`))

  it('--purge first moves what was made in an account to the real home', async () => {
    await box.ok('add', 'work')
    fs.writeFileSync(box.account('work', 'home', 'project'), 'mine')
    await box.ok('add', 'broken')
    fs.writeFileSync(box.account('broken', 'account.json'), '{')
    await box.ok('uninstall', '--purge', '--yes')
    expect(read('project')).toBe('mine')
    expect(fs.existsSync(box.root)).toBe(false)
  })

  it('--purge is refused while an account is active', async () => {
    await box.ok('add', 'work')
    const { code, stderr } = await runScript(box, bash, [
      shell(bash),
      'swop use work',
      'swop uninstall --purge --yes',
    ])
    expect(code).toBe(1)
    expect(stderr).toContain('swop off')
    expect(fs.existsSync(box.account('work'))).toBe(true)
  })
})
