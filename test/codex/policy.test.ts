import fs from 'fs-extra'
import { execa } from 'execa'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { parseCodexConfig } from '../../src/codex/config.ts'
import { commandEnvironment } from '../../src/codex/environment.ts'
import { modelServerConfig, startModelServer } from '../../src/verify/model-server.ts'
import { codexCommand } from '../support/codex.ts'
import { Sandbox } from '../support/sandbox.ts'

const box = new Sandbox()
afterAll(() => box.remove())

/** Not PATH, which codex puts its own folder into; nor what it sets for every command, such as TERM and LANG. */
const variables: Record<string, string> = {
  FOO: 'f',
  FOO_KEY: 'k',
  foo_token: 't',
  BAR: 'b',
  HOME: box.home,
  ...Object.fromEntries('LOGNAME USER USERNAME TMPDIR TEMP TMP'.split(' ').map((name) => [name, '/tmp/x'])),
  SHELL: '/bin/bash',
}

// What each of them is about: which of two settings comes later.
const policies = [
  '',
  'inherit = "none"',
  'inherit = "core"',
  'inherit = "core"\ninclude_only = ["FOO", "HOME"]',
  'exclude = ["foo", "B?R", "*_token"]',
  'exclude = ["FOO"]\nset = { FOO = "set" }',
  'exclude = ["FOO"]\ninclude_only = ["FOO*", "bar"]',
  'ignore_default_excludes = false\nset = { FOO_KEY = "set" }',
  'ignore_default_excludes = false\ninclude_only = ["FOO*"]',
  'inherit = "none"\nset = { FOO = "set", BAR = "set" }\ninclude_only = ["BAR"]',
]

it('a command that codex runs has what explain says of shell_environment_policy', async () => {
  const output = join(box.folder, 'environment')
  const command = `/usr/bin/env > '${output}'`
  const { stdout: version } = await box.run(codexCommand, ['--version'])
  const old = version.includes(' 0.92.')
  if (old) delete variables.USERNAME // in 0.92 it was one of the core variables
  const server = await startModelServer(
    old
      ? { name: 'shell', args: { command: ['sh', '-c', command] } }
      : { name: 'exec_command', args: { cmd: command } },
  )
  box.write('.codex/auth.json', '{"auth_mode":"apikey","OPENAI_API_KEY":"sk-made-up"}')
  try {
    for (const [number, policy] of policies.entries()) {
      const policyText = `[shell_environment_policy]\n${policy}\n`
      box.write(
        '.codex/config.toml',
        `allow_login_shell = false\n${modelServerConfig(server.url)}${policyText}`,
      )
      fs.removeSync(output)
      // oxlint-disable-next-line no-await-in-loop -- they share one config.toml
      await execa(
        codexCommand,
        ['exec', '--skip-git-repo-check', '--dangerously-bypass-approvals-and-sandbox', 'hi'],
        {
          env: { ...box.env, ...variables, SWOP_VERIFY_RUN: `run${number}` },
          extendEnv: false,
          cwd: box.folder,
          stdin: 'ignore',
        },
      )
      const lines = fs.readFileSync(output, 'utf8').split('\n')
      const seen = lines.filter((line) => line.slice(0, line.indexOf('=')) in variables).sort()
      const fate = commandEnvironment(variables, parseCodexConfig(policyText).settings.policy)
      const promised = Object.entries(fate).map(([name, value]) => `${name}=${value}`)
      expect({ policy, seen }).toEqual({ policy, seen: promised.sort() })
    }
  } finally {
    await server.close()
  }
})
