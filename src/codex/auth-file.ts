import { lstatSync, type Stats } from 'node:fs'
import { join } from 'node:path'
import { systemCode } from '../platform/failure.ts'
import { readPart } from '../platform/parts.ts'
import { parseLogin, saltedMark, type Login, type Mark } from './login.ts'

/** What a codex home's auth.json is; the words go after "auth.json". */
export type AuthFile =
  | { state: 'absent' }
  | { state: 'login'; login: Login; warnings: string[] }
  | { state: 'broken'; reason: string }

/** The same, with what to do, and when the file was last written. */
export type InspectedAuthFile =
  | { state: 'absent' }
  | { state: 'login'; login: Login; warnings: AuthFileWarning[]; changed: Date }
  | { state: 'broken'; reason: string; cure: string }

/** Something that codex can live with, or refuses only when it is about to write. */
export interface AuthFileWarning {
  message: string
  cure: string
}

// Throws for what is not UTF-8. A byte order mark stays: codex does not take it either. Making one takes longer than what it
// does.
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** Codex's own has 2 to 10 KB. */
const limit = 1024 * 1024

/**
 * Looks at the login of a codex home. Opens auth.json for reading only, and reads no more than a limit.
 * @param codexHome the folder, which need not exist
 * @param salt what is made of a key or a token is the same for the same salt (accounts/salt.ts has a lasting one)
 * @returns what it is; never throws, never a part of a token or key
 */
export function readAuthFile(codexHome: string, salt: string): AuthFile {
  return readLoginFile(join(codexHome, 'auth.json'), salt)
}

/** The same for a file of any name: somebody may have put a login away. */
export function readLoginFile(path: string, salt: string): AuthFile {
  const file = inspectLoginFile(path, saltedMark(salt))
  if (file.state === 'absent') return file
  if (file.state === 'broken') return { state: 'broken', reason: file.reason }
  const warnings = file.warnings.map(({ message }) => message)
  return { state: 'login', login: file.login, warnings }
}

/** The same as readAuthFile, for those who tell people what to do. */
export function inspectAuthFile(codexHome: string, mark: Mark): InspectedAuthFile {
  return inspectLoginFile(join(codexHome, 'auth.json'), mark)
}

function inspectLoginFile(path: string, mark: Mark): InspectedAuthFile {
  const broken = (reason: string, cure = `move ${path} away, then log in again`) =>
    ({ state: 'broken', reason, cure }) as const
  let isLink = false
  try {
    isLink = lstatSync(path).isSymbolicLink()
    const { bytes, stat } = readPart(path, 'start', limit)
    if (stat.isDirectory()) return broken('is a folder')
    if (bytes === undefined) return broken('is not a file')
    if (stat.size > limit) return broken(`is no login: it is larger than ${limit / 1024 / 1024} MB`)
    const login = parseLogin(utf8.decode(bytes), mark)
    if ('problem' in login) return broken(login.problem)
    return { state: 'login', login, warnings: warningsOf(path, isLink, stat), changed: stat.mtime }
  } catch (error) {
    const code = systemCode(error)
    if (code === 'ENOENT') return isLink ? broken('is a link that leads nowhere') : { state: 'absent' }
    if (code === 'ELOOP') return broken('is a link that leads in a circle')
    if (error instanceof TypeError) return broken('is not text (not UTF-8)')
    return broken(
      `can't be read (${code ?? 'unknown reason'})`,
      `check owner and mode of ${path} and its folder`,
    )
  }
}

/** codex.md, section 2: what 0.169.0 refuses to write; 0.92.0 keeps a loose mode. */
function warningsOf(path: string, isLink: boolean, stat: Stats): AuthFileWarning[] {
  const mode = stat.mode & 0o777
  const octal = `0${mode.toString(8).padStart(3, '0')}`
  const own = process.getuid?.()
  const again = `move ${path} away, then log in again`
  const warnings: [boolean, string, string][] = [
    [isLink, 'is a link: whoever else uses that file has the same login', again],
    [stat.nlink > 1, 'is hard-linked: codex refuses to write it, so its tokens are not renewed', again],
    [own !== undefined && stat.uid !== own, `belongs to another user (uid ${stat.uid})`, `chown it: ${path}`],
    [(mode & 0o077) !== 0, `is open to other users (mode ${octal})`, `chmod 600 ${path}`],
    [(mode & 0o200) === 0, `is read-only (mode ${octal}): its tokens are not renewed`, `chmod 600 ${path}`],
  ]
  return warnings.filter(([holds]) => holds).map(([, message, cure]) => ({ message, cure }))
}
