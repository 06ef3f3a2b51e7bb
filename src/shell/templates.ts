import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { templateOf } from 'swop:templates'

/**
 * Renders a template of shell text.
 * @param file its name in templates/, such as `env.zsh`
 * @param values what it speaks of: a flat object
 * @param quote the dialect's quoting: `<%= value %>` is a quoted word, `<%- value %>` is text as it stands
 */
export function render(file: string, values: object, quote: (text: string) => string): string {
  const template = templateOf(file)
  if (template === undefined) throw new Error(`there is no template ${file}`)
  return template(
    { __proto__: null, ...values },
    (value) => quote(String(value)),
    (other, more) => render(other, { ...values, ...more }, quote),
  )
}

/** The text of a file in completions/, which lies beside the folder (dist in the package, src in a checkout) that this module is in. */
export function completionText(file: string): string {
  return readFileSync(join(packageFolder(import.meta.dirname), 'completions', file), 'utf8')
}

function packageFolder(from: string): string {
  return existsSync(join(from, 'package.json')) || from === dirname(from)
    ? from
    : packageFolder(dirname(from))
}
