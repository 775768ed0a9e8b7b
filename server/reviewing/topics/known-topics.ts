import type { Topic } from '../../../protocol/knowledge/topics.ts'
import {
  centroidOf,
  classifyTopic,
  compareTopics,
  nearnessOf,
  type NamedTopic,
  type Near,
} from '../../language/named-topics.ts'
import { tellsMatter } from '../../language/question.ts'
import { stampOf } from '../../db/stamp.ts'
import { followTopic } from '../../events/follow-topic.ts'
import type { Context } from '../../ground/context.ts'
import type { Encoder } from '../../knowledge/vectors/encoder.ts'
import { listTopics, topicsHint } from './topics.ts'
import { WordSpace } from './word-space.ts'

/** A conversation is about what was said last, and people need some messages to come to the point. */
const together = 3

type Named = Pick<Topic, 'title' | 'examples'>

/** Where messages lie, and the topics in the same space. */
interface Place {
  by: 'meaning' | 'words'
  model: string
  vectors: Float32Array[]
  topics: NamedTopic[]
}

/** The topics that operators named, in memory. By meaning once their examples have vectors; by their words until then, and whenever the encoder cannot say. */
export class KnownTopics {
  readonly #encoder: Encoder | null
  #named: Named[] = []
  #words = new WordSpace([])
  #byWords: NamedTopic[] = []
  #byMeaning: NamedTopic[] | null = null
  #filling: Promise<void> | null = null

  constructor(encoder: Encoder | null = null) {
    this.#encoder = encoder
  }

  replace(named: Named[]): void {
    this.#named = named
    this.#words = new WordSpace(named.flatMap(({ examples }) => examples))
    this.#byWords = named.map(({ title, examples }) => ({
      title,
      centroid: centroidOf(examples.map((text) => this.#words.vector(text))),
    }))
    this.#byMeaning = null
    this.#fill()
  }

  /** Resolves when the examples have vectors, or have none for now. */
  async filled(): Promise<void> {
    await this.#filling
  }

  /** Reads a visitor's messages, oldest first. What comes back says the title that they deserve after `current`, the topic so far: null when they are about none of these. */
  async find(messages: string[]): Promise<(current: string | null) => string | null> {
    const telling = this.#named.length ? lastTelling(messages) : []
    if (!telling.length) return () => null
    const { vectors, topics, model } = await this.#place(telling)
    return (current) => classifyTopic(vectors, topics, current, model)?.title ?? null
  }

  /** How near one message is to every topic, the nearest first, and how near it `needed` to be. */
  async compare(text: string): Promise<{ by: 'meaning' | 'words'; needed: number; near: Near[] }> {
    const { by, model, vectors, topics } = await this.#place([text])
    return { by, needed: nearnessOf(model, vectors.length), near: compareTopics(vectors, topics) }
  }

  async #place(messages: string[]): Promise<Place> {
    // Once more: the encoder may have been too busy when the topics came.
    if (!this.#byMeaning) this.#fill()
    const topics = this.#byMeaning
    const vectors = topics && (await this.#encoder!.encode(messages))
    if (topics && vectors) return { by: 'meaning', model: this.#encoder!.model, vectors, topics }
    return {
      by: 'words',
      model: 'words',
      vectors: messages.map((text) => this.#words.vector(text)),
      topics: this.#byWords,
    }
  }

  #fill(): void {
    this.#filling ??= this.#encode().finally(() => (this.#filling = null))
  }

  async #encode(): Promise<void> {
    if (!this.#encoder || !(await this.#encoder.loaded())) return
    const named = this.#named
    const topics: NamedTopic[] = []
    for (const { title, examples } of named) {
      const vectors = await this.#encoder.encode(examples)
      if (!vectors) return
      topics.push({ title, centroid: centroidOf(vectors) })
    }
    // Whoever changed them meanwhile wants other vectors.
    if (named === this.#named) this.#byMeaning = topics
    else await this.#encode()
  }
}

/** Looked for from the end: of a long conversation only the last few messages are read. */
function lastTelling(messages: string[]): string[] {
  const telling: string[] = []
  for (let at = messages.length - 1; at >= 0 && telling.length < together; at--)
    if (tellsMatter(messages[at]!)) telling.unshift(messages[at]!)
  return telling
}

/** Keep this process's topics true: at the start, after each change, and after a lost link. */
export function followTopics(ctx: Context): Promise<() => void> {
  const load = async () => ctx.topics.replace(await listTopics(ctx.db.reads))
  const stamp = () => stampOf(ctx.db.reads, 'topics', ['changed_at'])
  return followTopic(ctx, { topic: topicsHint, load, stamp })
}

declare module '../../ground/context.ts' {
  interface Context {
    topics: KnownTopics
  }
}
