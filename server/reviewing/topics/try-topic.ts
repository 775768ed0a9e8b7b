import type { TopicTrial } from '../../../protocol/knowledge/topics.ts'
import { readTopic } from '../../language/topic.ts'
import type { Context } from '../../ground/context.ts'
import { answerable } from '../../knowledge/search.ts'

/** What the first message of a conversation would make its topic. */
export async function tryTopic(ctx: Context, text: string): Promise<TopicTrial> {
  const [named, { by, needed, near }, passages] = await Promise.all([
    ctx.topics.find([text]).then((titleAfter) => titleAfter(null)),
    ctx.topics.compare(text),
    ctx.knowledge.find(text),
  ])
  const topic = named ?? readTopic([{ text }], passages)
  const read = (passages[0]?.score ?? 0) >= answerable ? 'article' : 'phrase'
  const origin = named ? 'named' : read
  return {
    topic,
    from: topic === null ? null : origin,
    by,
    needed: percent(needed),
    near: near.map(({ title, cosine }) => ({ title, nearness: percent(cosine) })),
  }
}

const percent = (cosine: number) => Math.round(Math.max(0, Math.min(1, cosine)) * 100)
