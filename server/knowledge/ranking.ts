import type { SearchResult } from 'minisearch'
import type { Piece } from './passages.ts'
import type { Query, Wanted } from './query.ts'

export interface Passage {
  id: string
  articleId: string
  title: string
  url: string | null
  heading: string
  text: string
  /** What stands around it, as far as it is about the same. */
  around: string
  /** From 0 to 1: how well it answers what was asked. */
  score: number
  /** What was asked, in the terms of the articles. */
  asked?: AskedTerm[]
}

/** One term of a question. `weight`: how much it tells; `known`: whether any article has it, or a word that may stand for it. */
export interface AskedTerm {
  term: string
  weight: number
  known: boolean
}

/** From this score on, a passage can be taken for an answer. */
export const answerable = 0.45

/** A piece that may fit: how it was met by words, how well the stretch around it fits, and the cosine of its meaning, if that is known. */
export interface Found {
  piece: Piece
  hit: SearchResult | null
  parent: number
  cosine: number | null
}

/** What is known about the whole of the articles. */
interface Corpus {
  rarity: (term: string) => number
  /** Terms of the question that a piece has, but that so many have that nobody looked them up. */
  common: (piece: Piece) => string[]
  count: number
  asked: AskedTerm[]
}

/** How well the best of them answers. */
export const scoreOf = (found: Passage[]): number => found[0]?.score ?? 0

/** How much each sign says that there is an answer; see bench/quality. */
const weights = { meaning: 1.5, buried: 0.68, others: 0.5, weak: 0.6, strong: 7, near: 0.25, scale: 1.3 }

/** All that was found, best first. */
export function rank(query: Query, found: Found[], corpus: Corpus): Passage[] {
  const highest = (of: (one: Found) => number) => Math.max(...found.map(of), 1e-9)
  const [piece, parent] = [highest(({ hit }) => hit?.score ?? 0), highest(({ parent }) => parent)]
  const relevance = (one: Found) =>
    ((one.hit?.score ?? 0) / piece + one.parent / parent) / 2 + weights.meaning * Math.max(0, one.cosine ?? 0)
  const best = highest(relevance)
  const ranked = found.map((one) => ({ one, near: relevance(one) / best })).sort((a, b) => b.near - a.near)
  const answer = answerOf(
    query,
    ranked.map(({ one }) => one),
    corpus,
  )
  return ranked.map(({ one, near }) => ({ ...passageOf(one, answer * near), asked: corpus.asked }))
}

/**
 * How sure it is that the best of them answer, from 0 to 1: how much of the question they cover, whether several of them do, how strongly the words
 * were met, measured in words as rare as can be, and how near the meaning is.
 */
function answerOf(query: Query, ranked: Found[], corpus: Corpus): number {
  const covers = ranked.slice(0, 3).map((one) => cover(query, one, corpus))
  const strength = Math.max(0, ...ranked.map(({ hit }) => hit?.score ?? 0)) / Math.log(1 + corpus.count)
  const near = Math.max(0, ...ranked.map(({ cosine }) => cosine ?? 0))
  const covered =
    (Math.max(0, ...covers) + (weights.others * covers.reduce((sum, cover) => sum + cover, 0)) / 3) /
    (1 + weights.others)
  return Math.min(
    1,
    covered * (weights.weak + (1 - weights.weak) * Math.min(1, strength / weights.strong)) * weights.scale +
      weights.near * Math.max(0, near - 0.4),
  )
}

/** The share of the question, by rarity, that the passage speaks about; a word that stands for another counts for most of it. */
function cover(query: Query, { piece, hit }: Found, { rarity, common }: Corpus): number {
  if (!hit) return 0
  const matched = new Set([...hit.queryTerms, ...common(piece)])
  // A word of the question itself stands for nothing but itself, or "moved house" would find every housing twice.
  const stoodFor = ({ standIns }: Wanted) =>
    standIns.some((standIn) => matched.has(standIn) && !query.get(standIn)?.needed)
  const owed = [...query]
    .filter(([, { needed }]) => needed > 0)
    .map(([term, wanted]) => ({
      own: wanted.needed === 1,
      weight: wanted.needed * rarity(term),
      met: Math.max(Number(matched.has(term)), stoodFor(wanted) ? 0.8 : 0),
    }))
  // What only the question before it asked for is no answer to this one.
  if (!owed.some(({ own, met }) => own && met > 0)) return 0
  const needed = owed.reduce((sum, { weight }) => sum + weight, 0)
  const met = owed.reduce((sum, { weight, met }) => sum + weight * met, 0)
  // A story of many words holds a short question; nobody answers every word of it.
  const expected = needed * (owed.length > 4 ? (4 + (owed.length - 4) / 2) / owed.length : 1)
  // Words that occur only in passing say less than words under whose heading the passage stands.
  const headed = Object.values(hit.match).some((fields) => fields.includes('title') || fields.includes('heading'))
  return Math.min(1, met / expected) * (headed ? 1 : weights.buried)
}

function passageOf({ piece: { id, articleId, title, url, heading, text, around } }: Found, score: number): Passage {
  return { id, articleId, title, url, heading, text, around, score: Math.round(score * 1000) / 1000 }
}
