import { readdirSync, readFileSync } from 'node:fs'
import { checkClaims, type ReadClaim } from '../../server/claims/check-claims.ts'
import { Evidence } from '../../server/claims/evidence.ts'
import { articleAnswers, borrowedIn, ordersOf, swapsIn, today, type Reference, type Swap } from './claim-swaps.ts'
import { share, type Row } from './row.ts'
import { randomFrom } from './random.ts'

const folder = new URL('./sets/claims/', import.meta.url)
const now = today

interface Pair {
  given: string
  answer: string
}

/** A right answer, and the same with one number replaced. */
interface Replaced {
  text: string
  at: number
}

/** Planted swaps found, right claims doubted, and what a sentence costs; each set once by itself and once with the whole trade in the prompt. */
export function measureClaims(): Row[] {
  const sets = readClaimSets()
  const unseen = sets.filter(({ learned }) => !learned)
  const { found, swaps } = sum(unseen.map(({ pairs }) => measureSwaps(pairs)))
  const { doubted, claims } = sum(sets.map(({ pairs }) => measureDoubts(pairs)))
  const names = unseen.map(({ name }) => name).join(', ')
  const made = measureMade()
  return [
    {
      what: `claim check: ${made.swaps} swaps planted by program into reference answers (unseen trades and records)`,
      target: '0.97',
      seen: share(made.found / made.swaps),
    },
    {
      what: `claim check: ${made.claims} right claims of these answers shown amber`,
      target: 'at most 0.02',
      seen: share(made.doubted / made.claims),
    },
    {
      what: `claim check: ${made.borrowed} values of another thing in the same text, in place of the right one, found`,
      target: 'none set',
      seen: share(made.returned / made.borrowed),
    },
    {
      what: `claim check: ${swaps} planted swaps found (unseen sets: ${names})`,
      target: '0.97',
      seen: share(found / swaps),
    },
    {
      what: `claim check: ${claims} right claims shown amber`,
      target: 'at most 0.02',
      seen: share(doubted / claims),
    },
    {
      what: 'claim check: CPU a sentence',
      target: 'at most 1 ms',
      seen: `${costOf(sets.flatMap(({ pairs }) => pairs)).toFixed(3)} ms`,
    },
  ]
}

/** On what no rule was written beside: articles of the unseen trades, and records of what sites know. */
function measureMade() {
  const random = randomFrom(7)
  const orders = ordersOf('unseen', 15, random).map((reference) => countIn(reference, 1, random))
  const answers = articleAnswers('unseen', random).map((reference) => countIn(reference, 2, random))
  return sum([...orders, ...answers])
}

function countIn(reference: Reference, times: number, random: () => number) {
  const { given, answer } = reference
  const evidence = new Evidence(
    given.map((text, index) => ({ kind: 'passage', id: String(index), text })),
    today,
  )
  const isFound = ({ text, at, end }: Swap) =>
    checkClaims(text, evidence, today).some((claim) => !claim.support && claim.at < end && claim.end > at)
  const claims = checkClaims(answer, evidence, today)
  const swaps = swapsIn(reference, times, random)
  const borrowed = borrowedIn(reference, random)
  return {
    claims: claims.length,
    doubted: claims.filter(({ support }) => !support).length,
    swaps: swaps.length,
    found: swaps.filter(isFound).length,
    borrowed: borrowed.length,
    returned: borrowed.filter(isFound).length,
  }
}

/** Answers with what they were made from, by trade, and whether the rules were written beside them. */
export function readClaimSets(): { name: string; learned: boolean; pairs: Pair[] }[] {
  return readdirSync(folder).map((file) => {
    const lines = readFileSync(new URL(file, folder), 'utf8').split('\n').filter(Boolean)
    const pairs = lines
      .filter((line) => !line.startsWith('#'))
      .map((line) => line.split('\t'))
      .map(([given = '', answer = '']) => ({ given, answer }))
    return { name: file.replace('.tsv', ''), learned: lines[0]?.startsWith('# Learned') ?? false, pairs }
  })
}

/** Everything that one shop says stands in the prompt: what is right of one thing is there for another, too. */
function evidenceOf(pairs: Pair[]): Evidence {
  return new Evidence(
    pairs.map(({ given }, index) => ({ kind: 'passage', id: String(index), text: given })),
    now,
  )
}

function measureSwaps(pairs: Pair[]): { found: number; swaps: number } {
  const random = randomFrom(7)
  const everything = evidenceOf(pairs)
  const counts = { found: 0, swaps: 0 }
  for (const pair of pairs) {
    for (const evidence of [evidenceOf([pair]), everything]) {
      for (const { text, at } of swapsOf(pair.answer, checkClaims(pair.answer, evidence, now), random)) {
        counts.swaps++
        counts.found += Number(
          checkClaims(text, evidence, now).some((claim) => !claim.support && claim.at <= at && at < claim.end),
        )
      }
    }
  }
  return counts
}

function measureDoubts(pairs: Pair[]): { doubted: number; claims: number } {
  const everything = evidenceOf(pairs)
  const claims = pairs.flatMap((pair) =>
    [evidenceOf([pair]), everything].flatMap((evidence) => checkClaims(pair.answer, evidence, now)),
  )
  return { doubted: claims.filter(({ support }) => !support).length, claims: claims.length }
}

/** Five other numbers in place of each. */
function swapsOf(answer: string, claims: ReadClaim[], random: () => number): Replaced[] {
  return claims.flatMap((claim) => {
    const number = /\d+/.exec(claim.text)
    if (!number) return []
    const at = claim.at + number.index
    return Array.from({ length: 5 }, () => {
      const other = otherThan(Number(number[0]), random)
      return { at, text: answer.slice(0, at) + other + answer.slice(at + number[0].length) }
    })
  })
}

function otherThan(value: number, random: () => number): number {
  const other = Math.max(1, Math.round(value * (0.3 + random() * 2.5)))
  return other === value ? value + 1 : other
}

function sum<Key extends string>(counts: Record<Key, number>[]): Record<Key, number> {
  return counts.reduce((total, more) => {
    const keys = Object.keys(total) as Key[]
    return Object.fromEntries(keys.map((key) => [key, total[key] + more[key]])) as Record<Key, number>
  })
}

/** In CPU, with the prompt read once for each answer, as it is live. */
function costOf(pairs: Pair[]): number {
  const rounds = 20
  const before = process.cpuUsage()
  for (let round = 0; round < rounds; round++)
    for (const pair of pairs) checkClaims(pair.answer, evidenceOf([pair]), now)
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1000 / rounds / pairs.length
}
