/** How many columns of a terminal a text takes: wide characters two, marks on another one none. */
export function columns(text: string): number {
  // Most texts; asking of each character costs a list of 50 accounts a tenth of its time.
  if (/^[ -~]*$/.test(text)) return text.length
  return [...text].reduce((sum, character) => sum + columnsOf(character), 0)
}

/** Cut in the middle to fit: the ends of a path, a name or an address say most. */
export function shorten(text: string, room: number): string {
  if (columns(text) <= room) return text
  const characters = [...text]
  const head = Math.floor((room - 1) / 3)
  return `${taken(characters, head)}…${taken(characters.toReversed(), room - 1 - head, true)}`
}

function taken(characters: readonly string[], room: number, reversed = false): string {
  let width = 0
  const end = characters.findIndex((character) => (width += columnsOf(character)) > room)
  const part = end === -1 ? [...characters] : characters.slice(0, end)
  return (reversed ? part.toReversed() : part).join('')
}

function columnsOf(character: string): number {
  if (/^\p{M}$/u.test(character)) return 0
  return /^[\p{sc=Han}\p{sc=Hangul}\p{sc=Hiragana}\p{sc=Katakana}\p{Emoji_Presentation}\uff01-\uff60]$/u.test(
    character,
  )
    ? 2
    : 1
}
