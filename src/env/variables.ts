import { loginVariables, homeVariables } from '../codex/variables.ts'

/** A variable that an activation sets or unsets, and a deactivation puts back. */
export interface ManagedVariable {
  name: string
  /**
   * The baseline's format (SWOP_SAVED) that first had this variable. A shell that was activated by an older swop has
   * no saved value for a newer variable: restoring must not touch it then, and the next activation saves it
   * (traps.md, 5). Never remove a row or lower a number; to manage one more variable, raise `baselineFormat`.
   */
  since: number
}

/** The value of SWOP_SAVED that this version writes: a digit, compared as text by the generated code. */
export const baselineFormat = 1

const since1 = [
  'HOME',
  'XDG_CONFIG_HOME',
  'XDG_STATE_HOME',
  'XDG_DATA_HOME',
  'XDG_CACHE_HOME',
  ...homeVariables,
  'SWOP_ROOT',
  ...loginVariables,
]

/** All managed variables; SWOP_ACCOUNT and SWOP_SAVED* are swop's own and have no baseline. */
export const managedVariables: readonly ManagedVariable[] = since1.map((name) => ({ name, since: 1 }))
