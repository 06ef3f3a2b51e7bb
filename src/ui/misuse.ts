// yargs says what is wrong with a command line in words of its own, in one line or several, and without the dashes of options.
type Sentence = (...parts: string[]) => string

const sentences: [RegExp, Sentence][] = [
  [/^Unknown arguments?: (.*)$/, (words) => `unknown argument${words.includes(', ') ? 's' : ''}: ${words}`],
  [/^Not enough non-option arguments: .*$/, () => 'something is missing'],
  [/^Not enough arguments following: (\S+)$/, (option) => `${dashed(option)} needs a value`],
  [
    /^Arguments (\S+) and (\S+) are .*$/,
    (one, two) => `${dashed(one)} and ${dashed(two)} exclude each other`,
  ],
  [/^(?:Missing dependent|Implications)[^:]*: (.*)$/, (pairs) => pairs.replaceAll(/(\S+) -> (\S+)/g, needs)],
  [
    /^Invalid values: Argument: \S+, Given: (.+), Choices: (.+)$/,
    (given, all) => `${given} is none of ${all}`,
  ],
]

/**
 * What is wrong with a command line, as a sentence of ours.
 * @param message yargs' own
 * @param typed the words of the command line: an unknown option is named as it stands there
 */
export function misuse(message: string, typed: readonly string[]): string {
  const line = message.replace(/\s*\n\s*/g, ' ').replace(/[.:]$/, '')
  for (const [pattern, sentence] of sentences) {
    const [whole, ...parts] = pattern.exec(line) ?? []
    if (whole !== undefined) return withDashes(sentence(...parts), typed)
  }
  return line
}

function dashed(option = ''): string {
  return `--${option}`
}

function needs(_: string, option: string, other: string): string {
  return `${dashed(option)} needs ${dashed(other)}`
}

function withDashes(sentence: string, typed: readonly string[]): string {
  if (!sentence.startsWith('unknown')) return sentence
  const asTyped = (word: string) =>
    typed
      .find((each) => each.startsWith('-') && each.replace(/^-+|=.*$/gs, '') === word)
      ?.replace(/=.*$/s, '') ?? word
  return sentence.replace(/: (.*)$/s, (_, words: string) => `: ${words.split(', ').map(asTyped).join(', ')}`)
}
