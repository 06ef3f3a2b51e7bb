import { clock } from './clock.ts'
import { codex } from './codex.ts'
import { config } from './config.ts'
import { daemons } from './daemons.ts'
import { databaseIntegrity } from './database-integrity.ts'
import { databasePlace } from './database-place.ts'
import { direnv } from './direnv.ts'
import { disk } from './disk.ts'
import { drift } from './drift.ts'
import { generated } from './generated.ts'
import { ghosts } from './ghosts.ts'
import { guard } from './guard.ts'
import { leftovers } from './leftovers.ts'
import { links } from './links.ts'
import { logins } from './logins.ts'
import { modes } from './modes.ts'
import { network } from './network.ts'
import { outrank } from './outrank.ts'
import { rc } from './rc.ts'
import { sandbox } from './sandbox.ts'
import { settings } from './settings.ts'
import { shells } from './shells.ts'
import { skills } from './skills.ts'
import { unfinished } from './unfinished.ts'
import { unknown } from './unknown.ts'
import type { Check } from './check.ts'

/** Those that read some files; in the order of their findings, and of their fixes. */
export const fast: readonly Check[] = [
  settings,
  unfinished,
  disk,
  network,
  leftovers,
  outrank,
  config,
  logins,
  clock,
  modes,
  links,
  databasePlace,
  skills,
  direnv,
  generated,
  drift,
  unknown,
  daemons,
  ghosts,
]

/** Those that wait for other programs: all are started at once, before the fast ones. */
export const slow: readonly Check[] = [codex, rc, shells, databaseIntegrity, sandbox, guard]
