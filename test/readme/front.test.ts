import { describe, it } from 'vitest'
import { bash, zsh } from '../support/shells.ts'
import { shellBlocks } from './blocks.ts'
import { front } from './front.ts'
import { expectBlock } from './run-block.ts'

const runs = front.flatMap((each) =>
  (each.shells ?? [bash, zsh]).map((shell) => ({ begins: each.begins, name: shell.name, shell, each })),
)

describe.concurrent('what a newcomer reads of the README', () => {
  it.for(runs)('$begins, in $name', { timeout: 120_000 }, async ({ each, shell }) => {
    const block = shellBlocks.find(({ begins }) => begins === each.begins)
    await expectBlock(block!, each, shell)
  })
})
