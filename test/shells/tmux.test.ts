import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Sandbox } from '../support/sandbox.ts'
import { bash, fish, initFile, runScript, zsh } from '../support/shells.ts'

const box = new Sandbox()
const tmux = (...words: string[]) => box.run('tmux', ['-L', 'test', ...words], { TMUX_TMPDIR: box.folder })
const prompt = 'ready> '
beforeAll(async () => {
  const key = 'CODEX_API_KEY=sk-from-rc'
  box.write('.bashrc', `PS1='${prompt}' PS0= HISTFILE=\nexport ${key}\n${bash.source(initFile(box, bash))}\n`)
  box.write(
    '.zshrc',
    `PROMPT='${prompt}' HISTFILE=\nunsetopt prompt_sp\nexport ${key}\n${zsh.source(initFile(box, zsh))}\n`,
  )
  box.write(
    '.config/fish/config.fish',
    `set -g fish_greeting\nfunction fish_prompt; echo -n '${prompt}'; end\nset -gx ${key.replace('=', ' ')}\n${fish.source(initFile(box, fish))}\n`,
  )
  await runScript(box, fish, []) // makes its folders at its first start
  await box.ok('add', 'A')
})
afterAll(async () => {
  await tmux('kill-server')
  box.remove()
})

/** What is on the screen of a session, once it has what it is waited for. */
async function screen(session: string, awaited: string): Promise<string> {
  for (let tries = 0; tries < 200; tries++) {
    const { stdout } = await tmux('capture-pane', '-p', '-t', session)
    if (stdout.includes(awaited)) return stdout.trimEnd()
    await wait(50)
  }
  throw new Error(
    `no '${awaited}' on the screen: ${(await tmux('capture-pane', '-p', '-t', session)).stdout}`,
  )
}

describe.each([bash, zsh, fish])('$name in tmux, started inside an active account', ({ name }) => {
  it('keeps the account, and prints nothing when it starts', async () => {
    const start = `TMUX_TMPDIR='${box.folder}' tmux -L test -f /dev/null new-session -d -x 250 -y 20 -s ${name} '${name} -i'`
    const result = await runScript(box, bash, [bash.source(initFile(box, bash)), 'swop use A', start])
    expect(result).toEqual({ code: 0, stdout: '', stderr: '' })
    expect(await screen(name, prompt.trim())).toBe(prompt.trim())
    await tmux('send-keys', '-t', name, 'echo "[$SWOP_ACCOUNT] [$HOME] [$CODEX_API_KEY]"', 'Enter')
    await screen(name, `\n[A] [${box.account('A', 'home')}] []`)
    await tmux('send-keys', '-t', name, 'swop off; echo "now [$HOME]"', 'Enter')
    await screen(name, `\nnow [${box.home}]`)
  })
})
