import type { TestShell } from '../support/shells.ts'

/** What a person types to see what a statement costs in their shell: a thousand times as much. */
export function loopText({ dialect }: TestShell, statement: string): string {
  if (dialect === 'fish') return `time for i in (seq 1000); ${statement}; end`
  if (dialect === 'zsh') return `time (repeat 1000 { ${statement} })`
  return `time for i in {1..1000}; do ${statement}; done`
}
