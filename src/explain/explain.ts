import { matches } from '../codex/environment.ts'
import { Failure, exitCodes } from '../platform/failure.ts'
import { looksLikeKey, show } from './mask.ts'
import { chooser, explainVariable, knownNames } from './rows.ts'
import { warningsOf } from './warnings.ts'
import type { Observations } from './observations.ts'
import type { Explanation } from './report.ts'

/**
 * Explains an environment.
 * @param words names of variables, or patterns (`CODEX_*`) for those that explain knows; none for all of these
 * @throws Failure (usage) for a word that is neither; it is not repeated if it looks like a key
 */
export function explain(seen: Observations, words: readonly string[]): Explanation {
  const known = knownNames(seen)
  const names = words.length === 0 ? known : [...new Set(words.flatMap((word) => namesFor(word, known)))]
  const warnings = warningsOf(seen)
  const { account, env, direnv } = seen
  const chosenBy = account ? chooser(seen) : null
  const places = {
    account: null,
    binding: show('SWOP_BINDING', env.SWOP_BINDING),
    direnv: direnv?.file ?? '.envrc',
  }
  return {
    account: account?.account ?? null,
    chosenBy,
    place: chosenBy && places[chosenBy],
    variables: names.map((name) => explainVariable(name, seen)),
    warnings: warnings.filter(({ variable }) => variable === null || names.includes(variable)),
  }
}

function namesFor(word: string, known: readonly string[]): string[] {
  if (/^[A-Za-z_][A-Za-z0-9_]*$/.test(word) && !looksLikeKey(word)) return [word]
  const found = /^[A-Za-z0-9_*?]+$/.test(word) ? known.filter((name) => matches(name, [word])) : []
  if (found.length > 0) return found
  throw new Failure(
    `'${show('', word)}' is no variable's name, and fits none that matters here`,
    "give names like HOME or patterns like 'CODEX_*', or nothing for all",
    exitCodes.usage,
  )
}
