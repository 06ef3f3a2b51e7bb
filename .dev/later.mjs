// Modules of node's own that take it milliseconds to load, and that most commands never need: loaded when first called.
const later = {
  'node:child_process': ['execFileSync', 'spawnSync'],
  'node:crypto': ['createHash', 'createHmac', 'randomBytes'],
  'node:tty': ['isatty'],
}

/**
 * For esbuild: what src imports of them. What packages import is left alone, and so is src/verify/ps.ts: promisify wants node's own
 * execFile. A name that is not here fails the build.
 */
export const loadedLater = {
  name: 'loaded later',
  setup(build) {
    const filter = new RegExp(`^(${Object.keys(later).join('|')})$`)
    build.onResolve({ filter }, ({ path, importer }) =>
      /\/src\/[^/]*(\/.*)?\.ts$/.test(importer) &&
      !importer.includes('/node_modules/') &&
      !importer.endsWith('/verify/ps.ts')
        ? { path, namespace: 'later' }
        : { path, external: true },
    )
    build.onLoad({ filter: /./, namespace: 'later' }, ({ path }) => ({
      contents: later[path]
        .map(
          (name) => `export const ${name} = (...given) => require(${JSON.stringify(path)}).${name}(...given)`,
        )
        .join('\n'),
    }))
  },
}
