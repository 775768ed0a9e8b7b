import assert from 'node:assert/strict'
import { setTimeout as sleep } from 'node:timers/promises'
import { test } from 'node:test'
import { startProvider } from '../provider.ts'
import { seed, sized } from '../size.ts'
import { serversCluster, type Cluster } from './faults/cluster.ts'
import { faultsOf } from './faults/faults.ts'
import { Judge } from './faults/judge.ts'
import { Operator } from './faults/operator.ts'
import { randomOf } from './faults/random.ts'
import { Visitor } from './faults/visitor.ts'

const takeovers = sized({ little: 12, short: 60, full: 1_000 })
const lanes = 20
const story = Array.from({ length: 80 }, (_, n) => `word${n}`).join(' ')

test(
  `no AI word after ${takeovers} confirmed takeovers, whatever breaks between the processes (seed ${seed})`,
  {
    timeout: Infinity,
  },
  async (t) => {
    const provider = await startProvider({ say: story, pace: 50 })
    const cluster = await serversCluster({
      HALO_MODEL: 'openai-compatible/scripted',
      HALO_MODEL_URL: provider.url,
      HALO_MODEL_KEY: 'none',
    })
    const judge = new Judge()
    const random = randomOf(seed)
    const visitors: Visitor[] = []
    try {
      const operator = new Operator('operator', cluster.webs, judge, random)
      const { widgetKey } = await operator.signIn()
      for (let lane = 0; lane < lanes; lane++)
        visitors.push(new Visitor(`visitor ${lane}`, cluster.webs, judge, randomOf(random() * 1e9)))
      await Promise.all(visitors.map((visitor) => visitor.arrive(widgetKey)))
      const well = await takeOverAll(visitors, operator, lanes)
      t.diagnostic(`nothing broken: ${spread(well)}`)
      const over = new AbortController()
      const breaking = breakThings(cluster, judge, random, over.signal)
      t.diagnostic(`under faults: ${spread(await takeOverAll(visitors, operator, takeovers))}`)
      over.abort()
      await breaking
      judge.judgeEndings(cluster)
    } finally {
      visitors.forEach((visitor) => visitor.stop())
      judge.stop()
      await cluster.close()
      await provider.close()
    }
    t.diagnostic(JSON.stringify(judge.numbers))
    assert.ok(judge.numbers.words > takeovers, 'the AI was speaking')
    assert.deepEqual(judge.violations, [])
  },
)

/** Each visitor asks, hears the first words, is taken over in the midst of them, and handed back. Answers how long each confirmation took. */
async function takeOverAll(visitors: Visitor[], operator: Operator, count: number): Promise<number[]> {
  const times: number[] = []
  let begun = 0
  const lane = async (visitor: Visitor) => {
    while (begun++ < count) times.push(await takeOverOnce(visitor, operator))
  }
  await Promise.all(visitors.map(lane))
  return times
}

async function takeOverOnce(visitor: Visitor, operator: Operator): Promise<number> {
  const before = visitor.words
  await visitor.say('Tell me everything.')
  const until = performance.now() + 15_000
  while (visitor.words === before && performance.now() < until) await sleep(20)
  await sleep(Math.random() * 1_000)
  const asked = performance.now()
  await operator.takeOver(visitor.id)
  const took = performance.now() - asked
  await sleep(1_500)
  await operator.handBack(visitor.id)
  return took
}

/** One fault after the other, of those that do not reach the line of the visitor, who is the witness. */
async function breakThings(cluster: Cluster, judge: Judge, random: () => number, over: AbortSignal): Promise<void> {
  const possible = faultsOf(cluster, judge, random).filter(({ name }) => !/clients|restart|no writes/.test(name))
  while (!over.aborted) {
    const fault = possible[Math.floor(random() * possible.length)]!
    judge.during = fault.name
    await fault.act()
    await sleep(random() * 2_000)
  }
}

function spread(times: number[]): string {
  const sorted = times.toSorted((one, other) => one - other)
  const at = (share: number) => Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]!)
  return `${sorted.length} takeovers confirmed in ${at(0.5)} ms (median), ${at(0.9)} ms (p90), ${at(0.99)} ms (p99)`
}
