import { parseEnv } from 'node:util'
import { describe, expect, it } from 'vitest'
import { accountLayout } from '../../src/accounts/layout.ts'
import { loginVariables } from '../../src/codex/variables.ts'
import { planEnv } from '../../src/env/plan.ts'
import { managedVariables } from '../../src/env/variables.ts'
import { dotenvText } from '../../src/shell/dialects/dotenv.ts'
import { jsonText } from '../../src/shell/dialects/json.ts'
import { isolationLevels, type Isolation } from '../../src/accounts/settings.ts'

const root = "/data/it's $HOME/swop"
const layout = accountLayout(root, 'a')
const real = {
  home: '/h',
  codexHome: '/h/.codex',
  xdg: { config: '/c', state: '/s', data: '/d', cache: '/k' },
}
const plan = (isolation: Isolation) => planEnv(root, layout, isolation, real)

describe('the env plan', () => {
  const homes = ['HOME', 'XDG_CONFIG_HOME', 'XDG_STATE_HOME', 'XDG_DATA_HOME', 'XDG_CACHE_HOME']

  it.each(isolationLevels)('%s: has a word for every managed variable', (isolation) => {
    const { set, unset, restore } = plan(isolation)
    const named = [...set.map(({ name }) => name), ...unset, ...restore]
    expect(named.sort()).toEqual(managedVariables.map(({ name }) => name).sort())
  })

  it.each(['overlay', 'strict'] as const)("%s: HOME and XDG are the account's", (isolation) => {
    const set = Object.fromEntries(plan(isolation).set.map(({ name, value }) => [name, value]))
    for (const name of homes) expect(set[name]).toMatch(/accounts\/a\/(home|config|state|data|cache)$/)
  })

  it('codex: HOME and XDG are those of the baseline', () => {
    expect(plan('codex').restore).toEqual(homes)
  })

  it.each(isolationLevels)("%s: the login is the account's own, the databases are shared", (isolation) => {
    const { set, unset } = plan(isolation)
    expect(set).toContainEqual({ name: 'CODEX_HOME', value: `${root}/accounts/a/home/.codex` })
    expect(set).toContainEqual({ name: 'CODEX_SQLITE_HOME', value: '/h/.codex' })
    expect(unset).toEqual(loginVariables)
    expect(unset).not.toContain('OPENAI_API_KEY') // the user's own programs need it
  })
})

describe('formats for programs', () => {
  it('json: null means unset, and what is left alone is not named', () => {
    const variables = JSON.parse(jsonText(plan('codex'))) as Record<string, unknown>
    expect(variables).toMatchObject({ SWOP_ACCOUNT: 'a', SWOP_ROOT: root, CODEX_API_KEY: null })
    expect(variables).not.toHaveProperty('HOME')
    expect(JSON.parse(jsonText(plan('codex'), { HOME: '/h', XDG_DATA_HOME: null }))).toMatchObject({
      HOME: '/h',
      XDG_DATA_HOME: null,
    })
  })

  it('dotenv: what a reader gets is what was meant, empty for unset', () => {
    const text = dotenvText(planEnv('/plain/root', accountLayout('/plain/root', 'a'), 'overlay', real))
    expect(text).toContain('\nHOME=/plain/root/accounts/a/home\n') // no quotes where docker would keep them
    expect(parseEnv(text)).toMatchObject({
      HOME: '/plain/root/accounts/a/home',
      CODEX_API_KEY: '',
      SWOP_ACCOUNT: 'a',
    })
    const spaced = planEnv('/with space/$x "q"', accountLayout('/with space/$x "q"', 'a'), 'overlay', real)
    expect(parseEnv(dotenvText(spaced))).toMatchObject({ SWOP_ROOT: '/with space/$x "q"' })
  })
})
