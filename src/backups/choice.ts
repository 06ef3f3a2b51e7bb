import { Failure, exitCodes } from '../platform/failure.ts'

/** Which backups are to be deleted: those that all of it fits. */
export interface Criteria {
  /** ms */
  olderThan: number
  /** bytes */
  largerThan: number
  /** also those that hold a login */
  logins: boolean
}

/** What is asked of a backup. */
export interface Candidate {
  when: Date
  bytes: number
  holdsLogin: boolean
  /** something is in its folder that its manifest does not have */
  hasOthers: boolean
}

/** A backup of that age and size. */
export interface Choice<Kind> {
  backup: Kind
  /** why it is not deleted all the same */
  keptFor?: string
}

/** Chooses among the backups: pure. */
export function choose<Kind extends Candidate>(
  backups: readonly Kind[],
  { olderThan, largerThan, logins }: Criteria,
  now: Date,
): Choice<Kind>[] {
  return backups
    .filter(({ when, bytes }) => now.getTime() - when.getTime() > olderThan && bytes > largerThan)
    .map((backup) => {
      if (backup.hasOthers) return { backup, keptFor: 'it holds something that its manifest does not have' }
      if (backup.holdsLogin && !logins)
        return { backup, keptFor: 'it holds a login; --logins deletes it, too' }
      return { backup }
    })
}

const ages = { h: 3_600_000, d: 86_400_000, w: 7 * 86_400_000 }

/**
 * @param text such as 12h, 90d or 8w
 * @returns ms
 * @throws Failure (usage)
 */
export function parseAge(text: string): number {
  const [, number, unit] = /^(\d{1,6})([hdw])$/.exec(text) ?? []
  if (number !== undefined) return Number(number) * ages[unit as keyof typeof ages]
  throw new Failure(`'${text}' is no age`, 'write a number with h, d or w: 12h, 90d, 8w', exitCodes.usage)
}

const sizes = { k: 1e3, m: 1e6, g: 1e9 }

/**
 * @param text such as 500k, 20M or 1G: powers of ten, as they are printed
 * @returns bytes
 * @throws Failure (usage)
 */
export function parseSize(text: string): number {
  const [, number, unit] = /^(\d{1,6})([kmg])b?$/i.exec(text) ?? []
  if (number !== undefined) return Number(number) * sizes[unit?.toLowerCase() as keyof typeof sizes]
  throw new Failure(`'${text}' is no size`, 'write a number with k, M or G: 500k, 20M, 1G', exitCodes.usage)
}

/** Bytes for people. */
export function sizeText(bytes: number): string {
  const step = [
    [1e9, 'GB'],
    [1e6, 'MB'],
    [1e3, 'kB'],
  ].find(([size]) => bytes >= Number(size))
  return step ? `${(bytes / Number(step[0])).toFixed(1)} ${step[1]}` : `${bytes} B`
}
