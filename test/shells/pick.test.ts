import fs from 'fs-extra'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { changedAt } from '../../src/platform/stamps.ts'
import { remember } from '../../src/usage/cache.ts'
import { Sandbox } from '../support/sandbox.ts'
import { bash, functionShells, initFile, runScript, type TestShell } from '../support/shells.ts'
import { Tmux } from '../support/tmux.ts'

const box = new Sandbox()
const tools = join(box.folder, 'tools')
// Only what is named is on PATH: with fzf, or without it.
const tmux = new Tmux(box, { ...box.env, PATH: '/usr/bin:/bin' })

beforeAll(async () => {
  fs.mkdirpSync(tools)
  for (const name of ['client', 'private', 'work']) await box.ok('add', name)
  const login = box.account('client', 'home/.codex/auth.json')
  fs.writeFileSync(login, '{"OPENAI_API_KEY":"sk-made-up"}', { mode: 0o600 })
  const windows = [
    { usedPercent: 5, minutes: 300, resetsAt: null },
    { usedPercent: 42, minutes: 10_080, resetsAt: null },
  ]
  const usage = { state: 'known' as const, email: null, plan: 'plus', windows, credits: null }
  remember(box.account('client', 'usage.json'), changedAt(login), usage, Date.now() - 120_000)
  for (const name of ['env', 'clear']) fs.symlinkSync(`/usr/bin/${name}`, join(tools, name))
})
afterAll(() => {
  tmux.close()
  box.remove()
})

/** Waits until something is on the screen. */
async function until(name: string, wanted: RegExp): Promise<string> {
  for (let tries = 0; tries < 150; tries++) {
    const screen = tmux.screen(name)
    if (wanted.test(screen)) return screen
    // oxlint-disable-next-line no-await-in-loop -- waiting is the point
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  throw new Error(`${wanted} did not come:\n${tmux.screen(name)}`)
}

/** A shell with the functions in a terminal; its prompt says which account is active. */
async function open(name: string, shell: TestShell, withFzf: boolean): Promise<void> {
  const path = withFzf ? `${box.bin}:/usr/bin:/bin` : `${box.bin}:${tools}`
  const rc = join(box.folder, `${name}-rc`)
  fs.mkdirpSync(rc)
  const fish = shell.dialect === 'fish'
  const prompt = fish
    ? 'function fish_prompt; echo "<$SWOP_ACCOUNT:$status> "; end'
    : shell === bash
      ? `PS1='<$SWOP_ACCOUNT:$?> '`
      : `setopt prompt_subst; PS1='<$SWOP_ACCOUNT:$?> '`
  const file = join(rc, { bash: 'bashrc', zsh: '.zshrc', fish: 'config.fish', sh: '' }[shell.dialect])
  fs.writeFileSync(file, `${shell.source(initFile(box, shell))}\n${prompt}\n`)
  const command = {
    bash: `/usr/bin/bash --noprofile --rcfile ${file} -i`,
    zsh: `ZDOTDIR=${rc} /usr/bin/zsh -i`,
    fish: `/usr/bin/fish --no-config -i -C 'source ${file}'`,
    sh: '',
  }[shell.dialect]
  tmux.open(name, `env PATH=${path} ${command}`)
  await until(name, /<:0> *$/)
}

const ways = functionShells.flatMap((shell) => [
  { shell, how: 'fzf', withFzf: true },
  { shell, how: 'its own list', withFzf: false },
])

describe.each(ways)('swop use in $shell.name, with $how', ({ shell, how, withFzf }) => {
  const name = `${shell.name}-${how.slice(0, 3)}`
  const asked = withFzf ? /account>/ : /Account/
  // A prompt of its own, and no list any more.
  const prompt = (text: string) => new RegExp(`<${text}> *$`)

  it('narrows by what is typed, and activates what is chosen; Escape and Ctrl-C leave all as it was', async () => {
    await open(name, shell, withFzf)
    tmux.press(name, 'swop use', 'Enter')
    await until(name, asked)
    const screen = await until(name, /private[^]*work|work[^]*private/)
    expect(screen).toMatch(/client +API key +58% left \(week, \d+ min ago\)/)
    tmux.press(name, 'p', 'r', 'i', 'v')
    await until(name, /priv[^]*private(?![^]*client)|private(?![^]*client)[^]*priv/)
    tmux.press(name, 'Enter')
    await until(name, prompt('private:0'))

    for (const key of ['Escape', 'C-c']) {
      tmux.press(name, 'C-l')
      await until(name, /^<private:\d+> *$/)
      tmux.press(name, 'swop use', 'Enter')
      // The one that is active is marked.
      await until(name, /\* +private/)
      tmux.press(name, key)
      await until(name, prompt('private:1'))
      expect(tmux.screen(name)).not.toContain('client')
    }
    tmux.end(name)
  })
})

describe.each(functionShells)('swop use in $name, without a terminal', (shell) => {
  it('is a usage error, and changes nothing', async () => {
    const lines = [shell.source(initFile(box, shell)), 'swop use work', 'swop use', 'swop current']
    expect(await runScript(box, shell, lines)).toEqual({
      code: 0,
      stdout: 'work\n',
      stderr:
        "swop: wrong usage of 'swop use'; it is: swop use <name>, or swop use --best; 'swop list' shows the accounts\n",
    })
  })
})
