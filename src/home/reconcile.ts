import { Failure } from '../platform/failure.ts'
import { makeOwnFolder, makePrivateFolder, refuseSame } from '../platform/folders.ts'
import { isFolder } from '../platform/paths.ts'
import { withLock } from '../platform/lock.ts'
import { changedAt, removeMarks, removeStamp, setTime, writeStamp } from '../platform/stamps.ts'
import { baseLock, editionPrefix, xdgNames } from '../accounts/layout.ts'
import { planAccount, snapshotAccount, type Reconciliation } from './account-snapshot.ts'
import { applySteps, type Outcome } from './apply.ts'
import { baseNames } from './base-names.ts'
import { readLinked, refuseOtherLink } from './linked.ts'
import { factsOf } from './rest.ts'
import { isUnsettled, noteOf, subjectOf } from './subject.ts'
import { newestInput, watch } from './watch.ts'

// One round moves what is new to the real home, the next one bridges it elsewhere; more means that somebody is writing.
const rounds = 8

/**
 * Brings an account's homes to what the share map and the bridge say. Safe to repeat, and while codex runs.
 * @param edition the folder that tells shells that they may go by what they have learned
 * @returns what was done, and what was not
 * @throws Failure when a folder can't be read, when a login would stay linked, or when there is no end to it
 */
export async function reconcile(task: Reconciliation, edition: string): Promise<Outcome[]> {
  prepareFolders(task)
  // Accounts of another root may share this base home; a lock in it is seen by all of them, in containers, too.
  return withLock(baseLock(task.real.codexHome), () => comeToRest(task, edition), 'go on')
}

async function comeToRest(task: Reconciliation, edition: string): Promise<Outcome[]> {
  const { layout } = task.account
  const watched = watch(task)
  const done: Outcome[] = []
  for (let round = 0; round < rounds; round++) {
    // The folders get their time before they are read: what is made in them from now on shows. Two whole seconds back,
    // since bash 3.2 and fish 3.6 compare whole seconds.
    const written = Math.floor(Date.now() / 1000) - 2
    // oxlint-disable-next-line no-await-in-loop -- rounds come one after the other
    const read = await newestInput(watched)
    const texts = watched.texts.filter((path) => changedAt(path) !== undefined)
    for (const path of [...watched.outputs, ...texts]) setTime(path, written)
    const subject = subjectOf(task, watched, edition)
    const facts = isUnsettled(subject) ? undefined : factsOf(subject, baseNames())
    const snapshot = snapshotAccount(task)
    const steps = planAccount(snapshot)
    const changes = steps.filter(({ outcome }) => outcome === 'change')
    const failures = done.filter(({ failure }) => failure)
    // What failed once may work in the next round; twice, it is reported.
    if (changes.every(({ path }) => failures.filter((each) => each.path === path).length > 1)) {
      writeStamp(layout.inputsStamp, read)
      // A folder that may be a link and is none yet is to be looked at again, though nothing in it changes.
      const note = task.bridged.some(({ linkable }) => linkable)
        ? ''
        : noteOf(subject, facts, snapshot, steps)
      writeStamp(layout.outputsStamp, written, note)
      finish(task, edition, written)
      const last = failures.filter(
        ({ path }, n) =>
          changes.some((step) => step.path === path) &&
          failures.findLastIndex((each) => each.path === path) === n,
      )
      return [
        ...done.filter(({ failure }) => !failure),
        ...last,
        ...steps.filter(({ outcome }) => outcome !== 'change'),
      ]
    }
    // A kill from here on leaves an account that counts as not in order.
    removeMarks(layout.folder, editionPrefix)
    removeStamp(layout.outputsStamp)
    const outcomes = applySteps(changes, task.backups)
    const vital = outcomes.find(({ failure, vital }) => failure && vital)
    if (vital?.failure)
      throw new Failure(
        `${vital.path} still leads to the real home: ${vital.failure.message}`,
        vital.failure.hint,
      )
    done.push(...outcomes)
  }
  throw new Failure(
    `account '${task.account.name}' does not come to rest`,
    'something writes into its home all the time; end it, and run swop sync',
  )
}

/**
 * Says to shells that the account is in order. What is made in its own folder from now on shows; what was made there since
 * it was read would not, and it is the links that count.
 */
function finish({ account: { layout }, linked }: Reconciliation, edition: string, written: number): void {
  makePrivateFolder(edition)
  setTime(layout.folder, written)
  if (linked.some((folder) => readLinked(folder).present !== 'link'))
    removeMarks(layout.folder, editionPrefix) // which is a change of that folder, too
}

/** The folders that a plan is about; were one of the account's a link, its end would be taken for the account's. */
function prepareFolders({ account, real, linked, bridged }: Reconciliation): void {
  const { layout } = account
  if (!isFolder(real.home))
    throw new Failure(`the real home ${real.home} is not there`, 'mount it, or put it back')
  makePrivateFolder(real.codexHome)
  const inPlace = account.settings.codexHome
  if (inPlace !== undefined && !isFolder(inPlace))
    throw new Failure(
      `${inPlace}, the codex home of '${account.name}', is not there`,
      'mount it, or put it back',
    )
  const codex = inPlace === undefined ? [layout.codexHome] : []
  for (const path of [layout.home, ...codex]) makeOwnFolder(path, '')
  const links = new Set(linked.map((folder) => folder.account))
  for (const name of xdgNames.filter((each) => !links.has(layout.xdg[each])))
    makeOwnFolder(layout.xdg[name], real.xdg[name])
  for (const folder of linked) refuseOtherLink(folder)
  for (const folder of bridged) makeOwnFolder(folder.account, folder.real)
  for (const pair of [{ account: layout.codexHome, real: real.codexHome }, ...bridged])
    refuseSame(pair.account, pair.real)
}
