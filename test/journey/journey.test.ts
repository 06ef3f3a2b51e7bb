import fs from 'fs-extra'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { modelServerConfig, startModelServer, type ModelServer } from '../../src/verify/model-server.ts'
import { Conversation } from '../support/conversation.ts'
import { Machine, type User } from '../support/machine.ts'
import { Tmux } from '../support/tmux.ts'
import { treeOf } from '../support/tree.ts'

const machine = new Machine()
const tmux = new Tmux(machine, { PATH: '/usr/bin:/bin', LANG: 'C.UTF-8' })
let server: ModelServer
beforeAll(async () => {
  for (const name of ['own', 'work']) fs.writeFileSync(join(machine.folder, name), `sk-made-up-${name}\n`)
  server = await startModelServer()
  await machine.install()
})
afterAll(async () => {
  tmux.close()
  await server.close()
  machine.remove()
})

/** Somebody who has just got a home, and what is in it by then. */
interface Newcomer {
  who: string
  shell: 'bash' | 'zsh' | 'fish'
  prepare?: (user: User) => Promise<void>
  /** What their shell asks at its first start, and the key that they press. */
  asked?: [RegExp, string]
  /** Files of the shell's own that may differ afterwards, each with its reason. None of them is swop's. */
  shellWrites: [RegExp, string][]
  /** What is typed for `swop use work`. */
  use?: string
}

const newcomers: Newcomer[] = [
  {
    who: 'of bash',
    shell: 'bash',
    shellWrites: [[/^\.bash_history$/, 'what was typed']],
    use: 'swop use wo\t',
  },
  {
    who: 'of zsh',
    shell: 'zsh',
    // An empty .zshrc: without one, zsh would ask again each time.
    asked: [/Type one of the keys in parentheses/, '0'],
    shellWrites: [],
  },
  {
    who: 'of fish',
    shell: 'fish',
    // Else fish makes completions from all man pages, in the background.
    prepare: async (user) => void user.write('.local/share/fish/generated_completions/x', ''),
    shellWrites: [[/^\.local\/share\/fish\/fish_history$/, 'what was typed']],
    use: 'swop use wo\t',
  },
  {
    who: 'of zsh, with a dotfile repository, completions and direnv',
    shell: 'zsh',
    prepare: async (user) => {
      user.write('.zshenv', 'ZDOTDIR=~/.config/zsh\n')
      const rc = [
        '# >>> conda initialize >>>',
        '# <<< conda initialize <<<',
        'HISTFILE=~/.zsh_history SAVEHIST=1000 HISTSIZE=1000',
        'autoload -Uz compinit && compinit -u',
        'eval "$(direnv hook zsh)"',
      ]
      user.write('dotfiles/zshrc', rc.join('\n')) // no end of the last line
      user.write('.config/zsh/marker', '')
      fs.symlinkSync('../../dotfiles/zshrc', join(user.home, '.config/zsh/.zshrc'))
    },
    shellWrites: [
      [/^\.zsh_history$/, 'what was typed'],
      [/^\.config\/zsh\/\.zcompdump$/, 'compinit'],
    ],
    use: 'swop use wo\t',
  },
]

/** What codex writes at each run, with an account or without; swop shares it. */
const codexWrites: [RegExp, string][] = [
  [/^\.codex\/sessions\/.*\/rollout-[^/]*\.jsonl$/, 'the two sessions'],
  [/^\.codex\/(state|thread_history|goals|logs|memories|queue)_\w+\.sqlite(-wal|-shm)?$/, 'its databases'],
]

const codex = 'codex exec --skip-git-repo-check hi'
const agree = /Make these changes[^\n]*\? \[y\/N\]$/

describe.each(newcomers)(
  'a new user $who',
  ({ shell, prepare, asked, shellWrites, use = 'swop use work' }) => {
    it('comes from the package to a prompt under an account, and is rid of it without a trace', async () => {
      const user = machine.newUser(shell)
      await prepare?.(user)
      user.write('.codex/config.toml', modelServerConfig(server.url))
      const earlier = server.requests.length
      let count = 0
      const open = () => {
        const terminal = new Conversation(tmux, `${user.name}-${++count}`)
        terminal.open(user.terminal)
        return terminal
      }

      // The machine as it is before swop: the first shell, and codex with a login of its own.
      const first = open()
      if (asked) {
        await first.until(asked[0])
        tmux.press(first.name, asked[1])
      }
      expect(await first.line('codex login --with-api-key < ../own')).toContain('API key saved')
      expect(await first.line(codex)).toMatch(/^hello$/m)
      await first.leave()
      const before = treeOf(user.home)

      const installing = open()
      expect(await installing.line('swop setup', agree)).toContain('+# >>> swop >>>')
      expect(await installing.answer('y')).toMatch(/^Next:\n +\S.*\n +swop add work$/m)
      await installing.leave()

      const working = open()
      expect(await working.line('swop add work')).toMatch(
        /^Log in: +swop login work\nActivate: +swop use work$/m,
      )
      expect(await working.line('swop login work --with-api-key < ../work')).toContain(
        'Logged in work: API key.',
      )
      await working.line(use)
      expect(await working.line('swop current')).toMatch(/^work$/m)
      expect(await working.line(codex)).toMatch(/^hello$/m)
      await working.line('swop off')
      expect(await working.line('swop current')).toContain('No account is active')
      expect(await working.line(codex)).toMatch(/^hello$/m)
      await working.leave()
      const home = join(user.home, '.local/share/swop/accounts/work/home/.codex')
      expect(server.requests.slice(earlier).map(({ key, codexHome }) => [key, codexHome])).toEqual([
        ['sk-made-up-own', undefined],
        ['sk-made-up-work', home],
        ['sk-made-up-own', undefined],
      ])

      /** What is different from before, but for what shell and codex are known to write. */
      const differences = () => {
        const now = treeOf(user.home)
        const paths = [...new Set([...Object.keys(before), ...Object.keys(now)])]
        const known = [...shellWrites, ...codexWrites]
        return paths.filter(
          (path) => before[path] !== now[path] && !known.some(([pattern]) => pattern.test(path)),
        )
      }
      const allBut = (kept: RegExp) => differences().filter((path) => !kept.test(path))

      const leaving = open()
      expect(await leaving.line('swop uninstall', agree)).toContain('-# >>> swop >>>')
      expect(await leaving.answer('y')).toContain('Your rc files are as they were before swop setup.')
      await leaving.leave()
      expect(allBut(/^\.local(\/share(\/swop(\/.*)?)?)?$/s)).toEqual([])
      expect(fs.readFileSync(join(home, 'auth.json'), 'utf8')).toContain('sk-made-up-work')

      const gone = open()
      await gone.line('swop uninstall --purge', agree)
      expect(await gone.answer('y')).toMatch(
        /The accounts and their logins are in \S+swop-removed-[^]*codex resumes sessions that began under an account only while/,
      )
      await gone.leave()
      expect(allBut(/^\.local(\/share(\/swop-removed-[^/]*(\/.*)?)?)?$/s)).toEqual([])

      // The sessions were the person's, and are.
      const sessions = Object.keys(treeOf(join(user.home, '.codex/sessions'))).filter((path) =>
        path.endsWith('.jsonl'),
      )
      expect(sessions).toHaveLength(3)
    }, 170_000)
  },
)
