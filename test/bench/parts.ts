import { bigHome } from './parts/big-home.ts'
import { commandsPart } from './parts/commands.ts'
import { direnv } from './parts/direnv.ts'
import { hooks } from './parts/hooks.ts'
import { load } from './parts/load.ts'
import { peers } from './parts/peers.ts'
import { scale } from './parts/scale.ts'
import { tab } from './parts/tab.ts'
import { use } from './parts/use.ts'
import { verify } from './parts/verify.ts'
import type { Part } from './row.ts'

/** All parts of the bench, in the order of the table. */
export const parts: readonly Part[] = [
  use,
  load,
  hooks,
  tab,
  commandsPart,
  direnv,
  bigHome,
  verify,
  peers,
  scale,
]
