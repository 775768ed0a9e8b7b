import type { Meaning, MeaningIndex, Nearest } from '../knowledge/vectors/meaning.ts'
import type { OverMeaning } from '../knowledge/vectors/over-meaning.ts'
import { isSwapped, isTwin } from './swapped.ts'
import { askedTerms, standInsFor } from '../knowledge/words.ts'
import type { Thresholds } from '../../protocol/teaching/learning-routes.ts'
import { calibrationOf } from './thresholds.ts'

/** One correction, as far as finding it goes. `rejected` are questions that it was wrongly found for. */
export interface Asked {
  id: string
  question: string
  phrasings: Phrased[]
  rejected?: Phrased[]
}

/** One more way to put a question. `id`: of its row, where it has one. */
interface Phrased {
  text: string
  id?: string
}

/** `sure`: it answers the question. `unsure`: it may, so the visitor is asked. `score` runs from 0 to 1 and is comparable among the matches of one question. */
interface Match {
  id: string
  score: number
  band: 'sure' | 'unsure'
}

const most = 3
/** As many of the nearest by meaning, and as many by words, are looked at closely. */
const candidates = 100
/** A question that is nearly as near to a rejected one as to a right one is asked back about, however near it is. */
const doubt = 0.1
/** Who is asked back is asked about something: it must be so much nearer than what is merely not far, or stand out among all corrections by that. */
const doubtless = 0.26
const mostLead = 0.2
/** Words say less than meaning, and stand-ins less than words. */
const weights = { words: 0.5, standIn: 0.5 }

/** Of one correction: the score of its `best` phrasing, of all of them together, and of what it must not be found for. */
export interface Nearness {
  id: string
  best: number
  /** The phrasing that is best. */
  phrasing: string
  score: number
  rejected: number
}

/** One way to put a question; `key` names its vector. */
interface Phrasing {
  id: string
  key: string
  text: string
  terms: string[]
  rejected: boolean
}

/** Finds the corrections whose question, in any of its phrasings, is the one that is asked. Lives in memory. */
export class CorrectionIndex {
  readonly #meaning: MeaningIndex | null
  readonly #phrasings = new Map<string, Phrasing[]>()
  readonly #byKey = new Map<string, Phrasing>()
  readonly #postings = new Map<string, Set<Phrasing>>()

  readonly #bandsOf: (model: string) => Thresholds

  constructor(meaning: Meaning | null = null, bandsOf: (model: string) => Thresholds = calibrationOf) {
    this.#bandsOf = bandsOf
    this.#meaning = meaning?.index('corrections') ?? null
  }

  /** As it would be with these in place of what it has, and without those. What is here stays as it is. */
  fork(put: Asked[], removed: string[], over: OverMeaning | null): CorrectionIndex {
    const fork = new CorrectionIndex(over && { index: () => over }, this.#bandsOf)
    for (const [id, phrasings] of this.#phrasings) fork.#phrasings.set(id, phrasings)
    for (const [key, phrasing] of this.#byKey) fork.#byKey.set(key, phrasing)
    const moved = new Set([...removed, ...put.map(({ id }) => id)])
    const touched = new Set([
      ...[...moved].flatMap((id) => this.#phrasings.get(id) ?? []).flatMap(({ terms }) => terms),
      ...put.flatMap(({ question, phrasings, rejected = [] }) =>
        [question, ...[...phrasings, ...rejected].map(({ text }) => text)].flatMap((text) => askedTerms(text)),
      ),
    ])
    for (const [term, postings] of this.#postings)
      fork.#postings.set(term, touched.has(term) ? new Set(postings) : postings)
    over?.begin()
    for (const id of removed) fork.remove(id)
    for (const one of put) fork.put(one)
    return fork
  }

  get meaning(): MeaningIndex | null {
    return this.#meaning
  }

  replace(all: Asked[]): void {
    const kept = new Set(all.map(({ id }) => id))
    for (const id of [...this.#phrasings.keys()]) if (!kept.has(id)) this.remove(id)
    for (const one of all) this.put(one)
  }

  put({ id, question, phrasings, rejected = [] }: Asked): void {
    const texts: Phrased[] = [{ text: question }, ...phrasings, ...rejected]
    const made = texts.map(({ text, id: own }, number): Phrasing => ({
      id,
      key: `${id}/${own ?? number}`,
      text,
      terms: askedTerms(text),
      rejected: number > phrasings.length,
    }))
    this.#drop(id, new Set(made.map(({ key }) => key)))
    this.#phrasings.set(id, made)
    for (const [number, phrasing] of made.entries()) {
      this.#byKey.set(phrasing.key, phrasing)
      for (const term of phrasing.terms)
        this.#postings.set(term, (this.#postings.get(term) ?? new Set()).add(phrasing))
      const { text, id: own } = texts[number]!
      this.#meaning?.put(phrasing.key, text, own ? { phrasing: own } : { correction: id })
    }
  }

  remove(id: string): void {
    this.#drop(id)
  }

  /** Resolves when every phrasing can be found by meaning, or never will be. */
  async filled(): Promise<void> {
    await this.#meaning?.settled()
  }

  /** The vectors of `kept` are about to be replaced, or stay as they are. */
  #drop(id: string, kept = new Set<string>()): void {
    for (const phrasing of this.#phrasings.get(id) ?? []) {
      this.#byKey.delete(phrasing.key)
      for (const term of phrasing.terms) this.#forget(term, phrasing)
      if (!kept.has(phrasing.key)) this.#meaning?.remove(phrasing.key)
    }
    this.#phrasings.delete(id)
  }

  #forget(term: string, phrasing: Phrasing): void {
    const postings = this.#postings.get(term)
    postings?.delete(phrasing)
    if (postings?.size === 0) this.#postings.delete(term)
  }

  /**
   * At most three, best first; what is too far away is not returned. `allowed` says which corrections may be found at all.
   * By meaning and words while the encoder works, else by words alone; each has its own thresholds.
   */
  async match(question: string, allowed: (id: string) => boolean = () => true): Promise<Match[]> {
    const { model, nearest } = await this.compare(question, allowed)
    const { sure, unsure } = this.#bandsOf(model)
    const lead = leadOf(nearest)
    return nearest
      .filter(({ id, best, rejected, phrasing }) => {
        if (rejected >= best || isTwin(question, phrasing)) return false
        return best >= sure || best + (id === nearest[0]!.id ? lead : 0) >= unsure + doubtless
      })
      .slice(0, most)
      .map(({ id, score, best, phrasing, rejected }) => ({
        id,
        score: Math.round(score * 1000) / 1000,
        band: best >= sure && best - rejected >= doubt && !isSwapped(question, phrasing) ? 'sure' : 'unsure',
      }))
  }

  /** Whatever comes near enough to be found, or to decide whether another one is: where this is the same, `match` is, for whomever. */
  async comeNear(question: string): Promise<Nearness[]> {
    const { model, nearest } = await this.compare(question)
    const { unsure } = this.#bandsOf(model)
    return nearest.filter(({ best }) => best >= unsure / 2)
  }

  /** How near every correction is that comes into question, nearest first, and what that was measured with. */
  async compare(
    question: string,
    allowed: (id: string) => boolean = () => true,
  ): Promise<{ model: string; nearest: Nearness[] }> {
    const words = this.#compareWords(question, allowed)
    const meant = await this.#byMeaning(question, words)
    const near = new Set(
      [...words.keys(), ...[...(meant?.cosines.keys() ?? [])].flatMap((key) => this.#byKey.get(key) ?? [])].map(
        ({ id }) => id,
      ),
    )
    const nearest = [...near]
      .filter(allowed)
      .map((id) =>
        this.#judge(id, (phrasing) => scoreOf(words.get(phrasing) ?? 0, meant && meant.cosines.get(phrasing.key))),
      )
    return { model: meant?.model ?? 'words', nearest: nearest.sort((a, b) => b.score - a.score) }
  }

  /** The cosine of TF-IDF weights with every phrasing that shares a word, or a word that may stand for it. */
  #compareWords(question: string, allowed: (id: string) => boolean): Map<Phrasing, number> {
    const asked = askedTerms(question)
    const shared = new Map<Phrasing, number>()
    const add = (term: string, weight: number, but?: Set<Phrasing>) => {
      const worth = weight * this.#rarity(term) ** 2
      for (const phrasing of this.#postings.get(term) ?? [])
        if (allowed(phrasing.id) && !but?.has(phrasing)) shared.set(phrasing, (shared.get(phrasing) ?? 0) + worth)
    }
    for (const term of asked) {
      add(term, 1)
      // A word that is met needs nobody to stand in for it.
      for (const standIn of standInsFor(term))
        if (!asked.includes(standIn)) add(standIn, weights.standIn, this.#postings.get(term))
    }
    const length = this.#lengthOf(asked)
    return new Map(
      [...shared].map(([phrasing, sum]) => [
        phrasing,
        Math.min(1, sum / (length * this.#lengthOf(phrasing.terms))),
      ]),
    )
  }

  /** By meaning: of the nearest phrasings, and of all phrasings of what words found. */
  async #byMeaning(question: string, words: Map<Phrasing, number>): Promise<Nearest | null> {
    const best = [...words].sort(([, a], [, b]) => b - a).slice(0, candidates)
    const beside = new Set(best.flatMap(([{ id }]) => (this.#phrasings.get(id) ?? []).map(({ key }) => key)))
    return (await this.#meaning?.near([{ text: question, weight: 1 }], candidates, [...beside])) ?? null
  }

  /** Of all phrasings of one correction the best decides; that others agree makes it stand before its rivals. */
  #judge(id: string, scoreOf: (phrasing: Phrasing) => number): Nearness {
    const all = this.#phrasings.get(id) ?? []
    const scores = (rejected: boolean) => all.filter((phrasing) => phrasing.rejected === rejected).map(scoreOf)
    const right = scores(false)
    const best = Math.max(0, ...right)
    const phrasing = all.filter(({ rejected }) => !rejected)[right.indexOf(best)]?.text ?? ''
    return {
      id,
      best,
      phrasing,
      score: (best + right.reduce((sum, score) => sum + score, 0) / right.length) / 2,
      rejected: Math.max(0, ...scores(true)),
    }
  }

  #rarity(term: string): number {
    return Math.log(1 + (this.#byKey.size + 1) / ((this.#postings.get(term)?.size ?? 0) + 1))
  }

  #lengthOf(terms: string[]): number {
    return Math.sqrt(terms.reduce((sum, term) => sum + this.#rarity(term) ** 2, 0)) || 1
  }
}

/** By how much the nearest is nearer than the next. */
function leadOf([first, second]: Nearness[]): number {
  return Math.min(mostLead, (first?.best ?? 0) - (second?.best ?? 0))
}

/** Meaning and half the words. A phrasing whose vector is still being made is taken to mean what its words say. */
function scoreOf(words: number, cosine: number | null | undefined): number {
  if (cosine === null) return words
  return (Math.max(0, cosine ?? words) + weights.words * words) / (1 + weights.words)
}
