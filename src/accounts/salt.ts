import { Failure } from '../platform/failure.ts'
import { newSalt, readConfig, writeConfig } from './store.ts'

/**
 * What logins are told apart by without a key being kept: it goes into every hash that is made of one, and differs from
 * installation to installation. config.json has it from the start, or from when it is first needed.
 * Takes no lock, so that those who hold it may ask, too.
 * @returns the salt; one for this run only where there is nothing to keep it in, or no way to
 * @throws Failure when config.json is broken
 */
export function loginSalt(root: string): string {
  const config = readConfig(root)
  if (config?.salt) return config.salt
  const salt = newSalt()
  if (!config) return salt
  try {
    writeConfig(root, { ...config, salt })
  } catch (error) {
    if (!(error instanceof Failure)) throw error
    return salt
  }
  return readConfig(root)?.salt ?? salt // another swop's, if it was a moment later
}
