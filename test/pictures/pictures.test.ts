import fs from 'fs-extra'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { newStudio, takePictures, type Studio } from './scenes.ts'

const folder = join(import.meta.dirname, '../../.pictures')
let studio: Studio
beforeAll(async () => void (studio = await newStudio()))
afterAll(() => studio.remove())

// UPDATE_PICTURES=1 makes them anew.
it('the pictures show what these commands print now', async () => {
  const pictures = await takePictures(studio)
  if (process.env.UPDATE_PICTURES)
    for (const [name, svg] of pictures) fs.outputFileSync(join(folder, name), svg)
  // The bench's shows what something cost once, on one machine: `npm run bench -- --readme` makes it.
  expect(fs.readdirSync(folder).sort()).toEqual(['bench.svg', ...pictures.keys()].sort())
  for (const [name, svg] of pictures) {
    expect(svg).toBe(fs.readFileSync(join(folder, name), 'utf8'))
    expect(svg).not.toMatch(/swop-test|sk-made-up|rt-/)
  }
})

it('the README has every picture, and says what is on it', () => {
  const readme = fs.readFileSync(join(folder, '../README.md'), 'utf8')
  const shown = [...readme.matchAll(/!\[([^\]]{10,})\]\(\.pictures\/([^)]+)\)/g)].map(([, , name]) => name)
  expect(shown.sort()).toEqual(fs.readdirSync(folder).sort())
})
