import { accountLayout } from '../accounts/layout.ts'
import { endOrphans } from '../codex/daemon.ts'
import { resolved } from '../platform/paths.ts'
import { daemonsOf, type Daemon } from '../status/daemons.ts'
import { realHomeName } from '../status/inspect.ts'
import { ghostNames, moveGhost } from './ghosts.ts'
import type { Check, Finding } from './check.ts'
import type { Machine } from './machine.ts'

/**
 * codex's daemons (codex.md, section 6): each keeps the login and the environment of its start. Only those whose home is
 * gone are ended by a fix: nobody can be at work there.
 */
export const daemons: Check = {
  name: 'daemons',
  looksAt: "codex's app-server daemons: whose home, with which login, started from where",
  inspect: (machine) =>
    daemonsOf(machine.processes(), machine.root, machine.base).flatMap((daemon) => judge(daemon, machine)),
}

function judge(daemon: Daemon, machine: Machine): Finding[] {
  const { account, codexHome, isGone, pid, updater, startedFrom } = daemon
  const who = pid === null ? `the updater ${updater} of codex's daemon` : `codex's daemon ${pid}`
  if (isGone && !isHere(codexHome, machine)) return [] // another root's, or a test's
  if (isGone) {
    const fix = async () => endOf(codexHome, machine.root)
    const found = `${who} is running for ${codexHome}, which is gone`
    return [
      {
        found,
        why: 'it goes on with the login that was there',
        todo: `kill ${[pid, updater].filter(Boolean).join(' ')}`,
        fix,
      },
    ]
  }
  if (account === null || pid === null) return [] // another root's, or an updater that codex will use again
  if (account !== realHomeName && !machine.names.includes(account)) return []
  const of = account === realHomeName ? {} : { account }
  const todo = `swop daemons --stop ${account}; the next codex starts another one`
  const login = staleLogin(daemon, machine)
  return [
    ...(startedFrom === account
      ? []
      : [
          {
            ...of,
            found: `${who} was started from ${startedFrom === null ? 'an account that is gone' : placeWords(startedFrom)}`,
            why: "the commands that it runs have that one's HOME and settings",
            todo,
          },
        ]),
    ...(login
      ? [{ ...of, found: `${who} ${login}`, why: 'it goes on with the login of its start', todo }]
      : []),
  ]
}

/** Some make a part of their home anew only when they end. */
async function endOf(codexHome: string, root: string): Promise<string> {
  const pids = await endOrphans(codexHome)
  const ghost = ghostNames(root).find((name) => accountLayout(root, name).codexHome === codexHome)
  if (ghost !== undefined) moveGhost(root, ghost)
  return `ended ${pids.join(', ')}`
}

/** Whether a codex home was one of an account, or lay in the real home. */
function isHere(codexHome: string, { root, config }: Machine): boolean {
  return [root, config?.real.home].some(
    (folder) => folder !== undefined && codexHome.startsWith(`${resolved(folder)}/`),
  )
}

/** A ChatGPT login is also written when it is renewed, by the daemon itself too: its time says nothing. */
function staleLogin({ account, since }: Daemon, { logins }: Machine): string | undefined {
  const facts = logins().find(({ name }) => name === account)
  if (!facts || !since || facts.store.store !== 'file') return undefined
  const { auth } = facts
  // A daemon that was started before the first login of its home has none to go on with, but does not learn of it either.
  if (auth.state !== 'login' || auth.login.kind === 'chatgpt') return undefined
  return auth.changed.getTime() > since.getTime() + 2000
    ? 'was started before the present login was made'
    : undefined
}

function placeWords(name: string): string {
  return name === realHomeName ? 'the real home' : `account ${name}`
}
