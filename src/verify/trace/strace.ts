import { absolute, type Action, type TraceEvent } from './event.ts'
import { Processes, type State } from './process-states.ts'
import { callsIn, descriptorPath, stringIn, type Call } from './strace-line.ts'
import { onDescriptor, shapes, type Where } from './system-calls.ts'

/**
 * The words for strace: follow children, print the paths of descriptors, watch what `straceEvents` understands. A
 * question mark stands before what not every machine has.
 * @param log where it writes
 */
export function straceWords(log: string): string[] {
  const beside = 'bind connect flock fcntl ftruncate fchmod fchown fsetxattr fchdir clone unshare'.split(' ')
  const perhaps = 'clone3 fork vfork setns'.split(' ').map((name) => `?${name}`)
  const watched = ['%file', ...beside, ...perhaps].join(',')
  return ['-f', '-y', '-qq', '-s', '4096', '-e', 'signal=none', '-e', `trace=${watched}`, '-o', log]
}

/**
 * What the traced processes did to paths, in order.
 * @param text a log that strace wrote with `straceWords`
 * @param folder the working folder of the first process
 */
export function straceEvents(text: string, folder: string): TraceEvent[] {
  const calls = callsIn(text)
  const processes = new Processes(calls, folder)
  return calls.flatMap((call) => {
    const state = processes.see(call)
    return eventsOf(call, state)
  })
}

function eventsOf(call: Call, { folder, sandboxed }: State): TraceEvent[] {
  const { name, words, ok, result } = call
  const event = (action: Action, path: string): TraceEvent => ({
    action,
    path: absolute(path, folder),
    ok,
    sandboxed,
  })

  if (/^open(at2?)?$/.test(name)) {
    const word = name === 'open' ? 0 : 1
    const path = pathAt(words, { word, ...(word === 1 ? { at: 0 } : {}) })
    if (path === undefined) return []
    const opened = event(
      /O_(WRONLY|RDWR|CREAT|TRUNC|APPEND)\b/.test(words[word + 1] ?? '') ? 'write' : 'read',
      path,
    )
    const real = descriptorPath(result)
    return [real === undefined ? opened : { ...opened, real }]
  }
  if (name === 'bind' || name === 'connect') {
    const path = stringIn(/sun_path=(@?".*")/s.exec(words[1] ?? '')?.[1])
    if (path === undefined) return []
    // A connection that is not there at once is one all the same.
    const made = ok || result.includes('EINPROGRESS')
    return [{ ...event(name === 'bind' ? 'socket' : 'connect', path), ok: made }]
  }
  const action =
    name === 'fcntl' && /SETLK/.test(words[1] ?? '') && !words.join().includes('F_UNLCK')
      ? 'lock'
      : onDescriptor[name]
  if (action) {
    const path = descriptorPath(words[0])
    return path === undefined ? [] : [{ ...event(action, path), real: path }]
  }
  const shape = shapes[name]
  if (!shape) return []
  const [path, to] = shape.paths.map((where) => pathAt(words, where))
  if (path === undefined) return []
  const done = event(shape.action, path)
  return [to === undefined ? done : { ...done, to: absolute(to, folder) }]
}

function pathAt(words: readonly string[], { word, at }: Where): string | undefined {
  const base = at === undefined ? undefined : descriptorPath(words[at])
  const path = stringIn(words[word])
  if (path === undefined || path === '') return base
  return base === undefined || path.startsWith('/') ? path : `${base}/${path}`
}
