import { expect, it } from 'vitest'
import { wholeCalls } from '../support/trace.ts'

it('puts calls together that strace has cut in two, in the order in which they began', () => {
  const log = [
    '7 open("a", O_RDONLY) = 3',
    '8 open("b", O_RDONLY <unfinished ...>',
    '9 open("c", O_RDONLY <unfinished ...>',
    '7 close(3) = 0',
    '9 <... open resumed>)        = 4',
    '8 <... open resumed>)    = -1 ENOENT',
    '8 open("d", O_RDONLY) = 5',
  ]
  expect(wholeCalls(log.join('\n'))).toEqual([
    '7 open("a", O_RDONLY) = 3',
    '8 open("b", O_RDONLY) = -1 ENOENT',
    '9 open("c", O_RDONLY) = 4',
    '7 close(3) = 0',
    '8 open("d", O_RDONLY) = 5',
  ])
})
