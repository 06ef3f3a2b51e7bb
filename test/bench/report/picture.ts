import { timeText } from '../verdict.ts'
import type { Section } from '../row.ts'

const width = 760
const bar = { left: 300, right: 90, height: 16, gap: 8 }

/** One bar of the picture. */
interface Bar {
  name: string
  µs: number
  own: boolean
}

/** What people wait for, as bars on a logarithmic scale: from a shell function to codex itself; SVG. */
export function pictureText(sections: readonly Section[]): string {
  const bars = barsOf(sections)
  const top = 34
  const height = top + bars.length * (bar.height + bar.gap) + 8
  const times = bars.map(({ µs }) => µs)
  const [least, most] = [Math.min(...times) / 2, Math.max(...times)]
  const long = (µs: number) =>
    ((width - bar.left - bar.right) * Math.log(µs / least)) / Math.log(most / least)
  const lines = bars.flatMap(({ name, µs, own }, index) => {
    const y = top + index * (bar.height + bar.gap)
    const x = bar.left + long(µs)
    return [
      `<text x="${bar.left - 8}" y="${y + 12}" text-anchor="end">${escaped(name)}</text>`,
      `<rect x="${bar.left}" y="${y}" width="${long(µs).toFixed(1)}" height="${bar.height}" rx="2" fill="${own ? '#2f81f7' : '#8b949e'}"/>`,
      `<text x="${(x + 6).toFixed(1)}" y="${y + 12}">${timeText(µs)}</text>`,
    ]
  })
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-label="How long it takes">`,
    '<style>text { font: 12px sans-serif; fill: #57606a } @media (prefers-color-scheme: dark) { text { fill: #9ea7b3 } }</style>',
    `<text x="${bar.left}" y="18">medians; each step to the right is so many times as long</text>`,
    ...lines,
    '</svg>',
    '',
  ].join('\n')
}

function barsOf(sections: readonly Section[]): Bar[] {
  const rowsOf = (name: string) => sections.find(({ part }) => part === name)?.rows ?? []
  const plain = (text: string) => text.replaceAll('`', '')
  const own = [
    ...rowsOf('hooks').filter(({ what }) => what === 'a prompt'),
    ...rowsOf('tab'),
    ...rowsOf('use').filter(({ what }) => what.includes('another')),
  ].map(({ what, shell, cost }) => ({ name: `swop, ${shell}: ${plain(what)}`, µs: cost, own: true }))
  const others = rowsOf('peers').map(({ what, cost }) => ({
    name: plain(what),
    µs: cost,
    own: what.includes('`swop'),
  }))
  const node = rowsOf('peers')[0]?.against
  const floor = node === undefined ? [] : [{ name: node.what, µs: node.cost, own: false }]
  return [...own, ...others, ...floor].filter(({ µs }) => µs > 0).sort((a, b) => a.µs - b.µs)
}

function escaped(text: string): string {
  return text.replace(/[&<>]/g, (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;' })[sign] ?? sign)
}
