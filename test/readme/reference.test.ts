import { describe, it } from 'vitest'
import { bash, zsh } from '../support/shells.ts'
import { shellBlocks } from './blocks.ts'
import { reference } from './reference.ts'
import { expectBlock } from './run-block.ts'

const runs = reference.flatMap((each) =>
  (each.shells ?? [bash, zsh]).map((shell) => ({ begins: each.begins, name: shell.name, shell, each })),
)

describe.concurrent('the reference of the README', () => {
  it.for(runs)('$begins, in $name', { timeout: 120_000 }, async ({ each, shell }) => {
    const block = shellBlocks.find(({ begins }) => begins === each.begins)
    await expectBlock(block!, each, shell)
  })
})
