import { rootLayout, shellFile, xdgNames } from '../accounts/layout.ts'
import { functionShells, quotes } from './dialects/index.ts'
import { render } from './templates.ts'
import type { Binding } from '../accounts/bindings.ts'
import type { RealHome } from '../accounts/real-home.ts'
import type { GeneratedFiles } from './generated.ts'

/** What a shell activates by itself. */
export interface Start {
  /** the account of a new shell; empty for none */
  fallback: string
  /** longest folder first; no folder twice */
  bindings: readonly Binding[]
  /** swop's folder of accounts, with links resolved */
  accounts: string
  /** the real home, with links resolved */
  real: RealHome
}

// PCRE2 refuses an expression that compiles to more than 64 KB.
const atOnce = 200

/** The default account and the bindings, for each shell that has functions. */
export function startFiles(root: string, { fallback, bindings, accounts, real }: Start): GeneratedFiles {
  const folders = bindings.map(({ folder }) => within(folder))
  const values = {
    fallback,
    map: shellFile(root, 'start-map', 'bash'),
    cases: shellFile(root, 'start-case', 'bash'),
    bindings: bindings.map(({ folder, account }) => ({ folder: within(folder), account })),
    common: commonFolder(folders),
    // Only some: fish reads the expression anew at each cd.
    outer: folders.length > 10 ? [commonFolder(folders)] : folders,
    expressions: expressionsOf(folders),
    escaped,
    accounts: within(accounts),
    homes: [
      { name: 'home', real: real.home === '/' ? '' : real.home },
      ...xdgNames.map((name) => ({ name, real: real.xdg[name] })),
    ],
  }
  const files: GeneratedFiles = new Map(
    functionShells.map((shell) => [
      shellFile(root, 'start', shell),
      render(`start.${shell}`, values, quotes[shell]),
    ]),
  )
  for (const part of ['start-map', 'start-case'] as const) {
    files.set(shellFile(root, part, 'bash'), render(`${part}.bash`, values, quotes.bash))
  }
  return files.set(rootLayout(root).starts, fallback !== '' || bindings.length > 0 ? 'yes\n' : '')
}

/** Where those files are. */
export function startPaths(root: string): string[] {
  return [
    ...functionShells.map((shell) => shellFile(root, 'start', shell)),
    shellFile(root, 'start-map', 'bash'),
    shellFile(root, 'start-case', 'bash'),
    rootLayout(root).starts,
  ]
}

/** With a slash behind it a folder is how the path of everything in it begins; also the root. */
function within(folder: string): string {
  return folder === '/' ? '/' : `${folder}/`
}

/** The nearest folder that all of these are in, or are; each with a slash behind it. */
function commonFolder(folders: readonly string[]): string {
  const [first, ...others] = folders.map((folder) => folder.split('/').slice(0, -1))
  const parts = others.reduce(
    (common, other) => {
      const apart = common.findIndex((part, index) => part !== other[index])
      return apart === -1 ? common : common.slice(0, apart)
    },
    first ?? [''],
  )
  return `${parts.join('/')}/`
}

/** For fish, which has patterns with * and ? only, and no way to quote them: what matches the longest of the folders. */
function expressionsOf(folders: readonly string[]): string[] {
  return Array.from({ length: Math.ceil(folders.length / atOnce) }, (_, chunk) => {
    const some = folders.slice(chunk * atOnce, (chunk + 1) * atOnce)
    const common = commonFolder(some)
    const rests = some.map((folder) => escaped(folder.slice(common.length)))
    return `^(?<__swop_bound>${escaped(common)}(?:${rests.join('|')}))`
  })
}

function escaped(text: string): string {
  return text.replace(/[^A-Za-z0-9/\u0080-\uFFFF]/g, String.raw`\$&`)
}
