import fs from 'fs-extra'
import { delimiter, join, resolve } from 'node:path'
import { codexCommand } from '../support/codex.ts'

/**
 * Programs that do a part of what swop does, as far as they are here: on PATH, or below .cache/bench/peers, which
 * `npm install --prefix .cache/bench/peers @jdxcode/mise-linux-x64` fills.
 * @returns name → path
 */
export function peerTools(): Record<string, string> {
  const own = resolve('.cache/bench/peers/node_modules/.bin')
  const folders = [own, ...(process.env.PATH ?? '').split(delimiter)]
  const found = ['direnv', 'zoxide', 'mise'].flatMap((name): [string, string][] => {
    const path = folders.map((folder) => join(folder, name)).find((each) => fs.existsSync(each))
    return path === undefined ? [] : [[name, fs.realpathSync(path)]]
  })
  return { ...Object.fromEntries(found), codex: codexCommand }
}
