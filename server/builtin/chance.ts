import type { AskedTerm } from '../knowledge/search.ts'
import type { Wanted } from '../knowledge/asked.ts'
import type { Candidate } from './best-sentence.ts'
import { mustHold } from './evidence.ts'
import { learned } from './learned.ts'
import { chanceSigns, type ChanceSigns } from './signs.ts'

interface Choice {
  wanted: Wanted
  asked: AskedTerm[]
  found: Candidate[]
  chosen: Candidate
}

/** How likely it is that it does, from 0 to 1. */
export function chanceOf(choice: Choice): number {
  const of = chanceSignsOf(choice)
  const sum = chanceSigns.reduce((sum, sign) => sum + learned.chance[sign] * of[sign], learned.chance.always)
  return 1 / (1 + Math.exp(-sum))
}

export function chanceSignsOf({ wanted, asked, found, chosen }: Choice): ChanceSigns {
  const { cover, own, holds, title, passage, headed } = chosen.signs
  const rival = found.find((one) => one.passage.articleId !== chosen.passage.articleId)
  const weight = (terms: AskedTerm[]) => terms.reduce((sum, one) => sum + one.weight, 0)
  const rarest = asked.toSorted((a, b) => b.weight - a.weight)[0]
  return {
    cover,
    own,
    holds,
    title,
    passage,
    headed,
    margin: Math.min(1, Math.max(-1, (chosen.worth - (rival?.worth ?? 0)) / 5)),
    rival: rival?.cover ?? 0,
    widest: Math.max(...found.map(({ cover }) => cover)),
    unknown: weight(asked.filter(({ known }) => !known)) / (weight(asked) || 1),
    rarest: Number(rarest !== undefined && !rarest.known),
    figure: Number(mustHold(wanted)),
    yesno: Number(wanted === 'yesno'),
    steps: Number(wanted === 'steps'),
    other: Number(wanted === 'other'),
    long: Math.min(1, asked.length / 8),
    single: Number(asked.length <= 1),
  }
}
