import fc from 'fast-check'
import { parse } from 'smol-toml'
import { describe, expect, it } from 'vitest'
import { changed, withOverrides, withoutOverrides } from '../../src/toml/overlay.ts'
import { changesBetween, merged, pruned, type Table } from '../../src/toml/table.ts'
import { keysOf, keyText } from '../../src/toml/text.ts'

// TOML with everything that makes editing it hard, over few names, so that base and overrides meet.
const name = fc.constantFrom('a', 'b', 'c', '"x y"', "'q'", 'model')
const scalar = fc.oneof(
  fc.integer({ min: -9, max: 9 }).map(String),
  fc.constantFrom(
    '"s"',
    "'l # it'",
    'true',
    '1.5',
    '1979-05-27',
    '1979-05-27T07:32:00Z',
    '9007199254740993',
    '"""\nm # l\n\n[a]\nb = 1\n"""',
    "'''\n# >>> x'''",
    '[1, 2]',
    '[\n  1, # one\n  2,\n]',
    '[{ a = 1 }, { b = 2 }]',
    '{ p = 1, q.r = "z" }',
    '{}',
    '{\n  p = 1, # one\n}',
    '"\\x41"',
  ),
)
const key = fc.array(name, { minLength: 1, maxLength: 3 }).map((names) => names.join('.'))
const ending = fc.constantFrom('', ' # after', '\t# tab', '\r')
const line = fc.oneof(
  { weight: 4, arbitrary: fc.tuple(key, scalar, ending).map(([k, v, e]) => `${k} = ${v}${e}`) },
  fc.constantFrom('', '# comment', '  # indented', '  a = 3', '\r'),
)
const header = fc.oneof(
  { weight: 4, arbitrary: fc.tuple(key, ending).map(([k, e]) => `[${k}]${e}`) },
  key.map((k) => `[[${k}]] # array`),
)
const base = fc
  .tuple(
    fc.array(fc.oneof({ weight: 3, arbitrary: line }, { weight: 1, arbitrary: header }), { maxLength: 12 }),
    fc.constantFrom('', '\n', '\n\n'),
    fc.constantFrom('', '', '\uFEFF'),
  )
  .map(([lines, end, mark]) => mark + lines.join('\n') + end)
  .filter((text) => read(text) !== undefined)

const leaf = fc.oneof(
  fc.integer({ min: -99, max: 99 }),
  fc.constantFrom('v', 'q"\\\n\u007f é', true, false, 1.25),
  fc.array(fc.constantFrom(1, 'two'), { maxLength: 2 }),
)
const plainKey = fc.constantFrom('a', 'b', 'c', 'x y', 'q', 'model')
const overrides = fc.letrec<{ table: Table; value: unknown }>((tie) => ({
  table: fc.dictionary(plainKey, tie('value'), { maxKeys: 3 }),
  value: fc.oneof({ depthSize: 'small' }, leaf, tie('table')),
})).table

function read(text: string): Table | undefined {
  try {
    return parse(text, { integersAsBigInt: 'asNeeded' })
  } catch {
    return undefined
  }
}

const runs = { numRuns: 3000 }
const comments = (text: string) => text.match(/# (comment|after|tab|indented|array|one)/g) ?? []

describe('overrides over any TOML', () => {
  it('say what both say, merged; every comment is there, and every line that is not overridden', () =>
    fc.assert(
      fc.property(base, overrides, (text, over) => {
        const result = withOverrides(text, over)
        expect(read(result)).toEqual(merged(read(text) ?? {}, over))
        expect(comments(result)).toEqual(comments(text))
      }),
      runs,
    ))

  it('come off again byte for byte, and are the same when they are put on twice', () =>
    fc.assert(
      fc.property(base, overrides, (text, over) => {
        const result = withOverrides(text, over)
        expect(withoutOverrides(result)).toBe(text)
        expect(withOverrides(withoutOverrides(result), over)).toBe(result)
      }),
      runs,
    ))

  it('leave a text alone when there are none', () =>
    fc.assert(
      fc.property(base, (text) => void expect(withOverrides(text, {})).toBe(text)),
      runs,
    ))
})

describe('changes of any TOML', () => {
  it('lead from any to any other', () =>
    fc.assert(
      fc.property(base, base, (text, other) => {
        const [from, to] = [read(text) ?? {}, read(other) ?? {}]
        const result = read(changed(text, changesBetween(from, to)))
        expect(result && pruned(result)).toEqual(pruned(to))
      }),
      runs,
    ))
})

describe('a dotted key', () => {
  it('comes back as it was', () =>
    fc.assert(
      fc.property(
        fc.array(fc.string(), { minLength: 1, maxLength: 4 }),
        (path) => void expect(keysOf(keyText(path))).toEqual(path),
      ),
    ))

  it.each(['', '.', 'a.', 'a..b', 'a b', '"a', 'a."b', "a'b'"])('%j is none', (text) =>
    expect(keysOf(text)).toBeUndefined(),
  )
})
