/** The versions of codex that swop's tests run with; what is between them is taken to behave as these do. */
export const provedVersions = { oldest: '0.92.0', newest: '0.169.0' } as const

/** @returns what is to be said of a version, or undefined for one between the oldest and the newest */
export function unproved(version: string): 'older' | 'newer' | undefined {
  if (compare(version, provedVersions.oldest) < 0) return 'older'
  return compare(version, provedVersions.newest) > 0 ? 'newer' : undefined
}

/** By numbers; `0.170.0-alpha.1` counts as 0.170.0. */
function compare(one: string, other: string): number {
  const [a, b] = [one, other].map((version) => version.split(/[.+-]/, 3).map(Number))
  const differing = a?.findIndex((part, index) => part !== b?.[index]) ?? -1
  return differing === -1 ? 0 : (a?.[differing] ?? 0) - (b?.[differing] ?? 0)
}
