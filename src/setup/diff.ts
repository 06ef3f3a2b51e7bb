const context = 3

/**
 * A unified diff of two texts that differ in one place, for people to read and for patch(1).
 * @param before undefined for a file that is made
 * @param after undefined for a file that is removed
 */
export function unifiedDiff(path: string, before: string | undefined, after: string | undefined): string {
  const [old, fresh] = [linesOf(before), linesOf(after)]
  let same = 0
  while (same < old.length && same < fresh.length && old[same] === fresh[same]) same++
  let tail = 0
  while (tail < Math.min(old.length, fresh.length) - same && old.at(-1 - tail) === fresh.at(-1 - tail)) tail++
  const start = Math.max(0, same - context)
  const shown = Math.min(tail, context)
  const lines = [
    ...old.slice(start, same).map((line) => ` ${line}`),
    ...old.slice(same, old.length - tail).map((line) => `-${line}`),
    ...fresh.slice(same, fresh.length - tail).map((line) => `+${line}`),
    ...old.slice(old.length - tail, old.length - tail + shown).map((line) => ` ${line}`),
  ]
  const range = (all: readonly string[]) => {
    const count = all.length - tail + shown - start
    return `${count === 0 ? start : start + 1},${count}`
  }
  return [
    `--- ${before === undefined ? '/dev/null' : path}\n`,
    `+++ ${after === undefined ? '/dev/null' : path}\n`,
    `@@ -${range(old)} +${range(fresh)} @@\n`,
    ...lines.map((line) => (line.endsWith('\n') ? line : `${line}\n\\ No newline at end of file\n`)),
  ].join('')
}

function linesOf(text: string | undefined): string[] {
  return text ? text.split(/(?<=\n)/) : []
}
