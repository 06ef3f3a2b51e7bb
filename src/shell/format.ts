/**
 * The format of the generated files: raise it whenever a template, or a list that goes into one, changes. Accounts
 * whose files have another format are not in order, and are generated again at their next activation.
 */
export const generatedFormat = 8
