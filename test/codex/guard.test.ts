import fs from 'fs-extra'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ownProcesses } from '../../src/platform/process-table.ts'
import { modelServerConfig, startModelServer } from '../../src/verify/model-server.ts'
import { codexCommand, login } from '../support/codex.ts'
import { Sandbox, type Result } from '../support/sandbox.ts'

const box = new Sandbox()
const base = (name: string) => join(box.home, '.codex', name)
const home = (name: string) => box.account(name, 'home/.codex')
const loginOf = (name: string) => join(home(name), 'auth.json')
const project = join(box.folder, 'project')
const output = join(project, 'output')
const text = (path: string) => fs.readFileSync(path, 'utf8')
const quoted = (path: string) => `'${path.replaceAll("'", String.raw`'\''`)}'`
const read = (...paths: string[]) => paths.map((path) => `cat ${quoted(path)}; `).join('')

const old = (await box.run(codexCommand, ['--version'])).stdout.includes(' 0.92.')
const command = 'sh ./command.sh'
const server = await startModelServer(
  old
    ? { name: 'shell', args: { command: ['sh', '-c', command] } }
    : { name: 'exec_command', args: { cmd: command } },
)

beforeAll(async () => {
  fs.symlinkSync(codexCommand, join(box.bin, 'codex'))
  box.write('.codex/auth.json', '{"auth_mode":"apikey","OPENAI_API_KEY":"sk-made-up-base"}')
  box.write('.codex/config.toml', plain())
  fs.mkdirpSync(project)
  fs.writeFileSync(join(project, 'readme'), 'of the project\n')
  for (const name of ['a', 'b']) {
    // oxlint-disable-next-line no-await-in-loop -- one after the other
    await box.ok('add', name)
    // oxlint-disable-next-line no-await-in-loop
    await login(box, name, `sk-made-up-${name}`)
  }
})
afterAll(async () => {
  await server.close()
  // Measured: `codex exec` leaves the sandbox of its file helper behind now and then; it has no children, and heeds no SIGTERM.
  for (const { pid, argv } of ownProcesses())
    if (argv[0] === 'bwrap' && argv.join(' ').includes(project)) process.kill(pid, 'SIGKILL')
  box.remove()
})

/** A user's config.toml, with comments, and settings before codex's first table. */
function plain(settings = '', tables = ''): string {
  return `# mine\n${settings}${modelServerConfig(server.url)}# the end\n${tables}`
}

/** Runs a line of shell under an account, in the project. */
function under(name: string, line: string, env: Record<string, string> = {}): Promise<Result> {
  const script = `eval "$(swop env ${name} --shell bash)" && cd ${quoted(project)} && ${line}`
  return box.run('bash', ['-c', script], env)
}

const sandboxed = (name: string, line: string) => under(name, `codex sandbox -- sh -c ${quoted(line)}`)

let runs = 0
/** What a command printed that the model had codex run, and the key that the model was asked with. */
async function throughExec(
  name: string,
  line: string,
  words = '',
): Promise<[output: string, key: string | undefined]> {
  fs.writeFileSync(join(project, 'command.sh'), `{ ${line} } > ${quoted(output)} 2>&1\n`)
  fs.removeSync(output)
  const run = `guard-${runs++}`
  await under(name, `codex exec --skip-git-repo-check ${words} hi </dev/null >/dev/null 2>&1`, {
    SWOP_VERIFY_RUN: run,
  })
  const key = server.requests.find(
    (request) => request.run === run && request.path.endsWith('/responses'),
  )?.key
  return [fs.existsSync(output) ? text(output) : '(the command did not run)', key]
}

interface State {
  guard: string
  denied: string[]
  problems: string[]
  switches: string[]
}

/** What `swop guard status` says, and its exit code. */
async function status(name: string): Promise<[code: number | undefined, State]> {
  const { code, stdout } = await box.swop(['guard', 'status', name, '--json'])
  const [state] = JSON.parse(stdout) as State[]
  if (state === undefined) throw new Error(`no state in ${stdout}`)
  return [code, state]
}

const secrets = () => [loginOf('b'), base('auth.json')]

describe('without a guard', () => {
  it('a command reads the logins of others', async () => {
    const [printed] = await throughExec('a', read(...secrets()), '-s workspace-write')
    expect(printed).toContain('sk-made-up-b')
    expect(printed).toContain('sk-made-up-base')
    expect(await status('a')).toMatchObject([0, { guard: 'off' }])
  })
})

// Each version has its own tests: what 0.92 ignores can't be tried with it.
const ofOld = old ? describe : () => {}
const ofNew = old ? () => {} : describe

ofOld('codex 0.92', () => {
  it('ignores the guard, and status says so', async () => {
    expect((await box.swop(['guard', 'on', 'a'])).code).toBe(4)
    const [code, { guard, problems }] = await status('a')
    expect({ code, guard }).toEqual({ code: 4, guard: 'open' })
    expect(problems.join()).toContain('0.92 ignores the guard')
    expect((await throughExec('a', read(loginOf('b')), '-s workspace-write'))[0]).toContain('sk-made-up-b')
  })
})

ofNew('under a guard', () => {
  beforeAll(async () => expect(await box.swop(['guard', 'on', 'a'])).toMatchObject({ code: 0 }))

  const inSandbox = async (line: string) => {
    const { stdout, stderr } = await sandboxed('a', line)
    return stdout + stderr
  }
  const inExec = async (line: string) => (await throughExec('a', line))[0]
  const ways = [
    ['codex sandbox', inSandbox],
    ['codex exec', inExec],
  ] as const

  it.each(ways)('a command of %s gets errors for logins of others, and reads the project', async (_, run) => {
    const printed = await run(`${read(...secrets(), './readme')}echo done;`)
    expect(printed).not.toContain('sk-made-up')
    for (const path of secrets()) expect(printed).toContain(`cat: ${path}: Permission denied`)
    expect(printed).toContain('of the project\n')
    expect(printed).toContain('done\n')
  })

  it('codex itself is logged in, and sends the key of its own account', async () => {
    expect((await under('a', 'codex login status')).stderr).toContain('API key')
    expect(await throughExec('a', 'cat ./readme;')).toEqual(['of the project\n', 'sk-made-up-a'])
    expect(await status('a')).toMatchObject([0, { guard: 'on', problems: [] }])
  })

  it('a command also works in the real home, in which base files are missing and codex can make nothing', async () => {
    const script = `eval "$(swop env a --shell bash)" && cd ${quoted(box.home)} && codex sandbox -- sh -c ${quoted(`${read(...secrets())}echo done`)}`
    const result = await box.run('bash', ['-c', script])
    expect(result).toMatchObject({ code: 0, stdout: 'done\n' })
    expect(fs.readdirSync(base('')).filter((name) => /auth-|credentials|secrets/.test(name))).toEqual([])
  })

  it.each(ways)('holds in %s while the other account is logged in again, and renewed', async (_, run) => {
    const started = join(project, 'started')
    const ended = join(project, 'ended')
    for (const file of [started, ended]) fs.removeSync(file)
    const loop = `cat ${quoted(loginOf('b'))}; cat ${quoted(home('b'))}/.auth-*; ls ${quoted(home('b'))}`
    const running = run(
      `touch started; until [ -e ended ]; do ${loop}; sleep 0.02; done; ${loop}; echo done;`,
    )
    await until(() => fs.existsSync(started))
    for (let n = 0; n < 5; n++) {
      // As codex does it: beside, then renamed.
      const fresh = join(home('b'), `.auth-${n}`)
      fs.writeFileSync(fresh, `{"auth_mode":"apikey","OPENAI_API_KEY":"sk-made-up-renewed-${n}"}`)
      fs.renameSync(fresh, loginOf('b'))
      // oxlint-disable-next-line no-await-in-loop -- the command has to have its turns
      await new Promise((resolve) => setTimeout(resolve, 60))
    }
    await login(box, 'b', 'sk-made-up-again')
    expect(text(loginOf('b'))).toContain('sk-made-up-again')
    fs.writeFileSync(ended, '')
    const printed = await running
    expect(printed).not.toContain('sk-made-up')
    expect(printed).toContain('done\n')
    expect(printed.match(/Permission denied/g)?.length).toBeGreaterThan(10)
  })

  it('stays out of the base file when codex writes into config.toml', async () => {
    // Without a comment at its end: codex takes that for the next table's, and away with it.
    const before = plain().replace('# the end\n', '')
    fs.writeFileSync(base('config.toml'), before)
    box.age(base('config.toml'))
    const [add, remove] = ['add mine -- /bin/true', 'remove mine'].map(
      (words) => `codex mcp ${words} >/dev/null 2>&1`,
    )
    await under('a', `${add}`)
    await box.ok('sync')
    expect(text(base('config.toml'))).toContain('[mcp_servers.mine]\n')
    expect(text(base('config.toml'))).not.toContain('guard')
    expect(await status('a')).toMatchObject([0, { guard: 'on' }])
    await under('a', `${remove}`)
    await box.ok('sync')
    expect(text(base('config.toml')).trimEnd()).toBe(before.trimEnd())
    expect(await inSandbox(read(loginOf('b')))).toContain('Permission denied')
  })

  it('follows accounts that come, get another name, and go to backups', async () => {
    await box.ok('add', 'c')
    await login(box, 'c', 'sk-made-up-c')
    expect(await inSandbox(read(loginOf('c')))).toContain('Permission denied')
    await box.ok('rename', 'c', 'd')
    expect(await inSandbox(read(loginOf('d')))).toContain('Permission denied')
    expect((await status('a'))[1].denied).toContain(fs.realpathSync(box.account('d')))
    await box.ok('remove', 'd', '--yes')
    const [backup] = fs.readdirSync(join(box.root, 'backups')).filter((name) => name.endsWith('-d'))
    const removed = join(box.root, 'backups', backup ?? '', 'account/home/.codex/auth.json')
    expect(text(removed)).toContain('sk-made-up-c')
    expect(await inSandbox(read(removed))).toContain('Permission denied')
    expect(await status('a')).toMatchObject([0, { guard: 'on' }])
  })

  it('follows an account that another swop has made, at the next use', async () => {
    fs.copySync(box.account('b'), box.account('e'))
    expect(await status('a')).toMatchObject([4, { guard: 'open' }])
    expect(await inSandbox(read(loginOf('e')))).toContain('Permission denied')
    fs.removeSync(box.account('e'))
    expect(await inSandbox(read('./readme'))).toBe('of the project\n')
  })
})

/** Settings of the user's, and what has to be so with them, guarded or not. */
ofNew('settings of the user', () => {
  const outside = join(box.folder, 'outside')
  const touch = `touch ${quoted(join(outside, 'made'))} && echo wrote`
  const mine = `default_permissions = "mine"\n`
  const mineTables = `[permissions.mine]\nextends = ":workspace"\n[permissions.mine.filesystem]\n"${outside}" = "write"\n`
  const roots = `[sandbox_workspace_write]\nwritable_roots = ["${outside}"]\n`

  it.each([
    ['a profile', plain(mine, mineTables), true],
    ['writable roots', plain('sandbox_mode = "workspace-write"\n', roots), true],
    ['no settings', plain('sandbox_mode = "workspace-write"\n'), false],
    ['no final newline', plain('sandbox_mode = "workspace-write"\n').trimEnd(), false],
    ['CRLF', plain('sandbox_mode = "workspace-write"\n', roots).replaceAll('\n', '\r\n'), true],
  ])('%s: the sandbox is as before, and off puts the file back', async (_, config, writes) => {
    await box.ok('guard', 'off', 'a')
    fs.mkdirpSync(outside)
    fs.writeFileSync(base('config.toml'), config)
    const tried = async () => (await throughExec('a', `${touch}; ${read(loginOf('b'))}`))[0]
    const before = await tried()
    expect([before.includes('wrote'), before.includes('sk-made-up')]).toEqual([writes, true])
    await box.ok('guard', 'on', 'a')
    const guarded = await tried()
    expect([guarded.includes('wrote'), guarded.includes('sk-made-up')]).toEqual([writes, false])
    expect(fs.lstatSync(join(home('a'), 'config.toml')).isFile()).toBe(true)
    expect(text(base('config.toml'))).toBe(config)
    await box.ok('guard', 'off', 'a')
    expect(text(base('config.toml'))).toBe(config)
    expect(fs.readlinkSync(join(home('a'), 'config.toml'))).toBe(base('config.toml'))
    expect(text(box.account('a', 'account.json'))).not.toContain('guard')
  })

  it('of the account alone are as before, too', async () => {
    fs.writeFileSync(base('config.toml'), plain())
    await box.ok('config', 'set', '--account', 'a', 'overrides.sandbox_mode', 'read-only')
    const before = text(join(home('a'), 'config.toml'))
    await box.ok('guard', 'on', 'a')
    expect(text(join(home('a'), 'config.toml'))).toContain('extends = ":read-only"')
    await box.ok('guard', 'off', 'a')
    expect(text(join(home('a'), 'config.toml'))).toBe(before)
    await box.ok('config', 'unset', '--account', 'a', 'overrides')
  })

  it('that codex has no sandbox for make status say so', async () => {
    await box.ok('config', 'set', '--account', 'a', 'overrides.features.use_legacy_landlock', 'true')
    expect((await box.swop(['guard', 'on', 'a'])).code).toBe(4)
    const [, { problems }] = await status('a')
    expect(problems.join()).toMatch(/^codex could run no command in its sandbox: .*requires bubblewrap/)
    expect((await throughExec('a', read(loginOf('b'))))[0]).not.toContain('sk-made-up')
    await box.ok('guard', 'off', 'a')
    await box.ok('config', 'unset', '--account', 'a', 'overrides')
  })

  it('that switch the sandbox off stay in force, and status says that the guard does nothing', async () => {
    fs.writeFileSync(base('config.toml'), plain('sandbox_mode = "danger-full-access"\n'))
    expect((await box.swop(['guard', 'on', 'a'])).code).toBe(4)
    const [code, state] = await status('a')
    expect({ code, guard: state.guard, denied: state.denied }).toEqual({ code: 4, guard: 'open', denied: [] })
    expect(state.problems.join()).toContain('switches the sandbox off')
    expect((await throughExec('a', read(loginOf('b'))))[0]).toContain('sk-made-up')
    fs.writeFileSync(base('config.toml'), plain())
    box.age(base('config.toml'))
    expect((await throughExec('a', read(loginOf('b'))))[0]).toContain('Permission denied') // back by itself
  })
})

ofNew('what the help says of the ways round it', () => {
  const profile = base('loose.config.toml')
  const trusted = join(project, '.codex', 'config.toml')
  beforeAll(async () => {
    fs.writeFileSync(profile, 'sandbox_mode = "workspace-write"\n')
    await box.ok('guard', 'on', 'a')
  })

  it.each([
    '-s workspace-write',
    `-c 'sandbox_mode="workspace-write"'`,
    `-c 'default_permissions=":workspace"'`,
    '--profile loose',
  ])('is true of %s', async (words) => {
    const [printed] = await throughExec('a', read(loginOf('b')), words)
    expect(printed).toContain('sk-made-up')
  })

  it('is true of a project that is trusted', async () => {
    fs.outputFileSync(trusted, 'sandbox_mode = "workspace-write"\n')
    fs.writeFileSync(base('config.toml'), plain('', `[projects."${project}"]\ntrust_level = "trusted"\n`))
    box.age(base('config.toml'))
    const [printed] = await throughExec('a', read(loginOf('b')))
    const [, { switches }] = await status('a')
    expect(switches).toEqual(['codex --profile loose', trusted])
    expect(printed).toContain('sk-made-up')
  })
})

describe('an account with a codex home of its own', () => {
  it('is left out, and that is said', async () => {
    const other = new Sandbox()
    try {
      other.write('work/.codex/config.toml', 'model = "mine"\n')
      await other.ok('add', 'taken', '--codex-home', join(other.home, 'work/.codex'))
      const { code, stdout, stderr } = await other.swop(['guard', 'on'])
      expect([code, stdout]).toEqual([0, ''])
      expect(stderr).toContain('taken is left out: it has a codex home of its own')
      expect((await other.swop(['guard', 'on', 'taken'])).code).toBe(1)
      expect(text(join(other.home, 'work/.codex/config.toml'))).toBe('model = "mine"\n')
    } finally {
      other.remove()
    }
  })
})

async function until(isSo: () => boolean): Promise<void> {
  const deadline = Date.now() + 20_000
  while (!isSo()) {
    if (Date.now() > deadline) throw new Error('it did not happen in 20 s')
    // oxlint-disable-next-line no-await-in-loop -- waiting is the point
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}
