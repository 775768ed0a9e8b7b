import { termsOf } from '../knowledge/words.ts'
import type { ClaimKind } from '../../protocol/agents/claims.ts'
import type { Claim } from './claim.ts'
import { findClaims } from './find-claims.ts'
import { ratesIn } from './rates.ts'
import { readSpeech, type Speech } from './speech.ts'

/** Something that the model was given, and where a reader finds it. */
export interface Given {
  /** As operators know it: "passage", "correction", "profile" … */
  kind: string
  id: string | null
  text: string
}

/** Where a claim stands in what was given. */
export interface Support {
  kind: string
  id: string | null
  sentence: string
}

/** The words around a claim, without its own: of its sentence with the one before, and of its part of the sentence alone. */
interface Around {
  terms: Set<string>
  clause: Set<string>
  /** The language of the whole answer. */
  speech: Speech | null
}

/** One key of the group, in a place that says nothing else of how often. */
interface Wanted {
  kind: ClaimKind
  group: string[]
  rate: string | null
}

interface Stretch extends Support {
  /** The words of its sentence, and of what stands around it, by how much they tell. */
  terms: Map<string, number>
  /** Sums stand with their currency where this stands. */
  priced: boolean
  /** How often something is due, as its sentence has it. */
  rates: string[]
  speech: Speech | null
}

/** Words that a claim and its source must share beyond the claim itself, so that the 30 days of one thing are not those of another. */
const shared = 1
/** Where another place with a value of this kind fits the words around the claim so much better, the value was taken from the wrong place. */
const farNearer = 3

/** Ceilings that no prompt of ours comes near: every further claim has to stay as cheap as the first. */
const mostPlaces = 400
const mostSearched = 400

/** All claims of what a model was given, by their meaning: built once per reply, asked for every claim of it. */
export class Evidence {
  readonly #byKey = new Map<string, Stretch[]>()
  readonly #byKind = new Map<ClaimKind, Set<Stretch>>()
  readonly #texts: { part: Given; plain: string }[] = []
  readonly #phones: [string, Stretch][] = []
  #searched = 0

  constructor(given: Given[], now: Date) {
    for (const part of given) this.#read(part, now)
  }

  /** Where a whole sentence stands as it is; null where it stands nowhere. */
  quoted(sentence: string): Support | null {
    const plain = this.#searched++ < mostSearched ? plainOf(sentence) : ''
    const found = plain && this.#texts.find((given) => given.plain.includes(plain))
    return found ? { kind: found.part.kind, id: found.part.id, sentence: sentence.trim() } : null
  }

  /** The place that supports the claim best, or null. */
  support({ kind, needs, rate }: Claim, around: Around): Support | null {
    const places = needs.map((group) => this.#best({ kind, group, rate }, around))
    const [first] = places
    return first && places.every(Boolean) ? { kind: first.kind, id: first.id, sentence: first.sentence } : null
  }

  #best({ kind, group, rate }: Wanted, { terms, clause, speech }: Around): Stretch | null {
    const places = this.#places(kind, group).filter(({ rates }) => !rate || !rates.length || rates.includes(rate))
    // Words of another language cannot be the same; then the value alone counts.
    const foreign = places.find((place) => isForeign(place.speech, speech))
    if (foreign) return foreign
    const ranked = places
      .filter((place) => kind !== 'absolute' || terms.size <= shared || isSaidOf(place, terms))
      .map((place) => ({ place, overlap: overlapOf(place.terms, terms) }))
      .toSorted((a, b) => b.overlap - a.overlap)
    const [best] = ranked
    if (!best || standsAlone.has(kind) || terms.size <= shared) return best?.place ?? null
    if (best.overlap < shared) return null
    const fitsClause = clause.size > 0 && ranked.some(({ place }) => this.#fits(kind, place, clause))
    return fitsClause || this.#fits(kind, best.place, terms) ? best.place : null
  }

  /** No other place with a value of this kind has much more of these words around it. */
  #fits(kind: ClaimKind, place: Stretch, terms: Set<string>): boolean {
    const here = overlapOf(place.terms, terms)
    return here > 0 && this.#nearest(kind, terms) < here + farNearer
  }

  /** How many of the words around a claim stand around the likeliest other claim of its kind. */
  #nearest(kind: ClaimKind, terms: Set<string>): number {
    return Math.max(0, ...[...(this.#byKind.get(kind) ?? [])].map((place) => overlapOf(place.terms, terms)))
  }

  #places(kind: ClaimKind, group: string[]): Stretch[] {
    const found = group.flatMap((key) => this.#byKey.get(key) ?? [])
    if (kind === 'phone') return [...found, ...this.#dialled(group)]
    // A price list may leave the currency to its heading; a figure beside real sums is something else.
    const bare = kind === 'sum' ? group.flatMap((key) => this.#byKey.get(withoutCurrency(key)) ?? []) : []
    return [...found, ...bare.filter(({ priced }) => !priced)]
  }

  #read(part: Given, now: Date): void {
    const { kind, id, text } = part
    this.#texts.push({ part, plain: plainOf(text) })
    const sentences = text.split(/(?<=[.!?;])\s+|\n+|\s\|\s/u).filter((sentence) => sentence.trim())
    const terms = sentences.map((sentence) => termsOf(sentence))
    const title = terms[0] ?? []
    const speech = readSpeech(text)
    const claims = sentences.map((sentence) => findClaims(sentence, now))
    const priced = claims.flat().some(({ kind }) => kind === 'sum')
    sentences.forEach((sentence, index) => {
      if (!claims[index]!.length) return
      const near = [...title, ...(terms[index - 1] ?? []), ...(terms[index + 1] ?? [])]
      const weighed = new Map([...near.map(weighing(1)), ...terms[index]!.map(weighing(own))])
      const stretch = {
        kind,
        id,
        sentence: sentence.trim(),
        terms: weighed,
        priced,
        rates: ratesIn(sentence),
        speech,
      }
      for (const claim of claims[index]!) this.#add(claim, stretch)
    })
  }

  #add({ kind, offers }: Claim, stretch: Stretch): void {
    if (kind === 'phone') this.#phones.push(...offers.map((key): [string, Stretch] => [key, stretch]))
    const ofKind = this.#byKind.get(kind) ?? new Set<Stretch>()
    if (ofKind.size >= mostPlaces) return
    this.#byKind.set(kind, ofKind.add(stretch))
    for (const key of offers) {
      const places = this.#byKey.get(key) ?? []
      if (places.at(-1) !== stretch) places.push(stretch)
      this.#byKey.set(key, places)
    }
  }

  /** With and without the country in front. */
  #dialled(needs: string[]): Stretch[] {
    const numberOf = (key: string) => key.slice('phone '.length)
    return this.#phones.flatMap(([key, stretch]) =>
      needs.some((need) => numberOf(need).endsWith(numberOf(key)) || numberOf(key).endsWith(numberOf(need)))
        ? [stretch]
        : [],
    )
  }
}

/** Too short to tell, it is taken for English, in which most teams write. */
const isForeign = (place: Speech | null, answer: Speech | null): boolean =>
  answer !== null && place !== answer && (place !== null || answer !== 'en')

/** A word around a claim weighs so much where it stands in the very sentence, and less beside it. */
const own = 2

/** A promise shares a word with the very sentence that makes it: "free" is said of something. */
const isSaidOf = (place: Stretch, terms: Set<string>): boolean =>
  [...terms].some((term) => place.terms.get(term) === own)

/** What names one thing in the world needs no words around it. */
const standsAlone = new Set<ClaimKind>(['email', 'phone', 'reference'])

const withoutCurrency = (key: string): string => `bare ${key.split(' ').at(-1)}`

/** Without marks of lists and emphasis, and with one space for any. */
const plainOf = (text: string): string =>
  text
    .replaceAll(/^[ \t]*(?:[-*•]|\d{1,3}[.)])[ \t]+/gmu, '')
    .replaceAll(/[*_`#]/gu, '')
    .replaceAll(/\s+/gu, ' ')
    .trim()

const weighing =
  (weight: number) =>
  (term: string): [string, number] => [term, weight]

function overlapOf(source: Map<string, number>, terms: Set<string>): number {
  let overlap = 0
  for (const term of terms) overlap += source.get(term) ?? 0
  return overlap
}
