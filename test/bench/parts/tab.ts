import { execa } from 'execa'
import fs from 'fs-extra'
import { join } from 'node:path'
import { bash, fish, initFile, zsh, type TestShell } from '../../support/shells.ts'
import { makeGround } from '../ground.ts'
import { costsIn, loopScript, onOneCore, timeInShell, type Costs } from '../loops.ts'
import { loopText } from '../loop-text.ts'
import type { Part, Row } from '../row.ts'
import type { Sandbox } from '../../support/sandbox.ts'

/** What a TAB behind `swop use a1` takes; in zsh and fish, beside what the shell itself takes for the same words. */
export const tab: Part = {
  name: 'tab',
  prepare: async () => {
    const box = await makeGround()
    return {
      ground: '50 accounts; `swop use a1` and TAB, which 11 of them fit',
      measure: () => tabRows(box),
    }
  },
}

const what = 'TAB behind `swop use a1`'
const words = 'a1 a10 a11 a12 a13 a14 a15 a16 a17 a18 a19'

/** The costs of a TAB in each shell. */
export async function tabRows(box: Sandbox): Promise<Row[]> {
  const [inBash, inZsh, inFish] = [await costsInBash(box), await costsInZsh(box), await costsInFish(box)]
  return [
    {
      what,
      shell: bash.name,
      cost: inBash['tab'] ?? Number.NaN,
      unit: 'µs',
      budget: { under: 100 },
      command: `${line}; ${loopText(bash, '__swop_complete swop a1 use')}`,
    },
    {
      what,
      shell: zsh.name,
      cost: inZsh['tab'] ?? Number.NaN,
      unit: 'µs',
      against: { what: '`_arguments` with those words', cost: inZsh['placed'] ?? Number.NaN },
      budget: { more: 100 },
      command: 'npm run bench -- tab',
    },
    {
      what,
      shell: fish.name,
      cost: inFish['tab'] ?? Number.NaN,
      unit: 'µs',
      against: { what: '`complete` with those words', cost: inFish['words'] ?? Number.NaN },
      budget: { more: 100 },
      command: `${fishWords}; ${['words', 'swop'].map((each) => loopText(fish, `complete -C '${each} use a1'`)).join('; ')}`,
    },
  ]
}

/** What readline sets. */
const line = "COMP_LINE='swop use a1' COMP_POINT=11"

async function costsInBash(box: Sandbox): Promise<Costs> {
  const first = '__swop_complete_first swop a1 use 2>/dev/null'
  return timeInShell(box, bash, [load(box, bash), line, first], {
    tab: '__swop_complete swop a1 use 2>/dev/null',
  })
}

/** The same words from a command, as swop's are, offered wherever the cursor is. */
const fishWords = `complete -c words -f -a '(builtin string join \\n ${words})'`

async function costsInFish(box: Sandbox): Promise<Costs> {
  return timeInShell(box, fish, [load(box, fish), fishWords, "complete -C 'swop use a1' >/dev/null"], {
    tab: "complete -C 'swop use a1' >/dev/null",
    words: "complete -C 'words use a1' >/dev/null",
  })
}

/**
 * Only its line editor lets a completion run; the loop is a completion widget. zsh's own completion functions take a
 * millisecond to look whether somebody has set anything for them: what a list of the same words costs is not swop's.
 */
async function costsInZsh(box: Sandbox): Promise<Costs> {
  const home = join(box.folder, 'zsh')
  fs.emptyDirSync(home) // what an earlier pass has measured must not pass for this one's
  const begin = 'words=(swop use a1); CURRENT=3'
  const loop = loopScript(zsh, [], { tab: `${begin}; _swop`, placed: `${begin}; _placed` }, 10)
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
    `_placed() { _arguments '1:command:(use)' '2:account:(${words})' }`,
    '_swop_measured() { _swop; compadd -n -- x; measured >$ZDOTDIR/costs }',
    'compdef _swop_measured swop',
    "PS1='> '",
  ]
  fs.writeFileSync(join(home, '.zshrc'), `${rc.join('\n')}\n`)
  const { stdout } = await execa('script', ['-qec', [...onOneCore(), 'zsh -i'].join(' '), '/dev/null'], {
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
