/** In fish's single quotes a backslash stands for itself, except before another one and before a quote. */
export function fishQuoted(text: string): string {
  return `'${text.replace(/[\\']/g, String.raw`\$&`)}'`
}
