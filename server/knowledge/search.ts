import MiniSearch, { type SearchResult } from 'minisearch'
import type { Encoder, VectorShelf } from '../encoder/encoder.ts'
import { piecesOf, type Piece, type Searchable } from './passages.ts'
import { readQuery, type Before, type Query } from './query.ts'
import { answerable, rank, scoreOf, type Found, type Passage } from './ranking.ts'
import { termsOf } from './words.ts'

export { answerable, scoreOf, type Passage } from './ranking.ts'
export type { Before } from './query.ts'

/** As many of the nearest by words, and as many by meaning, are looked at closely. */
const candidates = 100
const most = 5

/** The questions that stand in a message beside other sentences, at most three. */
export function questionsIn(message: string): string[] {
  const asked = (message.match(/[^.!?\n]+\?/g) ?? []).map((sentence) => sentence.trim())
  return asked.filter((sentence) => sentence !== message.trim()).slice(0, 3)
}

/** All articles, cut into passages and searchable by words and by meaning. Lives in memory; adding or removing one touches only that one. */
export class ArticleIndex {
  readonly #encoder: Encoder | null
  readonly #shelf: VectorShelf | null
  #index = emptyIndex()
  #parents = emptyIndex()
  readonly #pieces = new Map<string, Piece[]>()
  readonly #byId = new Map<string, Piece>()
  /** In how many passages a term occurs: rare words say more about what is meant. */
  readonly #frequency = new Map<string, number>()
  readonly #found = new Map<string, Passage[]>()

  constructor(encoder: Encoder | null = null) {
    this.#encoder = encoder
    this.#shelf = encoder?.shelf('passages') ?? null
  }

  replace(articles: Searchable[]): void {
    const kept = new Set(articles.map(({ id }) => id))
    for (const id of [...this.#pieces.keys()]) if (!kept.has(id)) this.remove(id)
    for (const article of articles) this.put(article)
  }

  put(article: Searchable): void {
    const pieces = piecesOf(article)
    const kept = new Set(pieces.map(({ id }) => id))
    this.#drop(article.id, (id) => !kept.has(id))
    this.#pieces.set(article.id, pieces)
    for (const piece of pieces) this.#byId.set(piece.id, piece)
    this.#index.addAll(pieces)
    this.#parents.addAll(parentsOf(pieces))
    this.#tally(pieces, 1)
    for (const piece of pieces) this.#shelf?.put(piece.id, meaningOf(piece))
  }

  /** Resolves when every passage can be found by meaning, or never will be. */
  async filled(): Promise<void> {
    await this.#shelf?.filled()
  }

  remove(id: string): void {
    this.#drop(id, () => true)
  }

  /** `forgotten` says which of its vectors go, too: those that stay need not be made again. */
  #drop(articleId: string, forgotten: (id: string) => boolean): void {
    this.#found.clear()
    const pieces = this.#pieces.get(articleId) ?? []
    if (pieces.length === 0) return
    this.#pieces.delete(articleId)
    this.#index.discardAll(pieces.map(({ id }) => id))
    this.#parents.discardAll(parentsOf(pieces).map(({ id }) => id))
    this.#tally(pieces, -1)
    for (const { id } of pieces) {
      this.#byId.delete(id)
      if (forgotten(id)) this.#shelf?.remove(id)
    }
  }

  /**
   * At most five passages, best first, by words alone. In a message of several sentences a question may stand among complaints that no article
   * answers; if the whole finds no answer, each question is looked for by itself.
   */
  search(question: string, before: Before = {}): Passage[] {
    const key = JSON.stringify([question, before.asked, before.answered])
    const known = this.#found.get(key)
    if (known) return known
    const whole = this.#byWords(question, before)
    const found = scoreOf(whole) >= answerable ? whole : bestOf([whole, ...questionsIn(question).map((asked) => this.#byWords(asked, before))])
    // The same message is looked up for the reply, for the topic, and again when a reply starts over.
    this.#found.set(key, found)
    if (this.#found.size > 500) this.#found.delete(this.#found.keys().next().value!)
    return found
  }

  #byWords(question: string, before: Before): Passage[] {
    const query = readQuery(question, before)
    return query.size > 0 ? this.#rank(query, this.#hits(this.#index, query), null).slice(0, most) : []
  }

  /** The same by words and by meaning, as far as the encoder is ready; by words alone until then. `limit` is for who wants more than five. */
  async find(question: string, before: Before = {}, limit = most): Promise<Passage[]> {
    const whole = await this.#findOnce(question, before, limit)
    if (scoreOf(whole) >= answerable) return whole
    return bestOf([whole, ...(await Promise.all(questionsIn(question).map((asked) => this.#findOnce(asked, before, limit))))])
  }

  async #findOnce(question: string, before: Before, limit: number): Promise<Passage[]> {
    const query = readQuery(question, before)
    if (query.size === 0) return []
    const hits = this.#hits(this.#index, query)
    return this.#rank(query, hits, await this.#cosines(question, before, hits)).slice(0, limit)
  }

  /** By meaning: of the nearest passages, and of those that words found. */
  async #cosines(question: string, before: Before, hits: SearchResult[]): Promise<Map<string, number> | null> {
    const vectors = await this.#encoder?.encode(before.asked ? [question, before.asked] : [question])
    return vectors ? this.#shelf!.nearest(blend(vectors), candidates, hits.slice(0, candidates).map(({ id }) => id)) : null
  }

  #rank(query: Query, hits: SearchResult[], cosines: Map<string, number> | null): Passage[] {
    const near = new Set([...hits.slice(0, candidates).map(({ id }) => id as string), ...(cosines?.keys() ?? [])])
    const byWords = new Map(hits.filter(({ id }) => near.has(id)).map((hit) => [hit.id as string, hit]))
    const pieces = [...near].flatMap((id) => this.#byId.get(id) ?? [])
    const around = new Set(pieces.map(({ parent }) => parent))
    const parents = new Map(this.#hits(this.#parents, query).filter(({ id }) => around.has(id)).map(({ id, score }) => [id as string, score]))
    const found = pieces.map((piece): Found => ({ piece, hit: byWords.get(piece.id) ?? null, parent: parents.get(piece.parent) ?? 0, cosine: cosines?.get(piece.id) ?? null }))
    return rank(query, found, { rarity: (term) => this.#rarity(term), count: this.#byId.size })
  }

  #hits(index: MiniSearch<Unit>, query: Query): SearchResult[] {
    // Only a word that no article has may be a typing error, and looking for likely ones costs most of the time.
    const unknown = (term: string) => !this.#frequency.has(term) && (query.get(term)?.needed ?? 0) > 0
    // What only helps to find must be rare to help; looking through every passage for it would take the event loop's time.
    const useful = [...query].filter(([term, { boost }]) => boost >= 1 || (this.#frequency.get(term) ?? 0) <= Math.max(50, this.#byId.size / 20))
    const found = index.search(useful.map(([term]) => term).join(' '), {
      boostTerm: (term) => query.get(term)?.boost ?? 1,
      prefix: (term) => term.length >= 5 && unknown(term),
      fuzzy: (term) => (term.length >= 6 && !/\d/.test(term) && unknown(term) ? 0.2 : false),
    })
    // The library multiplies by the number of terms met, whatever they weigh: many words in passing would beat the one that was asked for.
    for (const hit of found) hit.score /= hit.queryTerms.length || 1
    return found.sort((a, b) => b.score - a.score)
  }

  #rarity(term: string): number {
    const frequency = this.#frequency.get(term) ?? 0
    // No article has it: a name, a typing error, or the very thing we know nothing about. It counts, but not as the rarest of all.
    if (frequency === 0) return Math.log(1 + this.#byId.size) * 0.6
    return Math.log(1 + this.#byId.size / frequency)
  }

  #tally(pieces: Piece[], by: 1 | -1): void {
    for (const piece of pieces) {
      for (const term of new Set(termsOf(`${piece.title} ${piece.heading} ${piece.text}`))) {
        const frequency = (this.#frequency.get(term) ?? 0) + by
        if (frequency > 0) this.#frequency.set(term, frequency)
        else this.#frequency.delete(term)
      }
    }
  }
}

/** What can be searched by words: a piece, or the stretch that it stands in. */
interface Unit { id: string; title: string; heading: string; text: string }

function emptyIndex(): MiniSearch<Unit> {
  return new MiniSearch<Unit>({
    fields: ['title', 'heading', 'text'],
    tokenize: termsOf,
    processTerm: (term) => term,
    searchOptions: {
      tokenize: (joined) => joined.split(' '),
      boost: { title: 2.5, heading: 1.8 },
      weights: { fuzzy: 0.4, prefix: 0.5 },
    },
  })
}

function parentsOf(pieces: Piece[]): Unit[] {
  return [...Map.groupBy(pieces, ({ parent }) => parent)].map(([id, parts]) => ({
    id,
    title: parts[0]!.title,
    heading: [...new Set(parts.map(({ heading }) => heading))].join(' '),
    text: parts.map(({ text }) => text).join('\n'),
  }))
}

/** What the vector of a piece stands for: its words, and what they are about. */
function meaningOf({ title, heading, text }: Piece): string {
  return [title, heading, text].filter(Boolean).join('\n')
}

/** What the whole message found, unless a question in it found something better. */
function bestOf(parts: Passage[][]): Passage[] {
  return parts.reduce((best, part) => (scoreOf(part) > scoreOf(best) ? part : best))
}

/** The question with a little of the one before it, again of length 1. */
function blend([question, before]: Float32Array[]): Float32Array {
  const sum = before ? question!.map((value, index) => value + 0.3 * before[index]!) : question!
  const length = Math.hypot(...sum) || 1
  return sum.map((value) => value / length)
}
