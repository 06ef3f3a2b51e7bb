const units: [string, number][] = [
  ['d', 24 * 3600_000],
  ['h', 3600_000],
  ['min', 60_000],
]

/**
 * A length of time as short as people say it: `12 d`, `3 h`, `5 min`; less than a minute is `0 min`.
 * @param milliseconds a clock that was set back makes it negative: that is no time
 */
export function span(milliseconds: number): string {
  // Two days are better said in hours than one and a half in days.
  const unit = units.find(([name, length]) => milliseconds >= (name === 'd' ? 2 : 1) * length)
  const [name, length] = unit ?? ['min', 60_000]
  return `${Math.max(0, Math.floor(milliseconds / length))} ${name}`
}
