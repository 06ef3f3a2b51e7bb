import fc from 'fast-check'
import fs from 'fs-extra'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { applyChanges } from '../../src/setup/apply.ts'
import { afterUninstall, withBlock, withoutBlock } from '../../src/setup/block.ts'
import { unifiedDiff } from '../../src/setup/diff.ts'
import { observeRcFile } from '../../src/setup/observe.ts'
import { planBlocks, planRemoval } from '../../src/setup/plan.ts'
import { Sandbox } from '../support/sandbox.ts'
import { treeOf } from '../support/tree.ts'

const code = ['# why', 'if [ -r x ]; then . x; fi']
const conda =
  '# >>> conda initialize >>>\n# !! Contents within this block are managed by \'conda init\' !!\n__conda_setup="x"\nunset __conda_setup\n# <<< conda initialize <<<\n'
const nvm = 'export NVM_DIR="$HOME/.nvm"\n[ -s "$NVM_DIR/nvm.sh" ] && \\. "$NVM_DIR/nvm.sh"\n'
// Other people's markers, in other people's styles.
const others = [
  '# >>> mamba initialize >>>\n# <<< mamba initialize <<<\n',
  '# >>> juliaup initialize >>>\r\n# <<< juliaup initialize <<<\r\n',
  '# BEGIN ANSIBLE MANAGED BLOCK\nexport A=1\n# END ANSIBLE MANAGED BLOCK',
  '#THIS MUST BE AT THE END OF THE FILE FOR SDKMAN TO WORK!!!\n',
  '# >>>swop>>>\n# <<<swop<<<\n',
  '## >>> swop >>>\n## <<< swop <<<\n',
]

/** Files as people have them, and as nobody has. */
const pieces = fc.oneof(
  fc.constantFrom(
    conda,
    nvm,
    conda.replaceAll('\n', '\r\n'),
    nvm.replaceAll('\n', '\r\n'),
    nvm.trimEnd(),
    ...others,
    '# >>> swopper >>>\n# <<< swopper <<<\n',
    '# <<< swop <<< not the marker\n',
    ' # >>> swop >>>\n',
    '\r',
    '\n',
    '\r\n',
    '\n\n\n',
    'export A=1 \\\n',
    'PS1="ä"',
    'if true; then\n',
    '\xff\xfe\0',
  ),
  fc.string({ unit: 'binary', maxLength: 12 }),
)
const texts = fc
  .array(pieces, { maxLength: 8 })
  .map((all) => all.join(''))
  .filter((text) => typeof withoutBlock(text) !== 'number' && !text.includes('\n# >>> swop >>>'))
const lines = fc.array(fc.constantFrom(...code, 'other', '# comment'), { minLength: 1, maxLength: 4 })

const inserted = (text: string | undefined, which: readonly string[] = code): string => {
  const result = withBlock(text, which)
  if (typeof result === 'number') throw new Error(`half a block in line ${result}`)
  return result
}
const removed = (text: string): string | undefined => {
  const bare = withoutBlock(text)
  if (typeof bare === 'number') throw new Error(`half a block in line ${bare}`)
  return afterUninstall(bare)
}
const many = { numRuns: 3000 }

describe('the block in an rc file', () => {
  it('goes in once, and comes out without a trace', () => {
    fc.assert(
      fc.property(fc.option(texts, { nil: undefined }), lines, lines, (text, older, newer) => {
        const once = inserted(text, older)
        expect(inserted(once, older)).toBe(once)
        expect(removed(once)).toBe(text)
        expect(inserted(once, newer)).toBe(inserted(text, newer))
        expect(removed(inserted(once, newer))).toBe(text)
        expect(once.startsWith(text ?? '')).toBe(true)
      }),
      many,
    )
  })

  it('leaves alone what is written behind it, and goes behind that again', () => {
    fc.assert(
      fc.property(texts, texts, (text, later) => {
        fc.pre(later.trim() !== '')
        const both = inserted(text) + later
        const rest = removed(both) ?? ''
        expect(rest.endsWith(later)).toBe(true)
        expect(rest.startsWith(text)).toBe(true)
        expect(rest.length - text.length - later.length).toBeLessThanOrEqual(2)
        expect(removed(inserted(both))).toBe(rest)
        expect(inserted(both).startsWith(rest)).toBe(true)
      }),
      many,
    )
  })

  it.each([
    ['no end', 'a\n# >>> swop >>>\nb\n', 2],
    ['no beginning', 'a\nb\n# <<< swop <<<\n', 3],
    ['two beginnings', '# >>> swop >>>\n# >>> swop >>>\n# <<< swop <<<\n', 1],
    ['words behind its end', '# >>> swop >>>\n# <<< swop <<<export A=1\n', 1],
  ])('is refused with %s', (_, text, line) => {
    expect(withBlock(text, code)).toBe(line)
    expect(withoutBlock(text)).toBe(line)
  })

  it('is one again where two files were merged', () => {
    const block = inserted('')
    expect(inserted(`a\n${block}b\n${block}c\n`)).toBe(inserted('a\nb\nc\n'))
  })

  it('has the line ends of the file, in which no carriage return belongs to a word', () => {
    expect(inserted('a\r\n', ['# why', 'x'])).toBe(
      'a\r\n# >>> swop >>>\r\n# why\r\nx #\r\n# <<< swop <<<\r\n',
    )
  })

  it('keeps a file that was made for it once others have written into it', () => {
    expect(removed(`${inserted(undefined)}mine\n`)).toBe('mine\n')
    expect(removed(inserted(`${inserted(undefined)}mine\n`))).toBe('mine\n')
    expect(removed(inserted(inserted(undefined)))).toBe(undefined)
    expect(removed(inserted(''))).toBe('')
  })
})

describe('the block on disk', () => {
  const box = new Sandbox()
  afterAll(() => box.remove())
  const path = join(box.home, '.bashrc')
  const insert = () => applyChanges(planBlocks([{ shell: 'bash', file: observeRcFile(path), code }]))

  it('goes into files and through links, with any mode, and leaves all as it was', () => {
    const hops = fc.array(fc.constantFrom('dots/rc', '../home/dots/other', 'rc'), { maxLength: 2 })
    const modes = fc.constantFrom(0o600, 0o644, 0o640, 0o755, 0o666)
    fc.assert(
      fc.property(fc.option(texts, { nil: undefined }), hops, modes, (text, links, mode) => {
        fs.emptyDirSync(box.home)
        fs.mkdirpSync(join(box.home, 'dots'))
        let file = path
        if (text !== undefined) {
          for (const target of new Set(links)) {
            fs.symlinkSync(join(box.home, target), file)
            file = join(box.home, target)
          }
          fs.writeFileSync(file, text, 'latin1')
          fs.chmodSync(file, mode)
        }
        const before = treeOf(box.home)
        insert()
        const once = treeOf(box.home)
        expect(once).not.toEqual(before)
        insert()
        expect(treeOf(box.home)).toEqual(once)
        applyChanges(planRemoval([observeRcFile(path)]))
        expect(treeOf(box.home)).toEqual(before)
      }),
      { numRuns: 300 },
    )
  })
})

describe('the diff', () => {
  it.each([
    ['a\nb\nc\nd\n', 'a\nb\nc\nd\ne\n', '@@ -2,3 +2,4 @@\n b\n c\n d\n+e\n'],
    ['a', 'a\nb\n', '@@ -1,1 +1,2 @@\n-a\n\\ No newline at end of file\n+a\n+b\n'],
    ['a\nx\na\n', 'a\na\n', '@@ -1,3 +1,2 @@\n a\n-x\n a\n'],
  ])('of %j and %j', (before, after, hunk) => {
    expect(unifiedDiff('/f', before, after)).toBe(`--- /f\n+++ /f\n${hunk}`)
  })

  it('of files that are made and removed', () => {
    expect(unifiedDiff('/f', undefined, 'a\n')).toBe('--- /dev/null\n+++ /f\n@@ -0,0 +1,1 @@\n+a\n')
    expect(unifiedDiff('/f', 'a\n', undefined)).toBe('--- /f\n+++ /dev/null\n@@ -1,1 +0,0 @@\n-a\n')
  })
})
