/** What can't be run as it stands, by what it is replaced, and why. The whole list: everything else runs literally. */
export interface Substitution {
  line: RegExp
  by: string
  why: string
}

export const substitutions: readonly Substitution[] = [
  {
    line: /^npm (?:ci && npm )?(?:test|run (?!build)[\w:]+)(?: && npm run [\w:]+)?(?: -- [\w ]+)?$/,
    by: '',
    why: 'the whole check itself, for minutes to hours: only the names of the scripts are looked up',
  },
  {
    line: /^npm ci(?= &&|$)/,
    by: 'npm ci --dry-run --offline --no-audit --no-fund >/dev/null',
    why: 'the network: packages of the clone are there already; package.json and the lock file are still compared',
  },
  {
    line: /^npm install --global @openai\/codex@latest$/,
    by: 'codex --version',
    why: 'the network; it goes on with the codex that is there',
  },
  {
    line: /^(swop (?:setup|uninstall|uninstall --purge|logout \S+|remove \S+))$/,
    by: '$1 --yes',
    why: 'asks on a terminal; test/shells/setup and test/unit/asking answer there',
  },
  {
    line: /(swop login [\w-]+)$/,
    by: '$1 --device-auth',
    why: 'a browser comes back on port 1455, of which a machine has one: test/login/kinds does it',
  },
  {
    line: /^swop login work -- -c key=value$/,
    by: 'swop login work --device-auth -- -c model=gpt-5',
    why: 'the same; and a key that codex has',
  },
  {
    line: /^codex$/,
    by: 'codex exec hi',
    why: 'its screen waits for a person; test/login/open types into it',
  },
  {
    line: /^swop use$/,
    by: 'swop use private',
    why: 'the list waits for keys; test/shells/pick presses them',
  },
]

/**
 * Replaces what can't be run.
 * @returns the line to run, and what was done about it, if anything
 */
export function runnable(line: string): { line: string; substitution?: Substitution } {
  const substitution = substitutions.find((each) => each.line.test(line))
  if (!substitution) return { line }
  const names = [...line.matchAll(/npm (?!ci)(?:run )?([\w:]+)/g)].map(([, name]) => name)
  const looked = names.map((name) => `test -n "$(npm pkg get scripts.${name} | tr -d '{}"')"`).join(' && ')
  return { line: line.replace(substitution.line, substitution.by || looked), substitution }
}
