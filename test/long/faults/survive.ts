import assert from 'node:assert/strict'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Cluster } from './cluster.ts'
import { faultsOf } from './faults.ts'
import { Judge, outboxWithinMs, rightWithinMs } from './judge.ts'
import { Operator } from './operator.ts'
import { randomOf } from './random.ts'
import { Visitor } from './visitor.ts'

const visitorsPresent = 40
const operatorsPresent = 3

/** So many random faults under visitors and operators; after each everything must come right, and in the end everything that was confirmed must be there. */
export async function survive(
  begin: () => Promise<Cluster>,
  faults: number,
  seed: number,
  say: (words: string) => void,
): Promise<void> {
  const cluster = await begin()
  const judge = new Judge()
  const random = randomOf(seed)
  const rest = new Rest()
  const operators = range(operatorsPresent).map(
    (n) => new Operator(`operator ${n}`, cluster.webs, judge, randomOf(random() * 1e9)),
  )
  const visitors = range(visitorsPresent).map(
    (n) => new Visitor(`visitor ${n}`, cluster.webs, judge, randomOf(random() * 1e9)),
  )
  try {
    const [me] = await Promise.all(operators.map((operator) => operator.signIn()))
    await Promise.all(visitors.map((visitor) => visitor.arrive(me!.widgetKey)))
    operators.forEach((operator, n) => operator.watch(visitors.slice(n * 3, n * 3 + 4).map(({ id }) => id)))
    const busy = [
      ...visitors.map((visitor) => visitor.chat(() => rest.over)),
      ...operators.map((operator) => operator.work(visitors, () => rest.over)),
    ]
    const possible = faultsOf(cluster, judge, random)
    for (let n = 0; n < faults; n++) {
      await sleep(1_000 + random() * 1_000)
      const fault = possible[Math.floor(random() * possible.length)]!
      judge.during = `${n} ${fault.name}`
      await fault.act()
      say(`${judge.during}: right after ${await comesRight(judge, visitors, operators)} ms`)
      judge.judgeEndings(cluster)
      if (n % 5 === 4) await rests(rest, judge, visitors, operators)
    }
    await rests(rest, judge, visitors, operators)
    for (const each of [...visitors, ...operators]) each.stop()
    await Promise.all(busy)
    for (const visitor of visitors) await judge.judgeLog(visitor, operators[0]!)
  } finally {
    rest.end()
    for (const each of [...visitors, ...operators]) each.stop()
    judge.stop()
    await cluster.close()
  }
  say(JSON.stringify(judge.numbers))
  assert.deepEqual(judge.violations, [])
}

/** Everything must have been right once soon after the fault, while everybody goes on. Answers after how many milliseconds it was. */
async function comesRight(judge: Judge, visitors: Visitor[], operators: Operator[]): Promise<number> {
  const since = performance.now()
  let wrong = await judge.look(visitors, operators, since)
  let late = false
  for (;;) {
    const took = Math.round(performance.now() - since)
    if (!wrong.length) {
      judge.numbers.slowestRight = Math.max(judge.numbers.slowestRight, took)
      return took
    }
    const outboxes = wrong.filter((each) => each.startsWith('outbox'))
    if (took > outboxWithinMs) for (const each of outboxes) judge.violated('not sent in time', each)
    if (took > rightWithinMs && !late) for (const each of wrong) judge.violated('not right in time', each)
    late ||= took > rightWithinMs
    if (took > givenUpAfterMs) {
      for (const each of wrong) judge.violated('never right', each)
      return Infinity
    }
    await sleep(200)
    const still = new Set((await judge.look(visitors, operators, since)).map(subjectOf))
    wrong = wrong.filter(
      (each) => still.has(subjectOf(each)) && !(took > outboxWithinMs && outboxes.includes(each)),
    )
  }
}

const givenUpAfterMs = 40_000
/** What it is about, without how it was. */
const subjectOf = (wrong: string) => wrong.split(' (')[0]!

/** Nobody begins anything; then nothing may be left standing. */
async function rests(rest: Rest, judge: Judge, visitors: Visitor[], operators: Operator[]): Promise<void> {
  rest.begin()
  const until = performance.now() + rightWithinMs
  for (;;) {
    const wrong = judge.restIsWrong(visitors, operators)
    if (!wrong.length) break
    if (performance.now() > until) {
      wrong.forEach((each) => judge.violated('left standing', each))
      break
    }
    await sleep(200)
  }
  rest.end()
}

/** A pause for everybody at once. */
class Rest {
  over = Promise.resolve()
  #end = () => {}

  begin(): void {
    const { promise, resolve } = Promise.withResolvers<void>()
    this.over = promise
    this.#end = resolve
  }

  end(): void {
    this.#end()
  }
}

const range = (count: number) => Array.from({ length: count }, (_, n) => n)
