import ejs from 'ejs'
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** Templates and completions lie beside the folder (dist in the package, src in a checkout) that this module is in. */
const home = packageFolder(import.meta.dirname)
const folder = join(home, 'templates')

/**
 * Renders a template of shell text.
 * @param file its name in templates/, such as `env.zsh`
 * @param values what it speaks of: a flat object
 * @param quote the dialect's quoting: `<%= value %>` is a quoted word, `<%- value %>` is text as it stands
 */
export function render(file: string, values: object, quote: (text: string) => string): string {
  const path = join(folder, file)
  return ejs.render(readFileSync(path, 'utf8'), values, {
    escape: (value: unknown) => quote(String(value)),
    filename: path,
    // `include('restore.bash')` names a file as it is; ejs would add its own ending to a name without one.
    root: folder,
  })
}

/** The text of a file in completions/. */
export function completionText(file: string): string {
  return readFileSync(join(home, 'completions', file), 'utf8')
}

function packageFolder(from: string): string {
  return existsSync(join(from, 'package.json')) || from === dirname(from)
    ? from
    : packageFolder(dirname(from))
}
