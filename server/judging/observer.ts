import type { Kysely } from 'kysely'
import { unhurried, type Context } from '../ground/context.ts'
import { prepared, type Values } from '../db/prepared.ts'
import type { Schema } from '../db/schema.ts'
import { change, type Change } from '../events/log.ts'
import { NotFound } from '../ground/errors.ts'
import { onForgotten } from '../privacy/forgotten.ts'
import { modelOf } from '../models/models.ts'
import { readMoodByMeaning } from '../language/mood.ts'
import { readTopic } from '../language/topic.ts'
import { modelMoodsOf, type ModelMood } from './model-moods.ts'
import { ReadingQueue, type Depth } from './reading-queue.ts'
import { listUnread } from './unread.ts'

/** A message waits this long for the next one of a burst to be read with it. */
const debounceMs = 120
/** Who writes without pause is looked at this often; still within the second in which a mood must show. */
const throttleMs = 800
/** As far back as a running mood looks. */
const remembered = 32

const newestOfVisitor = prepared((db, value: Values<{ conversationId: string }>) =>
  db
    .selectFrom('messages')
    .select(['id', 'text', 'seq'])
    .where('conversation_id', '=', value('conversationId'))
    .where('sender', '=', 'visitor')
    .orderBy('seq', 'desc')
    .limit(remembered),
)

/** Reads mood and topic after visitor messages, beside the visitor's path: a message never waits for what we think of it. */
export class Observer {
  readonly #ctx: Context
  readonly #waiting = new Map<string, NodeJS.Timeout>()
  readonly #scheduledAt = new Map<string, number>()
  readonly #queue: ReadingQueue
  #listening: (() => void) | null = null
  #encoding: Promise<unknown> = Promise.resolve()
  #stopped = false

  constructor(ctx: Context) {
    this.#ctx = ctx
    this.#queue = new ReadingQueue(
      (conversationId, depth) => this.#observe(conversationId, depth),
      (error, conversationId) => {
        // Of whoever was erased meanwhile there is nothing to read.
        if (this.#stopped || error instanceof NotFound) return
        ctx.log.error({ error, conversationId }, 'could not read the mood')
      },
    )
  }

  /** What a process that ended had not read yet is read now: the log says which. */
  async resume(): Promise<void> {
    for await (const ids of listUnread(this.#ctx)) {
      if (this.#stopped) return
      ids.forEach((id) => this.schedule(id))
    }
  }

  /** The visitor said something there. */
  schedule(conversationId: string): void {
    if (this.#stopped || this.#waiting.has(conversationId) || this.#queue.has(conversationId)) return
    const since = performance.now() - (this.#scheduledAt.get(conversationId) ?? -throttleMs)
    this.#listening ??= onForgotten(this.#ctx, (id) => this.#forget(id))
    this.#waiting.set(
      conversationId,
      setTimeout(
        () => {
          this.#waiting.delete(conversationId)
          this.#remember(conversationId)
          this.#queue.add(conversationId)
        },
        Math.max(debounceMs, throttleMs - since),
      ),
    )
  }

  #remember(conversationId: string): void {
    this.#scheduledAt.delete(conversationId)
    this.#scheduledAt.set(conversationId, performance.now())
    // In order of their last look: the first ones have rested long enough.
    for (const [id, at] of this.#scheduledAt) {
      if (performance.now() - at < throttleMs) break
      this.#scheduledAt.delete(id)
    }
  }

  #forget(conversationId: string): void {
    clearTimeout(this.#waiting.get(conversationId))
    this.#waiting.delete(conversationId)
    this.#queue.forget(conversationId)
  }

  stop(): void {
    this.#stopped = true
    this.#queue.stop()
    this.#listening?.()
    this.#waiting.forEach(clearTimeout)
    this.#waiting.clear()
  }

  /** Only models that judge have views. */
  async #modelMoodsOf(db: Kysely<Schema>, id: string, from: number): Promise<Map<string, ModelMood>> {
    return this.#ctx.models.assesses ? modelMoodsOf(db, id, from) : new Map()
  }

  async #isAssessedByModel({ trx, conversation }: Change): Promise<boolean> {
    return this.#ctx.models.assesses && (await modelOf(this.#ctx, trx, conversation.agent.id)).assess !== undefined
  }

  /** Sentence by sentence, one at a time: an answer that the AI looks up meanwhile waits for no more than that. */
  async #encode(texts: string[]): Promise<Float32Array[] | null> {
    const vectors: Float32Array[] = []
    for (const text of texts) {
      const turn = this.#encoding.then(() => this.#ctx.encoder?.encode([text]) ?? null)
      this.#encoding = turn
      const vector = await turn
      if (!vector) return null
      vectors.push(...vector)
    }
    return vectors
  }

  async #observe(conversationId: string, depth: Depth): Promise<void> {
    const said = (await newestOfVisitor(this.#ctx.db.reads, { conversationId })).rows.reverse()
    const last = said.at(-1)
    if (!last) return
    const modelMoods = await this.#modelMoodsOf(this.#ctx.db.reads, conversationId, said[0]!.seq)
    const messages = said.map(({ id, text }) => ({ id, text, judged: modelMoods.get(id) }))
    const { reading, mark } = await readMoodByMeaning(messages, async (texts) =>
      depth === 'words' ? null : this.#encode(texts),
    )
    const topicAfter = depth === 'whole' ? await this.#readTopic(messages) : null
    if (this.#stopped) return
    await change(unhurried(this.#ctx), { kind: 'system', id: null }, conversationId, async (change) => {
      // The model may have judged this very message meanwhile; then its word stands.
      if (!(await this.#modelMoodsOf(change.trx, conversationId, last.seq)).has(last.id))
        change.record('mood.changed', { reading, mark })
      const topic = await topicAfter?.(change)
      if (topic && topic !== change.conversation.topic) change.record('topic.changed', { topic })
    })
  }

  /** What comes back says the topic that these messages deserve, by what the conversation is about when it is asked. */
  async #readTopic(messages: { text: string }[]): Promise<(change: Change) => Promise<string | null>> {
    const passages = await this.#ctx.knowledge.find(messages.at(-1)!.text, { asked: messages.at(-2)?.text })
    const namedAfter = await this.#ctx.topics.find(messages.map(({ text }) => text))
    return async (change) => {
      const { topic } = change.conversation
      const named = namedAfter(topic)
      return !named && topic && (await this.#isAssessedByModel(change))
        ? topic
        : (named ?? readTopic(messages, passages, topic))
    }
  }
}

declare module '../ground/context.ts' {
  interface Context {
    observer: Observer
  }
}
