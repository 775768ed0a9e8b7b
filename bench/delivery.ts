import { newId } from '../client/id.ts'
import { median, ms, quantile, tableOf, type Section } from './table.ts'
import { openFloor, openHalo, type Target } from './targets.ts'
import { amount } from './size.ts'

/** From a visitor's POST until the message is on an operator's socket, in milliseconds; how many a second get there; what each costs the server in microseconds. */
interface Figures {
  count: number
  p50: number
  p95: number
  p99: number
  perSecond: number
  cpu: number
}

const rounds = amount(3, 1)
const warmUp = amount(2_000, 200)
const sizes = amount([1, 50, 200], [1, 3])

/** Floor and Halo by turns, so that whatever else the machine is doing meets both. */
export async function delivery(seconds: { saturated: number; paced: number }): Promise<Section[]> {
  const saturated: Row[] = []
  const paced: Row[] = []
  for (const conversations of sizes) {
    const floors = { saturated: [] as Figures[], paced: [] as Figures[] }
    const halos = { saturated: [] as Figures[], paced: [] as Figures[] }
    for (let round = 0; round < rounds; round++) {
      for (const [open, into] of [
        [openFloor, floors],
        [openHalo, halos],
      ] as const) {
        const target = await open(conversations)
        into.saturated.push(
          await measure(target, seconds.saturated, (until, send) => saturate(conversations, until, send)),
        )
        into.paced.push(await measure(target, seconds.paced, (until, send) => pace(conversations, until, send)))
        await target.close()
      }
    }
    saturated.push({ conversations, floor: middle(floors.saturated), halo: middle(halos.saturated) })
    paced.push({ conversations, floor: middle(floors.paced), halo: middle(halos.paced) })
  }
  return [
    {
      title: 'Delivery at saturation',
      says: `${saturationSays} Median of ${rounds} rounds of ${seconds.saturated} s.`,
      ...present(saturated, true),
    },
    {
      title: 'Delivery as people write',
      says: `${paceSays} Median of ${rounds} rounds of ${seconds.paced} s.`,
      ...present(paced, false),
    },
  ]
}

type Send = (conversation: number) => Promise<void>
type Load = (until: number, send: Send) => Promise<unknown>

async function measure(target: Target, seconds: number, load: Load): Promise<Figures> {
  const arrivals = new Map<string, () => void>()
  target.onArrival((id) => arrivals.get(id)?.())
  const times: number[] = []
  const from = performance.now() + warmUp
  const until = from + seconds * 1000
  const cpuBetween = [from, until].map((at) => sleepUntil(at).then(() => target.cpu()))
  await load(until, async (conversation) => {
    const id = newId()
    const began = performance.now()
    const arrived = new Promise<void>((resolve) => arrivals.set(id, resolve)).then(() => {
      const now = performance.now()
      if (now >= from && now < until) times.push(now - began)
      arrivals.delete(id)
    })
    await Promise.all([target.post(conversation, id), arrived])
  })
  const [before, after] = await Promise.all(cpuBetween)
  const cpu = ((after! - before!) / times.length) * 1_000_000
  times.sort((a, b) => a - b)
  return {
    count: times.length,
    p50: quantile(times, 0.5),
    p95: quantile(times, 0.95),
    p99: quantile(times, 0.99),
    perSecond: times.length / seconds,
    cpu,
  }
}

const saturationSays =
  'Each conversation posts its next message as soon as the last one was acknowledged and has arrived.'

function saturate(conversations: number, until: number, send: Send): Promise<unknown> {
  return Promise.all(
    Array.from({ length: conversations }, async (_, conversation) => {
      while (performance.now() < until) await send(conversation)
    }),
  )
}

const paceSays = 'Each conversation posts once a second, whether or not the last message has arrived.'

async function pace(conversations: number, until: number, send: Send): Promise<unknown> {
  const sent: Promise<void>[] = []
  const began = performance.now()
  for (let count = 0; ; count++) {
    const due = began + (count / conversations) * 1000
    if (due >= until) return Promise.all(sent)
    await sleepUntil(due)
    sent.push(send(count % conversations))
  }
}

async function sleepUntil(at: number): Promise<void> {
  const left = at - performance.now()
  if (left > 0) await new Promise((resolve) => setTimeout(resolve, left))
}

function middle(figures: Figures[]): Figures {
  const of = (name: keyof Figures) => median(figures.map((one) => one[name]))
  return {
    count: of('count'),
    p50: of('p50'),
    p95: of('p95'),
    p99: of('p99'),
    perSecond: of('perSecond'),
    cpu: of('cpu'),
  }
}

interface Row {
  conversations: number
  floor: Figures
  halo: Figures
}

/** At a given pace both deliver as many as were sent, so there the rate is no target. */
function present(rows: Row[], rateCounts: boolean): Pick<Section, 'table' | 'missed'> {
  const head = ['conversations', 'program', 'p50 ms', 'p95 ms', 'p99 ms', 'messages/s', 'CPU µs/message']
  const missed: string[] = []
  const lines = rows.flatMap(({ conversations, floor, halo }) => {
    const check = (ratio: number, good: boolean, what: string) => {
      if (!good) missed.push(`${what} at ${conversations}`)
      return `${ratio.toFixed(2)} × ${good ? '✓' : '✗'}`
    }
    const [p50, p99, rate] = [halo.p50 / floor.p50, halo.p99 / floor.p99, halo.perSecond / floor.perSecond]
    // Of a few messages the p99 is the slowest one, and the processor's time is known only to the hundredth of a second.
    const few = halo.count < 100
    return [
      [conversations, 'floor', ...cellsOf(floor)],
      ['', 'Halo', ...cellsOf(halo)],
      [
        '',
        'ratio',
        check(p50, p50 <= 2, 'p50'),
        `${(halo.p95 / floor.p95).toFixed(2)} ×`,
        few ? `${p99.toFixed(2)} ×` : check(p99, p99 <= 2, 'p99'),
        rateCounts ? check(rate, rate >= 0.5, 'messages/s') : `${rate.toFixed(2)} ×`,
        few ? '–' : `${(halo.cpu / floor.cpu).toFixed(2)} ×`,
      ],
    ]
  })
  const target = ['', 'target', '≤ 2 ×', '', '≤ 2 ×', rateCounts ? '≥ 0.5 ×' : '', '']
  return { table: tableOf(head, [...lines, target]), missed }
}

const cellsOf = ({ count, p50, p95, p99, perSecond, cpu }: Figures) => [
  ms(p50),
  ms(p95),
  ms(p99),
  Math.round(perSecond),
  count < 100 ? '–' : Math.round(cpu),
]
