import * as z from 'zod/mini'

const schema = z.object({
  version: z.literal(1),
  /** files that have a block, or were made: also those that are no candidates any more (another ZDOTDIR) */
  files: z.array(z.string().check(z.regex(/^\//))),
  /** folders that were not there before the first setup */
  folders: z.array(z.string().check(z.regex(/^\//))),
})

/** setup.json: what `swop uninstall` has to know. */
export type Record = Pick<z.infer<typeof schema>, 'files' | 'folders'>

/** A broken record is as good as none: it only adds to what swop finds by itself. */
export function parseRecord(text: string | undefined): Record {
  try {
    return schema.parse(JSON.parse(text ?? ''))
  } catch {
    return { files: [], folders: [] }
  }
}

/** The text of setup.json, with what an earlier setup has recorded. */
export function recordText(former: Record, { files, folders }: Record): string {
  const data = {
    version: 1,
    files: [...new Set([...former.files, ...files])].sort(),
    folders: [...new Set([...former.folders, ...folders])].sort(),
  }
  return `${JSON.stringify(data, null, 2)}\n`
}
