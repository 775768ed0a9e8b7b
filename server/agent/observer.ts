import type { Context } from '../context.ts'
import { change } from '../events/log.ts'
import { readMood } from './mood.ts'
import { readTopic } from './topic.ts'

/** Messages of one conversation that arrive within this time are read as one; well inside the second in which a mood must show. */
const gather = 120

/** Reads mood and topic after visitor messages, beside the visitor's path: a message never waits for what we think of it. */
export class Observer {
  private readonly ctx: Context
  private readonly waiting = new Map<string, NodeJS.Timeout>()

  constructor(ctx: Context) {
    this.ctx = ctx
  }

  /** The visitor said something there. */
  look(conversationId: string): void {
    if (this.waiting.has(conversationId)) return
    this.waiting.set(conversationId, setTimeout(() => {
      this.waiting.delete(conversationId)
      this.observe(conversationId).catch((error) => this.ctx.log.error({ error, conversationId }, 'could not read the mood'))
    }, gather))
  }

  stop(): void {
    this.waiting.forEach(clearTimeout)
    this.waiting.clear()
  }

  private async observe(conversationId: string): Promise<void> {
    const messages = await this.ctx.db.reads.selectFrom('messages').select(['id', 'text']).where('conversation_id', '=', conversationId).where('sender', '=', 'visitor').orderBy('seq').execute()
    const last = messages.at(-1)
    if (!last) return
    const { reading, mark } = readMood(messages)
    const topic = readTopic(messages, this.ctx.knowledge.search(last.text, messages.at(-2)?.text))
    await change(this.ctx, { kind: 'system', id: null }, conversationId, async (change) => {
      change.record('mood.changed', { reading, mark })
      if (topic && topic !== change.conversation.topic) change.record('topic.changed', { topic })
    })
  }
}
