import { Failure, exitCodes } from '../platform/failure.ts'
import { isTable, merged, valueAt, without, withValue, type KeyPath, type Table } from '../toml/table.ts'
import { keysOf } from '../toml/text.ts'

// What `swop config` speaks of: one value in config.json or account.json.

const elsewhere: Record<string, string> = {
  default: 'swop default sets it',
  own: 'swop own and swop share change it',
  guard: 'swop guard changes it',
}

/**
 * The path of a setting in its file. The name of an entry is taken as it is; the keys of config.toml are dotted and
 * quoted as there: `share.config.toml`, `overrides.model_providers."my.one".base_url`.
 * @param key as it was typed
 * @throws Failure (usage)
 */
export function settingPath(key: string): KeyPath {
  const dot = key.indexOf('.')
  const [setting, rest] = dot === -1 ? [key, undefined] : [key.slice(0, dot), key.slice(dot + 1)]
  if (rest === undefined) return [setting]
  const path = setting === 'share' ? [rest] : keysOf(rest)
  if (path === undefined || rest === '' || path.includes('__proto__'))
    throw new Failure(
      `'${key}' is no key`,
      'keys have dots in between, and quotes as in TOML',
      exitCodes.usage,
    )
  return [setting, ...path]
}

/**
 * Refuses what can't be set by hand.
 * @param account whose; undefined for all
 * @param whole whether a group of settings may be meant as well
 * @throws Failure (usage)
 */
export function refuseSetting(
  [setting = '', ...rest]: KeyPath,
  account: string | undefined,
  whole: boolean,
): void {
  const refused = (message: string, hint: string) => new Failure(message, hint, exitCodes.usage)
  const settable = ['share', ...(account === undefined ? [] : ['isolation', 'overrides'])]
  const belongs = ['isolation', 'overrides'].includes(setting)
  if (!settable.includes(setting)) {
    throw belongs
      ? refused(`${setting} belongs to one account`, 'name it: --account <name>')
      : refused(`'${setting}' can't be set here`, elsewhere[setting] ?? `settings are ${settable.join(', ')}`)
  }
  if (setting === 'isolation' ? rest.length > 0 : rest.length === 0 && !whole)
    throw refused(
      `'${[setting, ...rest].join('.')}' is no single setting`,
      setting === 'isolation' ? 'it is isolation' : `it is ${setting}.<name>`,
    )
}

/**
 * A value as it is typed: JSON, or else the text itself.
 * @param text such as `copied`, `true`, `["a"]` or `"5.1"`
 */
export function typedValue(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

/** Settings with one of them set, and nothing below it kept. */
export function withSetting(settings: Table, path: KeyPath, value: unknown): Table {
  return merged(without(settings, path), withValue(path, value))
}

/**
 * Settings without one of them, and without the tables that it leaves empty.
 * @returns undefined when it was not set
 */
export function withoutSetting(settings: Table, path: KeyPath): Table | undefined {
  if (valueAt(settings, path) === undefined) return undefined
  const rest = without(settings, path)
  const above = path.slice(0, -1)
  const left = above.length > 0 ? valueAt(rest, above) : undefined
  return isTable(left) && Object.keys(left).length === 0 ? (withoutSetting(rest, above) ?? rest) : rest
}

/** A value in words: a text as it is, anything else as JSON. */
export function shownValue(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}
