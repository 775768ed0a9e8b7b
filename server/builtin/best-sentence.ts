import { isLight, standInsFor, termsOf } from '../knowledge/words.ts'
import type { AskedTerm } from '../knowledge/search.ts'
import type { Passage } from '../models/model.ts'
import { countedIn, fitsMeasure, fitsPeriod, holdsWanted, mustHold } from './evidence.ts'
import { isOther, otherPlaces, unionPlaces } from './countries.ts'
import { quotable, type Sentence } from './sentences.ts'
import type { Wanted } from '../knowledge/asked.ts'
import { learned } from './learned.ts'
import { signs, type Signs } from './signs.ts'

/** A sentence that may answer, and how well. */
export interface Candidate {
  passage: Passage
  sentences: Sentence[]
  at: number
  /** How much of the question the sentence and what stands over it speak about, from 0 to 1. */
  cover: number
  /** How much of it the sentence says itself. */
  own: number
  /** Whether it, or what it leads to, holds the thing that was asked for. */
  holds: boolean
  /** Whether it, or what stands right over it, speaks of any of the things that were asked about. */
  named: boolean
  /** Whether it is the item of a list that bears the name of what was asked for. */
  label: boolean
  /** What speaks for it, each from 0 to 1. */
  signs: Signs
  worth: number
}

interface Search {
  question: string
  wanted: Wanted
  asked: AskedTerm[]
  allowed: (sentence: Sentence) => boolean
}

interface Weighing extends Search {
  /** The score of the best passage. */
  best: number
}

/** How much a word counts that stands in the heading, the title or just before, and one that stands for another. */
const shares = { heading: 0.7, title: 0.5, before: 0.5, meant: 0.85, standIn: 0.65 }
/** It speaks of what the sentence before it speaks of. */
const pronoun = /^(?:it|they|this|these|that|both|each|he|she)\b/iu

/** Every quotable sentence of the passages, the one that answers best first. */
export function candidatesIn(passages: Passage[], search: Search): Candidate[] {
  const seen = new Set<string>()
  return passages
    .flatMap((passage) => {
      const sentences = quotable(passage.around)
      const key = `${passage.articleId} ${sentences[0]?.text ?? ''} ${sentences.length}`
      if (seen.has(key)) return []
      seen.add(key)
      return sentences.flatMap((sentence, at) =>
        search.allowed(sentence)
          ? [candidate(passage, sentences, at, { ...search, best: passages[0]!.score })]
          : [],
      )
    })
    .sort((a, b) => b.worth - a.worth)
}

function candidate(passage: Passage, sentences: Sentence[], at: number, search: Weighing): Candidate {
  const sentence = sentences[at]!
  const around = contextOf(passage, sentences, at)
  // What the title and the heading say already tells no sentences apart.
  const over = new Set(termsOf(`${passage.title} ${passage.heading}`))
  const asked = search.asked.map((one) => (over.has(one.term) ? { ...one, weight: one.weight / 2 } : one))
  const own = coverOf(asked, (term) => met(term, sentence))
  const cover = coverOf(asked, (term) =>
    Math.max(met(term, sentence), ...around.map(({ terms, share }) => share * metIn(term, terms))),
  )
  const holds = holdsThing(search, sentence)
  const label = isLabelled(search.asked, sentence)
  const askedTerms = new Set(search.asked.map(({ term }) => term))
  const title = termsOf(passage.title)
  const signs: Signs = {
    cover,
    own,
    holds: Number(holds),
    must: Number(holds && mustHold(search.wanted)),
    label: Number(label),
    headed: Number(isHeaded(passage, search.asked)),
    titled: title.reduce((sum, term) => sum + metIn(term, askedTerms), 0) / Math.max(1, title.length),
    title: coverOf(search.asked, (term) => metIn(term, new Set(title))),
    passage: passage.score,
    near: passage.score / Math.max(0.01, search.best),
    first: Number(at === 0),
    item: Number(sentence.item),
  }
  const named = isNamed(search.asked, signs.titled, { passage, sentences, at })
  return { passage, sentences, at, cover, own, holds, label, named, signs, worth: worthOf(signs) }
}

const worthOf = (of: Signs): number => signs.reduce((sum, sign) => sum + learned.sentence[sign] * of[sign], 0)

const asksLeave = /^\W*(?:can|could|may) (?:i|we|you)\b/iu
const givesLeave = /\b(?:can|cannot|can't|may(?! need)|allowed|possible|not|no|never)\b/iu

function holdsThing({ question, wanted }: Search, { text, terms }: Sentence): boolean {
  const counted = termsOf(countedIn(question) ?? '')[0]
  return (
    holdsWanted(wanted, text) &&
    (wanted !== 'yesno' || !asksLeave.test(question) || givesLeave.test(text)) &&
    fitsPeriod(question, text) &&
    fitsMeasure(question, text) &&
    (counted === undefined || metIn(counted, terms) > 0)
  )
}

/** A part of an article that is about nothing but what is asked. */
function isHeaded({ heading }: Passage, asked: AskedTerm[]): boolean {
  const terms = termsOf(heading)
  return terms.length > 0 && terms.every((term) => asked.some((one) => one.term === term))
}

/** "Pro: one bag, 32" is about Pro. */
function isLabelled(asked: AskedTerm[], { text, item }: Sentence): boolean {
  const label = item ? termsOf(/^\W*([^:]{1,40}):/u.exec(text)?.[1] ?? '') : []
  return label.length > 0 && label.every((term) => asked.some((one) => one.term === term))
}

/** Whether the sentence, or the one that it leans on, speaks of this. */
export function saysItself({ sentences, at }: Candidate, term: string): boolean {
  return met(term, sentences[at]!) > 0 || meantIn(sentences, at).some(({ terms }) => metIn(term, terms) > 0)
}

/** Whether a figure is of what was asked: what it is a figure of stands beside it, or right over it. */
function isNamed(
  asked: AskedTerm[],
  title: number,
  candidate: Pick<Candidate, 'passage' | 'sentences' | 'at'>,
): boolean {
  const { passage, sentences, at } = candidate
  const things = asked.filter(({ term }) => !isLight(term) && !costs.has(term))
  if (!things.length || title === 1) return true
  const near = contextOf(passage, sentences, at).filter(({ share }) => share !== shares.title)
  return things.some(
    ({ term }) => met(term, sentences[at]!) > 0 || near.some(({ terms }) => metIn(term, terms) > 0),
  )
}

/** What says of a sentence what it is about: its heading, its title, and what stands before it in the same paragraph. An item of a list has only the line before the list. */
function contextOf(passage: Passage, sentences: Sentence[], at: number) {
  const { heading, title } = passage
  const { block, item } = sentences[at]!
  const before = sentences
    .slice(0, at)
    .filter((one) => (item ? !one.item && one.block >= block - 1 : one.block === block && !one.item))
  return [
    { terms: new Set(termsOf(heading)), share: shares.heading },
    { terms: new Set(termsOf(title)), share: shares.title },
    { terms: new Set(before.flatMap(({ terms }) => [...terms])), share: shares.before },
    ...meantIn(sentences, at),
  ]
}

/** What a sentence that begins with "it" or "they" speaks of. */
function meantIn(sentences: Sentence[], at: number) {
  const [before, sentence] = [sentences[at - 1], sentences[at]!]
  const leans = before && !before.item && before.block === sentence.block && pronoun.test(sentence.text)
  return leans ? [{ terms: before.terms, share: shares.meant }] : []
}

function coverOf(asked: AskedTerm[], metBy: (term: string) => number): number {
  const whole = asked.reduce((sum, { weight }) => sum + weight, 0)
  return whole === 0 ? 0 : asked.reduce((sum, { term, weight }) => sum + weight * metBy(term), 0) / whole
}

const costs = new Set(termsOf('cost fee charge pay price expensive'))
const free = /\b(?:(?:is|are|for) free|free of charge|costs? nothing|no (?:fee|charge|extra cost))\b/iu

function met(term: string, sentence: Sentence): number {
  if (sentence.terms.has(term)) return 1
  if (costs.has(term) && free.test(sentence.text)) return shares.standIn
  if (unionPlaces.has(term) && /\bEurope(?:an)?\b|\bEU\b/u.test(sentence.text)) return 0.9
  if (isOther(term) && otherPlaces.test(sentence.text)) return 0.9
  return metIn(term, sentence.terms)
}

function metIn(term: string, terms: Set<string>): number {
  if (terms.has(term)) return 1
  if (standInsFor(term).some((other) => terms.has(other))) return shares.standIn
  // "Cancelling" is met by "cancellation" and "charging" by "charge", which a stemmer keeps apart.
  return term.length >= 6 && [...terms].some((other) => other.length >= 5 && sameStart(term, other)) ? 0.8 : 0
}

function sameStart(a: string, b: string): boolean {
  const shorter = Math.min(a.length, b.length)
  return shorter >= 5 && a.slice(0, shorter - 1) === b.slice(0, shorter - 1)
}
