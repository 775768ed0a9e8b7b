import { amount } from './size.ts'
import { ms, tableOf, type Section } from './table.ts'
import { weighTick } from './tick.ts'

const lives = amount([10_000, 25_000, 100_000], [100])
const changesPerSecond = amount([1_000, 10_000], [100])
const ticks = amount(30, 6)
/** Four ticks a second; one that takes longer than this share of its time leaves too little to the messages. */
const ticksPerSecond = 4
const mostOfCore = 25

const views = [
  { says: '20 in 4 orders', watchers: 20, orders: 4, own: false },
  { says: '100 in 20 orders', watchers: 100, orders: 20, own: false },
  { says: '100, each their own', watchers: 100, orders: 1, own: true },
]

/** What the feed costs one process, over live conversations × who looks × what changes. In this process, with rows made up. */
export async function growth(): Promise<Section> {
  const missed: string[] = []
  const rows = lives.flatMap((count) =>
    changesPerSecond.flatMap((changes) =>
      views.map(({ says, ...view }) => {
        const { p50, p99 } = weighTick({ ...view, count, changing: changes / ticksPerSecond, ticks })
        const share = (p50 * ticksPerSecond) / 10
        if (share > mostOfCore) missed.push(`${count} live, ${changes} changes a second, ${says}`)
        return [count, changes, says, ms(p50), ms(p99), `${share.toFixed(0)} % ${share > mostOfCore ? '✗' : '✓'}`]
      }),
    ),
  )
  return {
    title: 'The feed as it grows',
    says: `Processor time of a tick of 250 ms over ${ticks} ticks; made-up rows, one process, nothing else in it. In an order of one's own, whom a colleague has open stands further down.`,
    table: tableOf(
      ['live', 'changes/s', 'watchers', 'p50 ms', 'p99 ms', `of a core, target ≤ ${mostOfCore} %`],
      rows,
    ),
    missed,
  }
}
