// Programs in a process group of their own can be ended as a whole, with all that they have started; but Ctrl-C at the
// terminal does not reach them. Those that are guarded end with this process.

const guarded = new Set<number>()
const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/** @param pid the leader of a group that is to end when this process does, however that ends */
export function guardGroup(pid: number): void {
  if (guarded.size === 0) {
    for (const signal of signals) process.on(signal, onSignal)
    process.on('exit', endAll)
  }
  guarded.add(pid)
}

/** Ends a guarded group at once. */
export function endGroup(pid: number): void {
  if (!guarded.delete(pid)) return
  try {
    process.kill(-pid, 'SIGKILL')
  } catch {
    // ESRCH: all of them have ended already
  }
  if (guarded.size > 0) return
  for (const signal of signals) process.off(signal, onSignal)
  process.off('exit', endAll)
}

function endAll(): void {
  for (const pid of guarded) endGroup(pid)
}

function onSignal(signal: NodeJS.Signals): void {
  endAll()
  process.kill(process.pid, signal) // now without a handler: whoever waits for us sees the signal
}
