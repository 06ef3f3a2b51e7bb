/** Looks when it is first asked, and not again. */
export function once<Result>(look: () => Result): () => Result {
  const look1 = remembered(look)
  return () => look1('')
}

/** The same for each name. */
export function remembered<Result>(look: (name: string) => Result): (name: string) => Result {
  const seen = new Map<string, { result: Result }>()
  return (name) => {
    const present = seen.get(name) ?? { result: look(name) }
    seen.set(name, present)
    return present.result
  }
}
