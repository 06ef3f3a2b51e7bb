/**
 * The file in a folder of backups/ that says what is in it. Alone here, since the layout has it, which is bundled into
 * the command that imports no package.
 */
export const manifestName = 'manifest.jsonl'
