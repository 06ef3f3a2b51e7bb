import fs from 'fs-extra'
import { delimiter, dirname, join } from 'node:path'
import { singleQuoted } from '../shell/dialects/posix.ts'
import type { Environment } from '../accounts/root.ts'

/** Every path of a verification; all of it lies in one throw-away folder. */
export interface Stage {
  /** The home that takes the place of the user's. */
  home: string
  /** `.codex` in it. */
  baseCodexHome: string
  /** SWOP_ROOT */
  root: string
  /** A folder of the search path, with `swop` in it. */
  bin: string
  scripts: string
  /** Where codex is run. */
  work: string
  /** A home for what is only asked for its version. */
  spare: string
  /** What CODEX_HOME and CODEX_SQLITE_HOME lead to before an account is activated. */
  decoys: { codexHome: string; sqliteHome: string }
}

/** @param folder the throw-away folder */
export function stageIn(folder: string): Stage {
  return {
    home: join(folder, 'home'),
    baseCodexHome: join(folder, 'home', '.codex'),
    root: join(folder, 'root'),
    bin: join(folder, 'bin'),
    scripts: join(folder, 'scripts'),
    work: join(folder, 'work'),
    spare: join(folder, 'spare'),
    decoys: { codexHome: join(folder, 'decoys', 'codex'), sqliteHome: join(folder, 'decoys', 'sqlite') },
  }
}

/** How swop itself is started. */
export interface Binary {
  node: string
  script: string
}

/**
 * Makes the folders, a home with a few files that a home has, and `swop` for the scripts.
 * @param codexConfig the text of config.toml, for the base home and for the decoy: were the decoy taken for the
 * codex home, then its key has to reach our server, and not the vendor's
 */
export function furnish(stage: Stage, codexConfig: string, { node, script }: Binary): void {
  const files: Record<string, string> = {
    [join(stage.baseCodexHome, 'config.toml')]: codexConfig,
    [join(stage.decoys.codexHome, 'config.toml')]: codexConfig,
    [join(stage.home, '.profile')]: '# nothing\n',
    [join(stage.home, '.gitconfig')]: '[user]\n\tname = swop verify\n',
    [join(stage.home, '.config', 'git', 'ignore')]: '*.orig\n',
  }
  // Two fish that start at once in a home without these folders get in each other's way, and warn.
  const fish = [join(stage.home, '.config', 'fish'), join(stage.home, '.local', 'share', 'fish')]
  const folders = [
    stage.root,
    stage.bin,
    stage.scripts,
    stage.work,
    stage.spare,
    stage.decoys.sqliteHome,
    ...fish,
  ]
  for (const folder of folders) fs.mkdirpSync(folder)
  for (const [path, text] of Object.entries(files)) {
    fs.mkdirpSync(dirname(path))
    fs.writeFileSync(path, text)
  }
  const swop = `#!/bin/sh\nexec ${singleQuoted(node)} ${singleQuoted(script)} "$@"\n`
  fs.writeFileSync(join(stage.bin, 'swop'), swop, { mode: 0o755 })
}

/**
 * The environment that everything runs in: nothing of the user's but the search path, the terminal and the language.
 * @param env the environment of this process
 */
export function cleanEnvironment(stage: Stage, env: Environment): Record<string, string> {
  const searchPath = [stage.bin, env.PATH ?? ''].join(delimiter)
  const language = Object.entries(env).filter(([name]) => name === 'LANG' || name.startsWith('LC_'))
  const kept = Object.fromEntries(
    language.filter((entry): entry is [string, string] => entry[1] !== undefined),
  )
  return {
    ...kept,
    HOME: stage.home,
    SWOP_ROOT: stage.root,
    PATH: searchPath,
    SWOP_VERIFY_PATH: searchPath,
    TERM: env.TERM || 'dumb',
  }
}

/** What an activation has to get out of the way: each of these outranks an account's login, or its home. */
export function decoyEnvironment(stage: Stage, key: string): Record<string, string> {
  return {
    CODEX_API_KEY: key,
    CODEX_ACCESS_TOKEN: key,
    CODEX_HOME: stage.decoys.codexHome,
    CODEX_SQLITE_HOME: stage.decoys.sqliteHome,
  }
}

/** What has appeared in the decoys, beside the file that they were furnished with. */
export function decoyEntries({ decoys }: Stage): string[] {
  return [
    ...fs
      .readdirSync(decoys.codexHome)
      .filter((name) => name !== 'config.toml')
      .map((name) => join(decoys.codexHome, name)),
    ...fs.readdirSync(decoys.sqliteHome).map((name) => join(decoys.sqliteHome, name)),
  ]
}
