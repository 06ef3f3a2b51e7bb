// Compiles the templates when swop is built: at run time there is no ejs, and one file to read, by commands that render something.
import ejs from 'ejs'
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'

const id = 'swop:templates'
const folder = 'templates'
// It becomes a program of its own.
const launcher = 'launcher.sh'
const parameters = 'locals, escapeFn, include'

/** The functions, by a template's name, as CommonJS: ejs finds values by `with`, which ES modules can't use. */
export const compiledFile = 'templates.cjs'
export function compiled() {
  return bodies()
    .map(([name, body]) => `exports[${JSON.stringify(name)}] = function (${parameters}) {\n${body}}\n`)
    .join('')
}

function bodies() {
  const names = readdirSync(folder).filter((name) => name !== launcher)
  return names.sort().map((name) => {
    const text = readFileSync(join(folder, name), 'utf8')
    const template = new ejs.Template(text, { filename: name, compileDebug: false })
    template.compile() // throws where it is no JavaScript, and names the template
    return [name, template.source]
  })
}

/** For esbuild. */
export const compiledTemplates = {
  name: 'compiled templates',
  setup(build) {
    build.onResolve({ filter: new RegExp(`^${id}$`) }, () => ({ path: id, namespace: id }))
    build.onResolve({ filter: /./, namespace: id }, ({ path }) => ({ path, external: true }))
    build.onLoad({ filter: /./, namespace: id }, () => ({
      contents: `export const templateOf = (name) => require('./${compiledFile}')[name]`,
    }))
  },
}

/** For vitest, whose tests load src as it is. */
export const compiledTemplatesInTests = {
  name: compiledTemplates.name,
  resolveId: (asked) => (asked === id ? `\0${id}` : undefined),
  load: (asked) =>
    asked === `\0${id}`
      ? `const bodies = ${JSON.stringify(Object.fromEntries(bodies()))}
export const templateOf = (name) => bodies[name] && new Function('${parameters}', bodies[name])`
      : undefined,
}
