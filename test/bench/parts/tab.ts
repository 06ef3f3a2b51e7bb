import { execa } from 'execa'
import fs from 'fs-extra'
import { join } from 'node:path'
import { bash, fish, initFile, zsh, type TestShell } from '../../support/shells.ts'
import { makeGround } from '../ground.ts'
import { costsIn, loopScript, timeInShell, type Costs } from '../loops.ts'
import { loopText } from '../loop-text.ts'
import type { Part, Row } from '../row.ts'
import type { Sandbox } from '../../support/sandbox.ts'

const ground =
  '50 accounts; `swop use a1` and TAB, which 11 of them fit; in zsh and fish over what the shell takes to offer those words behind another one'

/** What swop's own code does at a TAB behind `swop use a1`; what the shell makes of the names is not counted. */
export const tab: Part = {
  name: 'tab',
  run: async () => {
    const box = await makeGround()
    try {
      const rows = await tabRows(box)
      return { part: 'tab', ground, rows }
    } finally {
      box.remove()
    }
  },
}

/** The costs of a TAB in each shell. */
export async function tabRows(box: Sandbox): Promise<Row[]> {
  const costs = [
    [bash, await inBash(box), `${line}; ${loopText(bash, '__swop_complete swop a1 use')}`],
    [zsh, await inZsh(box), 'npm run bench -- tab'],
    [fish, await inFish(box), loopText(fish, "complete -C 'swop use a1'")],
  ] as const
  return costs.flatMap(([shell, { tab: cost = Number.NaN, bare = 0, anywhere }, command]) => {
    const what = 'TAB behind `swop use a1`'
    const over = (other: number) =>
      ({ shell: shell.name, cost: Math.max(0, cost - other), unit: 'µs', command }) as const
    return [
      { what, ...over(bare), budget: { under: 100 } },
      ...(anywhere === undefined
        ? []
        : [{ what: `${what}, over words offered anywhere on a line`, ...over(anywhere) }]),
    ]
  })
}

/** What readline sets. */
const line = "COMP_LINE='swop use a1' COMP_POINT=11"

async function inBash(box: Sandbox): Promise<Costs> {
  const first = '__swop_complete_first swop a1 use 2>/dev/null'
  return timeInShell(box, bash, [load(box, bash), line, first], {
    tab: '__swop_complete swop a1 use 2>/dev/null',
  })
}

/**
 * fish takes its time to offer words behind another one: two of its command substitutions, or what is as dear. What the same
 * words cost as its manual says is not swop's, as in zsh; beside it stands what swop takes over words that are offered
 * wherever the cursor is, for which fish needs to know nothing.
 */
async function inFish(box: Sandbox): Promise<Costs> {
  const words = 'a1 a10 a11 a12 a13 a14 a15 a16 a17 a18 a19'
  const bare = `complete -c bare -f -n '__fish_seen_subcommand_from use' -a '${words}'`
  const anywhere = `complete -c anywhere -f -a '(builtin string join \\n ${words})'`
  return timeInShell(box, fish, [load(box, fish), bare, anywhere, "complete -C 'swop use a1' >/dev/null"], {
    tab: "complete -C 'swop use a1' >/dev/null",
    bare: "complete -C 'bare use a1' >/dev/null",
    anywhere: "complete -C 'anywhere use a1' >/dev/null",
  })
}

/**
 * Only its line editor lets a completion run; the loop is a completion widget. zsh's own completion functions take a
 * millisecond to look whether somebody has set anything for them: what a list of the same words costs is not swop's.
 */
async function inZsh(box: Sandbox): Promise<Costs> {
  const home = join(box.folder, 'zsh')
  fs.mkdirpSync(home)
  const begin = 'words=(swop use a1); CURRENT=3'
  const loop = loopScript(zsh, [], { tab: `${begin}; _swop`, bare: `${begin}; _bare` }, 10)
  const rc = [
    'autoload -Uz compinit',
    'compinit -u -D',
    load(box, zsh),
    `measured() { ${loop
      .split('\n')
      .filter((line) => line.startsWith('clocked '))
      .join('\n')}\n }`,
    loop
      .split('\n')
      .filter((line) => !line.startsWith('clocked '))
      .join('\n'),
    "_bare() { _arguments '1:command:(use)' '2:account:(a1 a10 a11 a12 a13 a14 a15 a16 a17 a18 a19)' }",
    '_swop_measured() { _swop; compadd -n -- x; measured >$ZDOTDIR/costs }',
    'compdef _swop_measured swop',
    "PS1='> '",
  ]
  fs.writeFileSync(join(home, '.zshrc'), `${rc.join('\n')}\n`)
  const { stdout } = await execa('script', ['-qec', 'zsh -i', '/dev/null'], {
    env: { ...box.env, TERM: 'dumb', ZDOTDIR: home },
    extendEnv: false,
    cwd: box.folder,
    input: 'swop use a1\t\nexit\n',
    reject: false,
    timeout: 60_000,
  })
  const file = join(home, 'costs')
  return costsIn(fs.existsSync(file) ? fs.readFileSync(file, 'utf8') : '', `zsh: ${stdout}`)
}

function load(box: Sandbox, shell: TestShell): string {
  return shell.source(initFile(box, shell))
}
