/** A place outside of all homes where codex may write, and why that is no fault. */
export interface HarmlessPlace {
  /** What the report calls it. */
  name: string
  test: RegExp
  why: string
  /** Two accounts must not have the same path there. */
  apart?: true
}

/** What was seen of 0.92.0 to 0.169.0; anything else outside of the homes is a finding. */
export const harmlessPlaces: readonly HarmlessPlace[] = [
  {
    name: "the daemon's sockets",
    test: /^(\/private)?\/tmp\/codex-daemon-[^/]+(\/.*)?$/,
    why: 'named after the canonical path of the socket in CODEX_HOME, so each account has its own',
    apart: true,
  },
  {
    name: 'devices',
    test: /^\/dev\/(null|tty|ptmx|pts\/\d+|zero|u?random|full)$/,
    why: 'nothing stays there',
  },
  { name: 'shared memory', test: /^\/dev\/shm(\/|$)/, why: 'nothing stays there' },
  { name: 'processes', test: /^\/proc\//, why: "the kernel's view of a process" },
  {
    name: 'nameless files',
    test: /^\/(var\/)?tmp\/#\d+$/,
    why: 'O_TMPFILE: never has a name, and is gone when it is closed',
  },
  {
    name: "SQLite's temporary files",
    test: /^\/(var\/|private\/var\/)?tmp\/etilqs_[^/]+$/,
    why: 'removed as soon as they are open (seen of 0.124.0)',
  },
  {
    name: 'services of the system',
    test: /^(\/var)?\/run\/(user\/\d+\/bus|nscd\/socket|dbus\/system_bus_socket|systemd\/.*)$|^\/var\/lib\/sss\/pipes\//,
    why: 'asked, not written to',
  },
  { name: 'abstract sockets', test: /^@/, why: 'not a path' },
]

/** @returns the place that a path is in; undefined when a write there is not expected */
export function harmlessPlace(path: string): HarmlessPlace | undefined {
  return harmlessPlaces.find(({ test }) => test.test(path))
}
