import MiniSearch, { type SearchResult } from 'minisearch'
import { piecesOf, type Piece, type Searchable } from './passages.ts'
import { askedTerms, standInsFor, termsOf, wordsOf } from './words.ts'

export interface Passage {
  id: string
  articleId: string
  title: string
  url: string | null
  heading: string
  text: string
  /** From 0 to 1: how much of what the question asks for the passage speaks about. */
  score: number
}

/** From this score on, a passage can be taken for an answer. */
export const answerable = 0.45

const most = 5
const weights = { previous: 0.3, alike: 0.5, buried: 0.68, unknown: 0.6 }

/** How well the best of them answers. */
export const scoreOf = (found: Passage[]): number => found[0]?.score ?? 0

/** The questions that stand in a message beside other sentences, at most three. */
export function questionsIn(message: string): string[] {
  const asked = (message.match(/[^.!?\n]+\?/g) ?? []).map((sentence) => sentence.trim())
  return asked.filter((sentence) => sentence !== message.trim()).slice(0, 3)
}

/** All articles, cut into passages and searchable by words. Lives in memory; adding or removing one touches only that one. */
export class ArticleIndex {
  #index = emptyIndex()
  #pieces = new Map<string, Piece[]>()
  /** In how many passages a term occurs: rare words say more about what is meant. */
  #frequency = new Map<string, number>()
  #count = 0
  readonly #found = new Map<string, Passage[]>()

  replace(articles: Searchable[]): void {
    this.#index = emptyIndex()
    this.#pieces.clear()
    this.#frequency.clear()
    this.#count = 0
    this.#found.clear()
    for (const article of articles) this.put(article)
  }

  put(article: Searchable): void {
    this.remove(article.id)
    this.#found.clear()
    const pieces = piecesOf(article)
    this.#pieces.set(article.id, pieces)
    this.#index.addAll(pieces)
    this.#tally(pieces, 1)
  }

  remove(id: string): void {
    const pieces = this.#pieces.get(id)
    if (!pieces) return
    this.#pieces.delete(id)
    this.#found.clear()
    this.#index.discardAll(pieces.map((piece) => piece.id))
    this.#tally(pieces, -1)
  }

  /**
   * At most five passages, best first. `previous` is what the visitor asked before, for "and for Europe?". In a message of several sentences
   * a question may stand among complaints that no article answers, so each question is also looked for by itself.
   */
  search(question: string, previous?: string): Passage[] {
    const key = `${question}\n${previous ?? ''}`
    let found = this.#found.get(key)
    if (!found) this.#remember(key, (found = this.#searchAll(question, previous)))
    return found
  }

  #searchAll(question: string, previous: string | undefined): Passage[] {
    const found = questionsIn(question).map((asked) => this.#searchOnce(asked, previous)).sort((a, b) => scoreOf(b) - scoreOf(a))[0]
    return found && scoreOf(found) >= answerable ? found : this.#searchOnce(question, previous)
  }

  /** The same message is looked up for the reply, for the topic, and again when a reply starts over. */
  #remember(key: string, found: Passage[]): void {
    this.#found.set(key, found)
    if (this.#found.size > 500) this.#found.delete(this.#found.keys().next().value!)
  }

  #searchOnce(question: string, previous: string | undefined): Passage[] {
    const weighed = this.#weigh(question, previous)
    if (weighed.size === 0) return []
    // Only a word that no article has may be a typing error, and looking for likely ones costs most of the time.
    const unknown = (term: string) => !this.#frequency.has(term)
    const found = this.#index.search([...weighed.keys()].join(' '), {
      boostTerm: (term) => weighed.get(term)?.boost ?? 1,
      prefix: (term) => term.length >= 5 && unknown(term),
      fuzzy: (term) => (term.length >= 6 && !/\d/.test(term) && unknown(term) ? 0.2 : false),
    })
    const best = found[0]?.score ?? 1
    return found
      .slice(0, 40)
      .map((hit) => ({ hit, score: this.#cover(weighed, hit) * (0.8 + (0.2 * hit.score) / best) }))
      .sort((a, b) => b.score - a.score || b.hit.score - a.hit.score)
      .slice(0, most)
      .map(({ hit, score }) => passageOf(hit, score))
  }

  #weigh(question: string, previous: string | undefined): Weighed {
    const asked = askedTerms(question)
    const before = previous && leansOnBefore(question, asked) ? askedTerms(previous).filter((term) => !asked.includes(term)) : []
    const weighed: Weighed = new Map()
    const add = (terms: string[], weight: number) => {
      for (const term of terms) {
        if (weighed.has(term)) continue
        weighed.set(term, { boost: weight, needed: weight * this.#rarity(term), standIns: standInsFor(term) })
      }
    }
    add(asked, 1)
    add(before, asked.length > 0 ? weights.previous : 1)
    for (const [, { boost, standIns }] of [...weighed]) {
      for (const standIn of standIns) if (!weighed.has(standIn)) weighed.set(standIn, { boost: boost * weights.alike, needed: 0, standIns: [] })
    }
    return weighed
  }

  /** The share of the question, by rarity, that the passage speaks about; a word that stands for another counts for most of it. */
  #cover(weighed: Weighed, hit: SearchResult): number {
    const matched = new Set(hit.queryTerms)
    let needed = 0
    let met = 0
    for (const [term, { needed: weight, standIns }] of weighed) {
      needed += weight
      if (matched.has(term)) met += weight
      // A word of the question itself stands for nothing but itself, or "moved house" would find every housing twice.
      else if (standIns.some((standIn) => matched.has(standIn) && !weighed.get(standIn)?.needed)) met += weight * 0.8
    }
    if (needed === 0) return 0
    // A story of many words holds a short question; nobody answers every word of it.
    const asked = [...weighed.values()].filter((term) => term.needed > 0).length
    const expected = needed * (asked > 4 ? (4 + (asked - 4) / 2) / asked : 1)
    // Words that occur only in passing say less than words under whose heading the passage stands.
    const headed = Object.values(hit.match).some((fields) => fields.includes('title') || fields.includes('heading'))
    return Math.min(1, met / expected) * (headed ? 1 : weights.buried)
  }

  #rarity(term: string): number {
    const frequency = this.#frequency.get(term) ?? 0
    // No article has it: a name, a typing error, or the very thing we know nothing about. It counts, but not as the rarest of all.
    if (frequency === 0) return Math.log(1 + this.#count) * weights.unknown
    return Math.log(1 + this.#count / frequency)
  }

  #tally(pieces: Piece[], by: 1 | -1): void {
    this.#count += by * pieces.length
    for (const piece of pieces) {
      for (const term of new Set(termsOf(`${piece.title} ${piece.heading} ${piece.text}`))) {
        const frequency = (this.#frequency.get(term) ?? 0) + by
        if (frequency > 0) this.#frequency.set(term, frequency)
        else this.#frequency.delete(term)
      }
    }
  }
}

/** Each term of the question: how much it pulls, how much the answer owes it, and which words may stand in for it. */
type Weighed = Map<string, { boost: number; needed: number; standIns: string[] }>

function emptyIndex(): MiniSearch<Piece> {
  return new MiniSearch<Piece>({
    fields: ['title', 'heading', 'text'],
    storeFields: ['articleId', 'title', 'url', 'heading', 'text'],
    tokenize: termsOf,
    processTerm: (term) => term,
    searchOptions: {
      tokenize: (joined) => joined.split(' '),
      boost: { title: 2.5, heading: 1.8 },
      weights: { fuzzy: 0.4, prefix: 0.5 },
    },
  })
}

/** "And for Europe?" means little alone; a full question must not be bent by the one before it. */
function leansOnBefore(question: string, asked: string[]): boolean {
  if (asked.length <= 2) return true
  const words = wordsOf(question)
  return asked.length <= 4 && (/^(?:and|or|but|so|then|what about|how about)\b/i.test(question.trim()) || words.some((word) => ['it', 'that', 'they', 'them', 'this', 'those', 'there'].includes(word)))
}

function passageOf(hit: SearchResult, score: number): Passage {
  return { id: hit.id, articleId: hit.articleId, title: hit.title, url: hit.url, heading: hit.heading, text: hit.text, score: Math.round(score * 1000) / 1000 }
}
