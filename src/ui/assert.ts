// In the place of node's own, which looks at the colours of stderr as soon as it is loaded, and so opens it: 4 ms of each start,
// for two functions that yargs asks whether its caller is right, and one that graceful-fs has for debugging.

export function strictEqual(one: unknown, other: unknown): void {
  if (!Object.is(one, other)) throw new TypeError(`${String(one)} is not ${String(other)}`)
}

export function notStrictEqual(one: unknown, other: unknown): void {
  if (Object.is(one, other)) throw new TypeError(`${String(one)} is not allowed`)
}

export const equal = strictEqual
