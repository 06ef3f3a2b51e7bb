import type { Action } from './event.ts'

/** A path's place among a call's words: `at` follows the descriptor that it is relative to. */
export type Where = { word: number; at?: number }

/** How a call names what it changes. */
export interface Shape {
  action: Action
  /** Of the path that changes; for a rename also of where it goes. */
  paths: readonly Where[]
}

const plain = (action: Action, ...words: number[]): Shape => ({
  action,
  paths: words.map((word) => ({ word })),
})
const relative = (action: Action, ...words: number[]): Shape => ({
  action,
  paths: words.map((word) => ({ word, at: word - 1 })),
})

// The manual pages of the calls; where the path may be NULL, the descriptor before it is meant.
export const shapes: Record<string, Shape> = {
  creat: plain('write', 0),
  truncate: plain('write', 0),
  mkdir: plain('make', 0),
  mkdirat: relative('make', 1),
  mknod: plain('make', 0),
  mknodat: relative('make', 1),
  rename: plain('rename', 0, 1),
  renameat: relative('rename', 1, 3),
  renameat2: relative('rename', 1, 3),
  link: plain('link', 1),
  linkat: relative('link', 3),
  symlink: plain('link', 1),
  symlinkat: { action: 'link', paths: [{ word: 2, at: 1 }] },
  unlink: plain('remove', 0),
  unlinkat: relative('remove', 1),
  rmdir: plain('remove', 0),
  chmod: plain('mode', 0),
  fchmodat: relative('mode', 1),
  fchmodat2: relative('mode', 1),
  chown: plain('mode', 0),
  lchown: plain('mode', 0),
  fchownat: relative('mode', 1),
  utime: plain('mode', 0),
  utimes: plain('mode', 0),
  futimesat: relative('mode', 1),
  utimensat: relative('mode', 1),
  setxattr: plain('mode', 0),
  lsetxattr: plain('mode', 0),
  removexattr: plain('mode', 0),
  stat: plain('read', 0),
  lstat: plain('read', 0),
  access: plain('read', 0),
  readlink: plain('read', 0),
  newfstatat: relative('read', 1),
  statx: relative('read', 1),
  faccessat: relative('read', 1),
  faccessat2: relative('read', 1),
  readlinkat: relative('read', 1),
}
/** Calls that change the file behind their first word, a descriptor. */
export const onDescriptor: Record<string, Action> = {
  ftruncate: 'write',
  fchmod: 'mode',
  fchown: 'mode',
  fsetxattr: 'mode',
  flock: 'lock',
}
