import type { Window } from './usage.ts'

const second = 1000
const minute = 60 * second
const hour = 60 * minute
const day = 24 * hour

/** What people call a window: `5 h`, `week`. */
export function windowName({ minutes }: Window): string {
  if (minutes === null) return 'limit'
  if (minutes === 7 * 24 * 60) return 'week'
  if (minutes % (24 * 60) === 0) return minutes === 24 * 60 ? 'day' : `${minutes / (24 * 60)} days`
  return minutes % 60 === 0 ? `${minutes / 60} h` : `${minutes} min`
}

/**
 * When a window begins anew: `resets in 2 h 10 min`, further off `resets Tue 14:00` and `resets 3 Dec 14:00`.
 * @param now ms since the epoch
 */
export function resetWords({ resetsAt }: Window, now: number): string {
  if (resetsAt === null) return ''
  const ahead = resetsAt - now
  if (ahead <= 0) return 'has reset since'
  if (ahead < day) {
    const minutes = Math.ceil(ahead / minute)
    const [hours, rest] = [Math.floor(minutes / 60), minutes % 60]
    return `resets in ${[hours > 0 ? `${hours} h` : '', rest > 0 ? `${rest} min` : ''].filter(Boolean).join(' ')}`
  }
  const date = new Date(resetsAt)
  const pad = (number: number) => String(number).padStart(2, '0')
  const time = `${pad(date.getHours())}:${pad(date.getMinutes())}`
  // A week from now is the same day's name as today.
  const near = ahead < 6 * day
  return `resets ${near ? days[date.getDay()] : `${date.getDate()} ${months[date.getMonth()]}`} ${time}`
}

const days = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat']
const months = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ')

/** How old an answer is: `now`, `35 s ago`, `3 h ago`. */
export function ageWords(age: number): string {
  if (age < 2 * second) return 'now'
  const [unit, name] = units.find(([size]) => age >= size) ?? [second, 's']
  const count = Math.floor(age / unit)
  return `${count} ${name === 'day' && count > 1 ? 'days' : name} ago`
}

const units: [number, string][] = [
  [day, 'day'],
  [hour, 'h'],
  [minute, 'min'],
  [second, 's'],
]
