import { describe, expect, it } from 'vitest'
import { chooseShells, foldersAbove, planBlocks, planRemoval } from '../../src/setup/plan.ts'
import { candidates, rcFilesOf, type RcFile } from '../../src/setup/rc-files.ts'
import { parseRecord, recordText } from '../../src/setup/record.ts'

const places = (platform: NodeJS.Platform) => ({ home: '/h', zsh: '/z', config: '/c', platform })
const file = (path: string, text?: string, target = path): RcFile => ({
  path,
  target,
  isLink: path !== target,
  text,
})

describe("bash's files", () => {
  const reads = '[ -f ~/.bashrc ] && . ~/.bashrc\n'
  const debian =
    'if [ -n "$BASH_VERSION" ]; then\n    if [ -f "$HOME/.bashrc" ]; then\n\t. "$HOME/.bashrc"\n    fi\nfi\n'
  const rows: [string, NodeJS.Platform, Record<string, string>, string[]][] = [
    ['none', 'linux', {}, ['.bashrc']],
    ['none, on macOS', 'darwin', {}, ['.bashrc', '.bash_profile']],
    ['a login file that reads .bashrc', 'darwin', { '.bash_profile': reads }, ['.bashrc']],
    ["Debian's .profile", 'linux', { '.bashrc': '', '.profile': debian }, ['.bashrc']],
    ["Debian's .profile, on macOS", 'darwin', { '.bashrc': '', '.profile': debian }, ['.bashrc']],
    ['source', 'darwin', { '.bash_login': 'test -r ~/.bashrc && source ~/.bashrc' }, ['.bashrc']],
    ['one that does not', 'darwin', { '.bash_profile': 'export A=1\n' }, ['.bashrc', '.bash_profile']],
    ['one that does not, on Linux', 'linux', { '.profile': 'export A=1\n' }, ['.bashrc', '.profile']],
    ['only a comment does', 'linux', { '.profile': '# . ~/.bashrc\n' }, ['.bashrc', '.profile']],
    ['the first counts', 'linux', { '.bash_profile': '', '.profile': reads }, ['.bashrc', '.bash_profile']],
    ['by .profile', 'linux', { '.bash_profile': '. ~/.profile\n', '.profile': debian }, ['.bashrc']],
  ]
  it.each(rows)('%s', (_, platform, texts, wanted) => {
    const files = candidates(places(platform), 'bash').map((path) => file(path, texts[path.slice(3)]))
    expect(rcFilesOf(places(platform), 'bash', files).map(({ path }) => path.slice(3))).toEqual(wanted)
  })

  it('are one where they are links to each other', () => {
    const files = [file('/h/.bashrc', 'a'), file('/h/.bash_profile', 'a', '/h/.bashrc')]
    expect(rcFilesOf(places('darwin'), 'bash', files)).toEqual([files[0]])
  })
})

it("zsh's is in ZDOTDIR, fish's below XDG_CONFIG_HOME", () => {
  expect(candidates(places('linux'), 'zsh')).toEqual(['/z/.zshrc'])
  expect(candidates(places('linux'), 'fish')).toEqual(['/c/fish/config.fish'])
})

it('the shells are those that are named, else those in use', () => {
  const facts = { installed: ['bash', 'zsh'] as const, login: ['zsh', 'dash'] }
  expect(chooseShells([], facts, () => false)).toEqual(['zsh'])
  expect(chooseShells([], facts, (shell) => shell === 'bash')).toEqual(['bash', 'zsh'])
  expect(chooseShells(['fish', 'fish'], facts, () => false)).toEqual(['fish'])
  // a rc file of a shell that is gone
  expect(chooseShells([], facts, () => true)).toEqual(['bash', 'zsh'])
})

it('a file that can not be changed stops nobody where nothing is to be changed in it', () => {
  const obstacle = { reason: 'it is not writable', hint: 'make it so' }
  const code = ['x']
  const [change] = planBlocks([{ shell: 'bash', file: file('/h/.bashrc', 'a\n'), code }])
  const done = { ...file('/h/.bashrc', change?.after), obstacle }
  expect(planBlocks([{ shell: 'bash', file: done, code }])).toEqual([])
  expect(planRemoval([{ ...file('/h/.bashrc', 'a\n'), obstacle }])).toEqual([])
  expect(() => planRemoval([done])).toThrow('not writable')
})

it('a file that was made, and has moved into a dotfile repository, is emptied and not removed', () => {
  const [made] = planBlocks([{ shell: 'zsh', file: file('/h/.zshrc'), code: ['x'] }])
  expect(planRemoval([file('/h/.zshrc', made?.after)])).toMatchObject([{ after: undefined }])
  expect(planRemoval([file('/h/.zshrc', made?.after, '/h/dots/zshrc')])).toMatchObject([{ after: '' }])
})

it('the folders above a file are those below the home', () => {
  expect(foldersAbove('/h/.config/fish/config.fish', '/h')).toEqual(['/h/.config', '/h/.config/fish'])
  expect(foldersAbove('/elsewhere/x', '/h')).toEqual([])
  expect(foldersAbove('/h/x', '/h')).toEqual([])
})

it('a record grows, and a broken one is none', () => {
  const first = recordText(parseRecord(undefined), { files: ['/b'], folders: ['/d'] })
  expect(parseRecord(recordText(parseRecord(first), { files: ['/a'], folders: ['/d'] }))).toMatchObject({
    files: ['/a', '/b'],
    folders: ['/d'],
  })
  expect(parseRecord('{')).toEqual({ files: [], folders: [] })
  expect(parseRecord('{"version":1,"files":["relative"],"folders":[]}')).toEqual({ files: [], folders: [] })
})
