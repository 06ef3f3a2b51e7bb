import { expect, test } from 'vitest'
import { findShells, script, shells } from '../../src/verify/shells.ts'

test('a script is what a person would write: by the functions', () => {
  const session = { shell: 'zsh', way: 'use', account: 'verifyA', runs: ['r1', 'r2'] } as const
  expect(script(session)).toBe(`export PATH="$SWOP_VERIFY_PATH"
failed=0
. "$SWOP_ROOT/shell/init.zsh" || exit 1
swop use verifyA || exit 1
export SWOP_VERIFY_RUN=r1
codex exec --skip-git-repo-check hi </dev/null >/dev/null || failed=1
export SWOP_VERIFY_RUN=r2
codex exec --skip-git-repo-check hi </dev/null >/dev/null || failed=1
swop off || failed=1
exit "$failed"
`)
})

test('a script is what a person would write: by eval', () => {
  expect(script({ shell: 'sh', way: 'eval', account: 'verifyB', runs: [] }))
    .toBe(`export PATH="$SWOP_VERIFY_PATH"
failed=0
eval "$(swop env verifyB --shell sh)" || exit 1
eval "$(swop env off --shell sh)" || failed=1
exit "$failed"
`)
  expect(script({ shell: 'fish', way: 'eval', account: 'verifyB', runs: ['r1'] }))
    .toBe(`set -gx PATH (string split : -- $SWOP_VERIFY_PATH)
set failed 0
swop env verifyB --shell fish | source; or exit 1
set -gx SWOP_VERIFY_RUN r1
codex exec --skip-git-repo-check hi </dev/null >/dev/null; or set failed 1
swop env off --shell fish | source; or set failed 1
exit $failed
`)
})

test('shells that are not there are named', () => {
  expect(findShells('/nowhere')).toEqual({ found: [], missing: shells.map(({ name }) => name) })
  expect(findShells(process.env.PATH).found).toContainEqual(
    expect.objectContaining({ name: 'sh', ways: ['eval'] }),
  )
})
