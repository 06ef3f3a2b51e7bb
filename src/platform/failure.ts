/** What the process exits with; product.md and the README document the same table. */
export const exitCodes = { done: 0, failed: 1, usage: 2, noSuchAccount: 3, drift: 4 } as const

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes]

/**
 * An error that a person can act on: one line that names the thing, one line on what to do.
 * Everything else that is thrown is a bug of swop's and is printed as one.
 */
export class Failure extends Error {
  override readonly name = 'Failure'

  /**
   * @param message what went wrong, naming the thing; no final full stop
   * @param hint what to do about it
   * @param exitCode what the process should exit with
   */
  constructor(
    message: string,
    readonly hint: string,
    readonly exitCode: ExitCode = exitCodes.failed,
  ) {
    super(message)
  }
}

/** The `code` of a node system error ('ENOENT' …), or undefined for anything else. */
export function systemCode(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined
}
