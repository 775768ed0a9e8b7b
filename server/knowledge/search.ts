import { setImmediate as turn } from 'node:timers/promises'
import MiniSearch, { type SearchResult } from 'minisearch'
import type { Meaning, MeaningIndex } from './vectors/meaning.ts'
import { OverMeaning } from './vectors/over-meaning.ts'
import { stretchesOf, type Piece, type Searchable } from './passages.ts'
import { isFragment, withoutManners } from './asked.ts'
import { readQuery, type Before, type Query } from './query.ts'
import { answerable, rank, scoreOf, type AskedTerm, type Found, type Passage } from './ranking.ts'
import { isSlipOf, shortestSlip } from './spelling.ts'
import { askedTerms, termsOf } from './words.ts'

export { answerable, scoreOf, type AskedTerm, type Passage } from './ranking.ts'
export type { Before } from './query.ts'

/** As many of the nearest by words, and as many by meaning, are looked at closely. */
const candidates = 100
const most = 5
/** As many entries of the index as can be gone through without holding the event loop for longer than a few milliseconds. */
const affordable = 3_000
/** As much of a message is looked through for questions. */
const readable = 10_000
/** How much of the question before is meant, too, when this one says little alone. */
const earlier = { fragment: 0.4, whole: 0.1 }
/** Of a whole question so many passages are what it finds by itself; what the conversation adds comes after them. */
const own = 2

/** The questions that stand in a message beside other sentences, at most three. One that is nearly all of it would find the same once more. */
export function questionsIn(message: string): string[] {
  const sentences = message.slice(0, readable).match(/[^.!?\n]+[.!?\n]?/g) ?? []
  const asked = sentences.filter((sentence) => sentence.endsWith('?')).map((sentence) => sentence.trim())
  const said = askedTerms(message).length
  return asked.filter((sentence) => askedTerms(sentence).length < said - 1).slice(0, 3)
}

/** So many stretches of 2,000 characters of one article are taken in, or let go, in one turn of the event loop: most articles at once. */
const perTurn = 6

/** What is left to do is done with the next step. */
type Steps = Generator<void, void>

type IndexChange = { replace: Searchable[] } | { put: Searchable } | { remove: string }

/** All articles, cut into passages and searchable by words and by meaning. Lives in memory; adding or removing one touches only that one. */
export class ArticleIndex {
  readonly #meaning: MeaningIndex | null
  #index = emptyIndex()
  #parents = emptyIndex()
  readonly #articles = new Map<string, Searchable>()
  readonly #pieces = new Map<string, Piece[]>()
  readonly #byId = new Map<string, Piece>()
  /** In how many passages a term occurs: rare words say more about what is meant. */
  readonly #frequency = new Map<string, number>()
  /** Of those pieces that came into question. */
  readonly #terms = new WeakMap<Piece, Set<string>>()
  readonly #found = new Map<string, Passage[]>()
  #byStart: Map<string, string[]> | null = null

  constructor(meaning: Meaning | null = null) {
    this.#meaning = meaning?.index('passages') ?? null
  }

  replace(articles: Searchable[]): void {
    for (const _ of this.#replacing(articles));
  }

  put(article: Searchable): void {
    for (const _ of this.#putting(article));
  }

  remove(id: string): void {
    for (const _ of this.#removing(id));
  }

  /** The same a few stretches of text in each turn of the event loop, so that who is asking meanwhile is answered. Not two at once. */
  async follow(change: IndexChange): Promise<void> {
    for (const _ of this.#steps(change)) await turn()
  }

  /** As it would be after these changes. What is here stays as it is. `drafts`: where vectors of what is changed are kept meanwhile. */
  async fork(changes: IndexChange[], drafts: MeaningIndex | null): Promise<{ index: ArticleIndex; close(): void }> {
    const over = this.#meaning && drafts && new OverMeaning(this.#meaning, drafts)
    const index = new ArticleIndex(over && { index: () => over })
    await index.follow({ replace: [...this.#articles.values()] })
    over?.begin()
    for (const change of changes) await index.follow(change)
    return { index, close: () => over?.clear() }
  }

  #steps(change: IndexChange): Steps {
    if ('replace' in change) return this.#replacing(change.replace)
    return 'put' in change ? this.#putting(change.put) : this.#removing(change.remove)
  }

  has(articleId: string): boolean {
    return this.#articles.has(articleId)
  }

  /** How many passages can be found. */
  get size(): number {
    return this.#byId.size
  }

  *#replacing(articles: Searchable[]): Steps {
    const kept = new Set(articles.map(({ id }) => id))
    for (const id of [...this.#pieces.keys()]) if (!kept.has(id)) yield* this.#removing(id)
    for (const article of articles) {
      const known = this.#articles.get(article.id)
      if (known && isSame(known, article)) continue
      yield* this.#putting(article)
      yield
    }
  }

  *#putting(article: Searchable): Steps {
    const before = new Set(this.#pieces.get(article.id)?.map(({ id }) => id))
    yield* this.#dropping(article.id)
    const all: Piece[] = []
    this.#pieces.set(article.id, all)
    this.#articles.set(article.id, article)
    let done = 0
    for (const stretch of stretchesOf(article)) {
      if (done++ % perTurn === perTurn - 1) yield
      for (const piece of stretch) {
        all.push(piece)
        before.delete(piece.id)
        this.#byId.set(piece.id, piece)
        this.#meaning?.put(piece.id, meaningOf(piece), { article: article.id })
      }
      this.#index.addAll(stretch)
      this.#parents.addAll(parentsOf(stretch))
      this.#tally(stretch, 1)
    }
    // Vectors of those that stay need not be made again.
    for (const id of before) this.#meaning?.remove(id)
  }

  *#removing(id: string): Steps {
    for (const piece of this.#pieces.get(id) ?? []) this.#meaning?.remove(piece.id)
    yield* this.#dropping(id)
  }

  /** At once nothing of it is found; what the index keeps of it goes stretch by stretch. */
  *#dropping(articleId: string): Steps {
    this.#found.clear()
    const pieces = this.#pieces.get(articleId) ?? []
    this.#pieces.delete(articleId)
    this.#articles.delete(articleId)
    for (const { id } of pieces) this.#byId.delete(id)
    let done = 0
    for (const stretch of Map.groupBy(pieces, ({ parent }) => parent).values()) {
      if (done++ % perTurn === perTurn - 1) yield
      // Discarding would leave it to a vacuum of the library's, which breaks where somebody searches meanwhile.
      this.#index.removeAll(stretch)
      this.#parents.removeAll(parentsOf(stretch))
      this.#tally(stretch, -1)
    }
  }

  /** Resolves when every passage can be found by meaning, or never will be. */
  async filled(): Promise<void> {
    await this.#meaning?.settled()
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
    const found =
      scoreOf(whole) >= answerable
        ? whole
        : bestOf([whole, ...questionsIn(question).map((asked) => this.#byWords(asked, before))])
    // The same message is looked up for the reply, for the topic, and again when a reply starts over.
    this.#found.set(key, found)
    if (this.#found.size > 500) this.#found.delete(this.#found.keys().next().value!)
    return found
  }

  #byWords(question: string, before: Before): Passage[] {
    const only = (before: Before) => {
      const query = readQuery(question, before, this.#spelled)
      const terms = this.#lookedUp(query)
      return query.size > 0
        ? this.#rank(query, terms, this.#hits(this.#index, query, terms), null).slice(0, most)
        : []
    }
    return standsAlone(question, before) ? beside(only({}), only(before), most) : only(before)
  }

  /** The same by words and by meaning, as far as the encoder is ready; by words alone until then. `limit` is for who wants more than five. */
  async find(question: string, before: Before = {}, limit = most): Promise<Passage[]> {
    const whole = await this.#findOnce(question, before, limit)
    if (scoreOf(whole) >= answerable) return whole
    const parts = [whole]
    // One after the other: together they would hold the event loop for as long as all of them take.
    for (const asked of questionsIn(question)) parts.push(await this.#findOnce(asked, before, limit))
    return bestOf(parts)
  }

  async #findOnce(question: string, before: Before, limit: number): Promise<Passage[]> {
    if (!standsAlone(question, before)) return this.#findWith(question, before, limit)
    const alone = await this.#findWith(question, {}, limit)
    return beside(alone, await this.#findWith(question, before, limit), limit)
  }

  async #findWith(question: string, before: Before, limit: number): Promise<Passage[]> {
    const query = readQuery(question, before, this.#spelled)
    if (query.size === 0) return []
    const terms = this.#lookedUp(query)
    const hits = this.#hits(this.#index, query, terms)
    return this.#rank(query, terms, hits, await this.#cosines(question, before, hits)).slice(0, limit)
  }

  /** By meaning: of the nearest passages, and of those that words found. */
  async #cosines(question: string, before: Before, hits: SearchResult[]): Promise<Map<string, number> | null> {
    const weight = isFragment(question) ? earlier.fragment : earlier.whole
    const asked = [
      { text: withoutManners(question), weight: 1 },
      ...(before.asked ? [{ text: before.asked, weight }] : []),
    ]
    const known = hits.slice(0, candidates).map(({ id }) => id)
    return (await this.#meaning?.near(asked, candidates, known))?.cosines ?? null
  }

  #rank(query: Query, terms: Set<string>, hits: SearchResult[], cosines: Map<string, number> | null): Passage[] {
    const near = new Set([...hits.slice(0, candidates).map(({ id }) => id as string), ...(cosines?.keys() ?? [])])
    const byWords = new Map(hits.filter(({ id }) => near.has(id)).map((hit) => [hit.id as string, hit]))
    const pieces = [...near].flatMap((id) => this.#byId.get(id) ?? [])
    const around = new Set(pieces.map(({ parent }) => parent))
    const parents = new Map(
      this.#hits(this.#parents, query, terms)
        .filter(({ id }) => around.has(id))
        .map(({ id, score }) => [id as string, score]),
    )
    const found = pieces.map((piece): Found => ({
      piece,
      hit: byWords.get(piece.id) ?? null,
      parent: parents.get(piece.parent) ?? 0,
      cosine: cosines?.get(piece.id) ?? null,
    }))
    const left = [...query.keys()].filter((term) => !terms.has(term) && (query.get(term)?.needed ?? 0) > 0)
    const common = (piece: Piece) =>
      left.length > 0 ? left.filter((term) => this.#termsOf(piece).has(term)) : left
    const rarity = (term: string) => this.#rarity(term)
    return rank(query, found, { rarity, common, count: this.#byId.size, asked: this.#askedOf(query) })
  }

  #askedOf(query: Query): AskedTerm[] {
    return [...query]
      .filter(([, { needed }]) => needed > 0)
      .map(([term, { needed, standIns }]) => ({
        term,
        weight: needed * this.#rarity(term),
        known: [term, ...standIns].some((word) => this.#frequency.has(word)),
      }))
  }

  /**
   * The terms worth looking up. What nearly every passage has tells none apart, and going through all of them would hold the event loop; of what only
   * helps to find, the rare ones help.
   */
  #lookedUp(query: Query): Set<string> {
    const frequency = (term: string) => this.#frequency.get(term) ?? 0
    const useful = [...query].filter(
      ([term, { boost }]) => boost >= 1 || frequency(term) <= Math.max(50, this.#byId.size / 20),
    )
    const terms = new Set<string>()
    let entries = 0
    for (const [term] of useful.sort(
      ([a, one], [b, other]) => other.boost - one.boost || frequency(a) - frequency(b),
    )) {
      entries += frequency(term)
      if (terms.size === 0 || entries <= affordable) terms.add(term)
    }
    return terms
  }

  #hits(index: MiniSearch<Unit>, query: Query, terms: Set<string>): SearchResult[] {
    // Only a word that no article has may be a typing error, and looking for likely ones costs most of the time.
    const unknown = (term: string) => !this.#frequency.has(term) && (query.get(term)?.needed ?? 0) > 0
    const found = index.search([...terms].join(' '), {
      boostTerm: (term) => query.get(term)?.boost ?? 1,
      prefix: (term) => term.length >= 5 && unknown(term),
      fuzzy: (term) => (term.length >= 6 && !/\d/.test(term) && unknown(term) ? 0.2 : false),
    })
    // The library multiplies by the number of terms met, whatever they weigh: many words in passing would beat the one that was asked for.
    for (const hit of found) hit.score /= Math.sqrt(hit.queryTerms.length || 1)
    return found.sort((a, b) => b.score - a.score)
  }

  #termsOf(piece: Piece): Set<string> {
    const known = this.#terms.get(piece) ?? new Set(termsOf(`${piece.title} ${piece.heading} ${piece.text}`))
    this.#terms.set(piece, known)
    return known
  }

  #rarity(term: string): number {
    const frequency = this.#frequency.get(term) ?? 0
    // No article has it: a name, a typing error, or the very thing we know nothing about. It counts, but not as the rarest of all.
    if (frequency === 0) return Math.log(1 + this.#byId.size) * 0.6
    return Math.log(1 + this.#byId.size / frequency)
  }

  /** A word that no article has and that is one slip away from one that they have is taken for that one. */
  readonly #spelled = (term: string): string => {
    if (term.length < shortestSlip || /\d/.test(term) || this.#frequency.has(term)) return term
    this.#byStart ??= Map.groupBy(
      [...this.#frequency.keys()].filter((word) => word.length >= shortestSlip - 1),
      (word) => word.slice(0, 1),
    )
    const near = (this.#byStart.get(term.slice(0, 1)) ?? []).filter((word) => isSlipOf(term, word))
    return near.sort((a, b) => this.#frequency.get(b)! - this.#frequency.get(a)! || a.localeCompare(b))[0] ?? term
  }

  #tally(pieces: Piece[], by: 1 | -1): void {
    this.#byStart = null
    this.#found.clear()
    for (const piece of pieces) {
      for (const term of new Set(termsOf(`${piece.title} ${piece.heading} ${piece.text}`))) {
        const frequency = (this.#frequency.get(term) ?? 0) + by
        if (frequency > 0) this.#frequency.set(term, frequency)
        else this.#frequency.delete(term)
      }
    }
  }
}

const isSame = (one: Searchable, other: Searchable): boolean =>
  one.title === other.title && one.url === other.url && one.body === other.body

/** What can be searched by words: a piece, or the stretch that it stands in. */
interface Unit {
  id: string
  title: string
  heading: string
  text: string
}

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

/** Whether the question says by itself what it is about. Then nothing that was said before may answer it. */
function standsAlone(question: string, before: Before): boolean {
  return Boolean(before.asked || before.answered) && !isFragment(question)
}

/** What a question finds by itself, and after its best what the conversation lets it find, which is no better an answer. */
function beside(alone: Passage[], together: Passage[], limit: number): Passage[] {
  if (!alone.length) return alone
  const first = alone.slice(0, own)
  const others = [...new Map([...together, ...alone].map((passage) => [passage.id, passage])).values()]
  const last = first.at(-1)!.score
  return [
    ...first,
    ...others
      .filter(({ id }) => !first.some((known) => known.id === id))
      .map((passage) => ({ ...passage, score: Math.min(passage.score, last) })),
  ].slice(0, limit)
}

/** What the whole message found, unless a question in it found something better. */
function bestOf(parts: Passage[][]): Passage[] {
  return parts.reduce((best, part) => (scoreOf(part) > scoreOf(best) ? part : best))
}

declare module '../ground/context.ts' {
  interface Context {
    knowledge: ArticleIndex
  }
}
