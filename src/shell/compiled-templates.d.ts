/** The templates, compiled when swop is built (.dev/templates.mjs). */
declare module 'swop:templates' {
  /** What ejs makes of a template: it writes values by `escape`, and another template by `include`. */
  type Template = (
    values: object,
    escape: (value: unknown) => string,
    include: (file: string, more: object) => string,
  ) => string

  /** @param file a name in templates/ */
  export function templateOf(file: string): Template | undefined
}
