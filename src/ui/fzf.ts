import { findCommand } from '../platform/processes.ts'
import { choose } from '../platform/programs.ts'
import type { Environment } from '../accounts/root.ts'
import type { Choice, Chosen } from './pick.ts'

/**
 * Lets a person choose with fzf, in the looks that they have given it (FZF_DEFAULT_OPTS).
 * @returns undefined where there is no fzf, or none that works
 */
export async function pickByFzf(
  message: string,
  choices: readonly Choice[],
  env: Environment,
): Promise<Chosen | undefined> {
  const fzf = findCommand('fzf', env.PATH, () => true)
  if (fzf === undefined) return undefined
  const words = [
    '--delimiter=\t',
    '--with-nth=2..',
    '--no-multi',
    '--no-print-query',
    '--reverse',
    '--height=40%',
    `--prompt=${message}> `,
  ]
  const input = choices.map(({ value, line }) => `${value}\t${line}\n`).join('')
  const { exitCode, stdout } = await choose(fzf, words, env, input)
  // 1: nothing fits; 130: Escape, Ctrl-C (man fzf, "Exit status")
  if (exitCode === 1 || exitCode === 130) return { value: undefined }
  const value = stdout.trimEnd().split('\n').at(-1)?.split('\t')[0]
  return exitCode === 0 && value !== undefined && choices.some((choice) => choice.value === value)
    ? { value }
    : undefined
}
