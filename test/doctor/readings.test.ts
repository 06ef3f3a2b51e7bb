import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { clockFindings } from '../../src/checks/clock.ts'
import { damageInHead } from '../../src/checks/database-integrity.ts'
import { diskFindings, roomAt } from '../../src/checks/disk.ts'
import { networkFindings } from '../../src/checks/network.ts'
import { loadsIn } from '../../src/checks/rc-files.ts'
import { isolationDefeats } from '../../src/codex/isolation.ts'
import { unproved } from '../../src/codex/versions.ts'
import type { Facts } from '../../src/status/facts.ts'

describe('a network file system', () => {
  const mounts = [
    '23 1 254:0 / / rw,relatime - ext4 /dev/vda rw',
    '41 23 0:44 / /home rw,relatime shared:7 - nfs4 server:/home rw,vers=4.2',
    '42 41 0:45 / /home/me/local rw - ext4 /dev/vdb rw',
    String.raw`43 23 0:46 / /mnt/my\040share rw - cifs //server/share rw`,
    '44 23 0:47 / /mnt/ssh rw - fuse.sshfs me@server: rw',
    '45 23 0:48 / /homestead rw - tmpfs tmpfs rw',
    '46 23 0:49 / /srv rw - ext4 /dev/vdc rw',
    '47 46 0:50 / /srv rw - nfs server:/srv rw',
  ].join('\n')
  it.each([
    ['/home/me/.codex', 'nfs4'],
    ['/home', 'nfs4'],
    ['/home/me/local/share', undefined],
    ['/homestead/me', undefined],
    ['/mnt/my share/x', 'cifs'],
    ['/mnt/ssh/x', 'fuse.sshfs'],
    ['/srv/x', 'nfs'],
    ['/root/.codex', undefined],
  ])('%s: %s', (path, type) => {
    const findings = networkFindings(mounts, [path])
    expect(findings.map(({ found }) => found)).toEqual(
      type ? [expect.stringMatching(`${path} lies on a network file system \\(${type}\\)`)] : [],
    )
  })

  it('is read from where Linux says it: /proc is a file system of its own here', () => {
    const real = readFileSync('/proc/self/mountinfo', 'utf8')
    expect(networkFindings(real, ['/proc/self'])).toEqual([])
    expect(networkFindings(real.replace(/ - proc /, ' - nfs '), ['/proc/self'])).toHaveLength(1)
  })
})

describe('a full disk', () => {
  const room = { bsize: 4096, bavail: 1_000_000, files: 1_000_000, ffree: 900_000 }
  it.each([
    ['room', room, undefined],
    ['no blocks', { ...room, bavail: 100 }, /room for 0 MB at \/x/],
    ['no inodes', { ...room, ffree: 3 }, /room for 3 files at \/x/],
    ['a file system that does not count files', { ...room, files: 0, ffree: 0 }, undefined],
  ])('%s', (_name, facts, words) => {
    expect(diskFindings('/x', facts).map(({ found }) => found)).toEqual(
      words ? [expect.stringMatching(words)] : [],
    )
  })

  // There is never any room in /proc: a real answer of the system that says "full".
  it('is read from the system', () => {
    const full = roomAt('/proc')
    expect(full && diskFindings('/proc', full)).toHaveLength(1)
    expect(roomAt('/nowhere')).toBeUndefined()
  })
})

describe('a clock that is behind', () => {
  const now = new Date('2026-06-01T12:00:00Z')
  const facts = (issued: string, lastRefresh = issued) =>
    ({
      auth: {
        state: 'login',
        login: { kind: 'chatgpt', issued: new Date(issued), lastRefresh: new Date(lastRefresh) },
      },
      store: { store: 'file' },
    }) as unknown as Facts
  it.each([
    ['made before', [facts('2026-06-01T11:00:00Z')], 0],
    ["the server's clock is a minute ahead", [facts('2026-06-01T12:01:00Z')], 0],
    ['made an hour from now', [facts('2026-06-01T13:00:00Z'), facts('2026-06-01T12:30:00Z')], 1],
    ['renewed an hour from now', [facts('2026-06-01T11:00:00Z', '2026-06-01T13:00:00Z')], 1],
    ['no login', [{ auth: { state: 'absent' }, store: { store: 'file' } } as Facts], 0],
  ])('%s', (_name, all, count) => {
    const findings = clockFindings(all, now)
    expect(findings).toHaveLength(count)
    if (count > 0) expect(findings[0]?.found).toContain('behind by 1 h')
  })
})

describe('the head of a database', () => {
  const head = (page: number, pages: number, change = 7, valid = 7) => {
    const bytes = Buffer.alloc(100)
    bytes.write('SQLite format 3\0', 'latin1')
    bytes.writeUInt16BE(page === 65_536 ? 1 : page, 16)
    bytes.writeUInt32BE(change, 24)
    bytes.writeUInt32BE(pages, 28)
    bytes.writeUInt32BE(valid, 92)
    return bytes
  }
  it.each([
    ['whole', head(4096, 3), 4096 * 3, undefined],
    ['pages of 64 KB', head(65_536, 2), 131_072, undefined],
    ['longer than it says, as while it is written', head(4096, 2), 4096 * 3, undefined],
    ['written by an old SQLite, which keeps no count', head(4096, 9, 7, 6), 4096 * 3, undefined],
    ['a page is missing', head(4096, 4), 4096 * 3, 'its end is missing'],
    ['half a page is missing', head(4096, 3), 4096 * 2.5, 'its end is missing'],
    ['a page size that is none', head(1000, 3), 3000, 'its page size is none'],
    ['zeros', Buffer.alloc(100), 4096, 'it does not start as a database does'],
    ['a few bytes', Buffer.from('SQL'), 3, 'it does not start as a database does'],
  ])('%s', (_name, bytes, size, damage) => expect(damageInHead(bytes, size, false)).toBe(damage))

  // As codex's daemon leaves it: with a -wal beside it, part of which is in the file.
  it('is not all there is while there is a -wal', () => {
    expect(damageInHead(head(4096, 4), 4096 * 3, true)).toBeUndefined()
    expect(damageInHead(Buffer.alloc(100), 4096, true)).toBeDefined()
  })
})

it.each([
  ['', 0, false],
  ['eval "$(swop init bash)"\n', 1, false],
  ['# eval "$(swop init bash)"\n', 0, false],
  ['swop init fish | source\n', 1, false],
  ['. /x/shell/init.zsh\n. /x/shell/init.zsh\n', 2, false],
  ['# >>> swop >>> (this file was made for it)\n. /x/shell/init.zsh\n# <<< swop <<<\n', 1, false],
  ['# >>> swop >>>\n. /x/shell/init.zsh\n', 1, true],
  ['# <<< swop <<<\n# >>> swop >>>\n', 0, true],
])('an rc file: %j', (text, loads, isCut) => expect(loadsIn(text)).toEqual({ loads, isCut }))

it.each([
  ['', []],
  ['model_provider = "p"\n[model_providers.p]\nname = "p"\nrequires_openai_auth = true\n', []],
  ['[model_providers.p]\nname = "p"\nenv_key = "K"\n', []],
  [
    'profile = "q"\n[profiles.q]\nmodel_provider = "p"\n[model_providers.p]\nname = "p"\nenv_key = "K"\n',
    ['model_providers.p.env_key'],
  ],
  ['sqlite_home = "/base"\ncli_auth_credentials_store = "file"\n', []],
  [
    'chatgpt_base_url = "https://chatgpt.com/backend-api/"\nopenai_base_url = "https://api.openai.com/v1"\n',
    [],
  ],
  ['chatgpt_base_url = "https://chatgpt.com.example/"\n', ['chatgpt_base_url']],
  ['cli_auth_credentials_store = "auto"', ['cli_auth_credentials_store']],
  ['model_provider = 3', []],
  ['= broken', []],
])('settings that defeat isolation: %j', (text, settings) => {
  const found = isolationDefeats(text, (path) => path === '/base')
  expect(found.map(({ setting }) => setting)).toEqual(settings)
})

it.each([
  ['0.92.0', undefined],
  ['0.91.0', 'older'],
  ['0.100.3', undefined],
  ['0.169.0', undefined],
  ['0.169.1', 'newer'],
  ['0.170.0-alpha.2', 'newer'],
  ['1.0.0', 'newer'],
])('codex %s is %s', (version, age) => expect(unproved(version)).toBe(age))
