import fs from 'fs-extra'
import { join } from 'node:path'
import { parse } from 'smol-toml'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { eventually } from '../support/account-login.ts'
import { Sandbox } from '../support/sandbox.ts'
import { bash, fish, functionShells, initFile, zsh, type TestShell } from '../support/shells.ts'
import { Tmux } from '../support/tmux.ts'
import { processesOf } from '../support/trace.ts'
import { blocksOf, readme } from './blocks.ts'

const blocks = blocksOf(readme).filter(({ headings }) => headings.includes('The account in the prompt'))
const recipe = (language: string, begins: string): readonly string[] => {
  const found = blocks.filter((block) => block.language === language && block.begins.startsWith(begins))
  if (found.length !== 1) throw new Error(`${found.length} blocks of ${language} begin with ${begins}`)
  return found[0]!.lines
}

const prompts = {
  bash: recipe('bash', "PS1='${SWOP_ACCOUNT"),
  zsh: recipeAfter('zsh', "PROMPT='"),
  fish: recipe('fish', 'functions -q'),
}
const titles = {
  bash: recipe('bash', String.raw`PS1='\[\e]2`),
  zsh: recipeAfter('zsh', "PROMPT=$'"),
  fish: recipe('fish', 'function fish_title'),
}
const p10k = recipe('zsh', 'function prompt_swop')
const starship = recipe('toml', '[env_var')
const tmuxConf = recipe('tmux', 'set -g status-right')

it('every block of this section is tested here', () => {
  const tested = [...Object.values(prompts), ...Object.values(titles), p10k, starship, tmuxConf]
  expect(blocks.map(({ lines }) => lines).sort()).toEqual(tested.sort())
})

/** Of two blocks that begin alike, the one whose second line begins so. */
function recipeAfter(language: string, second: string): readonly string[] {
  const found = blocks.find((block) => block.language === language && block.lines[1]?.startsWith(second))
  if (!found) throw new Error(`no block of ${language} goes on with ${second}`)
  return found.lines
}

const box = new Sandbox()
const terminals = new Tmux(box, box.env)
beforeAll(async () => {
  await box.ok('add', 'work')
  for (const shell of functionShells) await box.ok('setup', shell.dialect, '--yes')
})
afterAll(() => {
  terminals.close()
  box.remove()
})

const plain = {
  bash: ["PS1='$?> '"],
  zsh: ["PROMPT='%?> '"],
  fish: ['function fish_prompt; echo -n "$status> "; end', 'set -g fish_greeting'],
  sh: [],
}

/** The command of an interactive shell whose rc file has a prompt, recipes behind it, and the functions. */
function withRecipes(shell: TestShell, name: string, ...recipes: (readonly string[])[]): string {
  const home = join(box.folder, name)
  fs.mkdirpSync(home)
  const file = join(home, { bash: 'bashrc', zsh: '.zshrc', fish: 'config.fish', sh: '' }[shell.dialect])
  const lines = [...plain[shell.dialect], ...recipes.flat(), shell.source(initFile(box, shell))]
  fs.writeFileSync(file, `${lines.join('\n')}\n`)
  return {
    bash: `bash --noprofile --rcfile ${file} -i`,
    zsh: `ZDOTDIR=${home} zsh -i`,
    fish: `fish --no-config -i -C 'source ${file}'`,
    sh: '',
  }[shell.dialect]
}

/** Waits for the last line on a screen. */
async function lastLine(name: string, wanted: string): Promise<void> {
  // tmux has the list of its windows on the left of its own.
  const last = () =>
    terminals
      .screen(name)
      .split('\n')
      .at(-1)
      ?.replace(/^0:\S+/, '')
      .trim()
  await eventually(() => last() === wanted).catch(() => expect(last()).toBe(wanted))
}

const type = (name: string, line: string) => {
  terminals.press(name, '-l', line)
  terminals.press(name, 'Enter')
}

describe.each([
  { shell: bash, dialect: 'bash' as const, expand: 'echo "${PS1@P}"' },
  { shell: zsh, dialect: 'zsh' as const, expand: 'print -P -- $PROMPT' },
  { shell: fish, dialect: 'fish' as const, expand: 'fish_prompt' },
])('the prompt of $dialect', ({ shell, dialect, expand }) => {
  it('has the account, and the status of the last command still', async () => {
    const name = `prompt-${dialect}`
    terminals.open(name, withRecipes(shell, name, prompts[dialect]))
    await lastLine(name, '0>')
    type(name, 'swop use work')
    await lastLine(name, '[work] 0>')
    type(name, 'false')
    await lastLine(name, '[work] 1>')
    type(name, 'swop off')
    await lastLine(name, '0>')
  })

  it('starts no process, nor does the title', async () => {
    const before = [
      ...plain[dialect],
      ...prompts[dialect],
      shell.source(initFile(box, shell)),
      'swop use work',
    ]
    const watched = dialect === 'fish' ? [expand, 'fish_title'] : [expand]
    const load = [...before, ...titles[dialect]]
    const { calls, stdout } = await processesOf(box, shell, load, watched)
    expect(calls).toEqual([])
    expect(stdout).toContain('[work] ')
    expect(stdout).toContain(dialect === 'fish' ? '> \nwork' : '\u001B]2;work\u0007')
  })
})

// What the above would look like if it failed: a prompt that starts a process is seen.
it('a prompt that starts a process is noticed', async () => {
  const prompt = "PS1='$(swop current) '"
  expect((await processesOf(box, bash, [prompt], ['echo "${PS1@P}"'])).calls).not.toEqual([])
})

describe.each([
  { shell: bash, dialect: 'bash' as const },
  { shell: zsh, dialect: 'zsh' as const },
  { shell: fish, dialect: 'fish' as const },
])('the status line of tmux, with $dialect', ({ shell, dialect }) => {
  it('follows the account of the shell, and starts no process', async () => {
    const name = `status-${dialect}`
    const conf = join(box.folder, `${name}.conf`)
    const log = join(box.folder, `${name}.log`)
    // It draws the line anew every second, which must not take a process either.
    fs.writeFileSync(conf, `set -g status-interval 1\n${tmuxConf.join('\n')}\n`)
    const inner = `env -u TMUX tmux -L ${name} -f ${conf}`
    const start = `${inner} new-session '${withRecipes(shell, name, titles[dialect]).replaceAll("'", String.raw`'\''`)}'`
    terminals.open(
      name,
      `strace -f --seccomp-bpf -qq -e trace=clone,clone3,fork,vfork,execve -o ${log} ${start}`,
    )
    try {
      await lastLine(name, 'no account')
      const calls = () =>
        fs
          .readFileSync(log, 'utf8')
          .split('\n')
          .filter((line) => /\b(clone3?|v?fork|execve)\(/.test(line) && !line.includes('CLONE_THREAD'))
      expect(calls().length).toBeGreaterThan(2)
      const before = calls().length
      type(name, shell.set('SWOP_ACCOUNT', 'work'))
      await lastLine(name, 'work')
      await new Promise((resolve) => setTimeout(resolve, 2500))
      type(name, shell.unset('SWOP_ACCOUNT'))
      await lastLine(name, 'no account')
      expect(calls().slice(before)).toEqual([])
    } finally {
      await box.run('sh', ['-c', `${inner} kill-server`], { TMUX_TMPDIR: box.folder })
    }
  })
})

it('the status line of tmux warns of a server that was started under an account', async () => {
  const conf = join(box.folder, 'warn.conf')
  fs.writeFileSync(conf, `${tmuxConf.join('\n')}\n`)
  const tmux = (...words: string[]) =>
    box.run('tmux', ['-L', 'warn', '-f', conf, ...words], { TMUX_TMPDIR: box.folder, SWOP_ACCOUNT: 'work' })
  try {
    await tmux('new-session', '-d', '-s', 'a', 'cat')
    expect((await tmux('show', '-gv', 'status-left')).stdout.trim()).toBe(tmuxConf[1]?.split("'")[1])
    expect((await tmux('display', '-p', '-t', 'a', '#{T:status-left}')).stdout.trim()).toBe('[server: work]')
    await tmux('set-environment', '-gu', 'SWOP_ACCOUNT')
    expect((await tmux('display', '-p', '-t', 'a', '#{T:status-left}')).stdout.trim()).toBe('')
  } finally {
    await tmux('kill-server')
  }
})

// Debian 12 has no powerlevel10k: `p10k segment` with the options that its own configurations have for prompt_example.
it('the segment for powerlevel10k says what it should to `p10k segment`, and starts no process', async () => {
  const stub = ['p10k() { print -r -- "p10k:" "$@" }', 'setopt nounset', ...p10k]
  const watched = [
    'prompt_swop',
    'SWOP_ACCOUNT=work',
    'prompt_swop',
    'print -r -- $POWERLEVEL9K_RIGHT_PROMPT_ELEMENTS',
  ]
  expect(await processesOf(box, zsh, stub, watched)).toEqual({
    code: 0,
    stdout: 'p10k: segment -f 208 -t work\nswop\n',
    stderr: '',
    calls: [],
  })
})

// Debian 12 has no starship: the keys are those of starship 1.25's env_var module (src/configs/env_var.rs), which takes no
// others; a module without `variable` shows the variable that it is named by.
it('the module for starship is TOML with keys that env_var has, and starts no command', () => {
  const settings = parse(starship.join('\n')) as { env_var: Record<string, Record<string, string>> }
  expect(Object.keys(settings)).toEqual(['env_var'])
  expect(Object.keys(settings.env_var)).toEqual(['SWOP_ACCOUNT'])
  const known = ['symbol', 'style', 'variable', 'default', 'format', 'disabled', 'description']
  expect(known).toEqual(expect.arrayContaining(Object.keys(settings.env_var.SWOP_ACCOUNT ?? {})))
  // Brackets that are shown are escaped; the group is [text](style).
  expect(settings.env_var.SWOP_ACCOUNT?.format).toBe(String.raw`[\[$env_value\]]($style) `)
})
