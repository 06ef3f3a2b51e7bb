import fs from 'fs-extra'
import { join } from 'node:path'
import { changedAt } from '../../src/platform/stamps.ts'
import { remember } from '../../src/usage/cache.ts'
import { modelServerConfig, startModelServer } from '../../src/verify/model-server.ts'
import { eventually } from '../support/account-login.ts'
import { codexCommand } from '../support/codex.ts'
import { writeChatGptLogin } from '../support/limits-server.ts'
import { pretendToBeEverybody } from '../support/vendor.ts'
import { Sandbox } from '../support/sandbox.ts'
import { Tmux } from '../support/tmux.ts'
import { draw, type Screen } from './svg.ts'

/** A machine on which pictures are taken: three accounts, codex, and a model that says whose login came. */
export interface Studio {
  box: Sandbox
  tmux: Tmux
  remove(): Promise<void>
}

/** Sets it up. Nothing on it depends on the real machine or on the day. */
export async function newStudio(): Promise<Studio> {
  const box = new Sandbox()
  const [model, vendor] = await Promise.all([
    startModelServer(undefined, ({ key }) => `This came with the login of ${whose(key)}.`),
    // What codex asks of the vendor itself is not to be had.
    pretendToBeEverybody((_request, response) => void response.writeHead(404).end('{}'), box.folder),
  ])
  fs.symlinkSync(codexCommand, join(box.bin, 'codex'))
  box.write('.codex/config.toml', modelServerConfig(model.url))
  for (const name of ['work', 'private', 'client']) {
    // oxlint-disable-next-line no-await-in-loop -- as a person makes them
    await box.ok('add', name)
  }
  logIn(box)
  const key = box.account('client', 'home/.codex/auth.json')
  fs.writeFileSync(key, '{"OPENAI_API_KEY":"sk-made-up"}', { mode: 0o600 })
  await box.run('git', ['init', '-q', join(box.home, 'project')])
  // The recipes of the README for the prompt.
  box.write('.bashrc', `PS1='\${SWOP_ACCOUNT:+[$SWOP_ACCOUNT] }$ ' HISTFILE=\n`)
  box.write('.zshrc', "setopt prompt_subst; HISTFILE=\nPROMPT='${SWOP_ACCOUNT:+[$SWOP_ACCOUNT] }$ '\n")
  await box.ok('setup', 'bash', 'zsh', '--yes')
  await box.ok('sync')
  const tools = join(box.folder, 'tools') // no fzf
  fs.mkdirpSync(tools)
  for (const name of ['env', 'bash', 'zsh', 'cat', 'clear', 'sh', 'git', 'uname', 'mkdir'])
    fs.symlinkSync(`/usr/bin/${name}`, join(tools, name))
  const env = { ...box.env, ...vendor.variables, PATH: `${box.bin}:${tools}` }
  const tmux = new Tmux(box, { ...env, PATH: `${env.PATH}:/usr/bin:/bin` })
  return {
    box,
    tmux,
    async remove() {
      tmux.close()
      await Promise.all([model.close(), vendor.close()])
      box.remove()
    },
  }
}

/** Logs two accounts in, just now. */
function logIn(box: Sandbox): void {
  for (const name of ['work', 'private']) writeChatGptLogin(box.account(name, 'home/.codex'), name)
}

/** The address in a token. */
function whose(token = ''): string {
  const claims = Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()
  return (JSON.parse(claims) as { email: string }).email
}

/** All pictures of the README: file name → SVG. */
export async function takePictures(studio: Studio): Promise<Map<string, string>> {
  const { box } = studio
  const left = new Terminal(studio, 'bash', { columns: 52, rows: 8 })
  const right = new Terminal(studio, 'zsh', { columns: 52, rows: 8 })
  await left.type('swop use work')
  await right.type('swop use private')
  await left.type('codex login status')
  await right.type('codex login status')
  const question = "codex exec 'Who is it?' 2>/dev/null"
  await left.type(question)
  await right.type(question)
  await left.type('swop off')
  await right.type('swop use work')
  const twoShells = draw('Two shells side by side, one on the account work, one on private', [
    left.screen('bash'),
    right.screen('zsh'),
  ])

  logIn(box) // `swop list` says when that was, in minutes
  const list = new Terminal(studio, 'bash', { columns: 72, rows: 21 })
  await list.type('swop use work')
  await list.type('swop list')
  await list.type('swop status')
  const listed = draw('What swop list and swop status print', [list.screen('bash')])

  for (const [name, used] of Object.entries({ work: [42, 5], private: [12, 61] })) {
    const windows = [
      { usedPercent: used[0] ?? 0, minutes: 300, resetsAt: null },
      { usedPercent: used[1] ?? 0, minutes: 10_080, resetsAt: null },
    ]
    const usage = {
      state: 'known' as const,
      email: `${name}@example.org`,
      plan: 'plus',
      windows,
      credits: null,
    }
    const login = changedAt(box.account(name, 'home/.codex/auth.json'))
    remember(box.account(name, 'usage.json'), login, usage, Date.now())
  }
  const pick = new Terminal(studio, 'zsh', { columns: 72, rows: 9 })
  await pick.type('swop use work')
  await pick.type('swop use', /navigate/)
  const picked = draw('The list that swop use shows', [pick.screen('zsh')])
  return new Map([
    ['two-shells.svg', twoShells],
    ['list.svg', listed],
    ['pick.svg', picked],
  ])
}

/** A terminal of a fixed size with a shell in it that reads the rc file of the home. */
class Terminal {
  static #count = 0
  readonly #name = `t${Terminal.#count++}`
  #prompts = 1

  constructor(
    readonly studio: Studio,
    shell: 'bash' | 'zsh',
    readonly size: { columns: number; rows: number },
  ) {
    const { box, tmux } = studio
    tmux.open(
      this.#name,
      `cd '${box.home}/project' && exec env PATH='${box.bin}:${box.folder}/tools' ${shell} -i`,
      size,
    )
  }

  /** Types a line once there is a prompt, and waits until the next one is there, or something else. */
  async type(line: string, until?: RegExp): Promise<void> {
    const { tmux } = this.studio
    const prompts = () => tmux.screen(this.#name).match(/^(\[\w+\] )?\$( |$)/gm)?.length ?? 0
    await this.#until(() => prompts() === this.#prompts)
    tmux.press(this.#name, '-l', line)
    tmux.press(this.#name, 'Enter')
    this.#prompts++
    await this.#until(() => until?.test(tmux.screen(this.#name)) ?? prompts() === this.#prompts)
  }

  async #until(done: () => boolean): Promise<void> {
    const { tmux } = this.studio
    await eventually(done, 30_000).catch((error) => {
      throw new Error(`the screen is now:\n${tmux.screen(this.#name)}`, { cause: error })
    })
  }

  screen(title: string): Screen {
    const { box, tmux } = this.studio
    return { ...this.size, title, text: tmux.colours(this.#name).replaceAll(box.home, '/home/you') }
  }
}
