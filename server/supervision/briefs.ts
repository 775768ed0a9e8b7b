import type { Kysely } from 'kysely'
import type { Brief, Message, Person } from '../../protocol/entities.ts'
import { shortened } from '../../protocol/cut.ts'
import { findConversation } from '../conversations/queries.ts'
import { latestMessages } from '../conversations/messages.ts'
import type { Schema } from '../db/schema.ts'
import { endless } from '../db/newest.ts'
import { change, newestEventsOf } from '../events/log.ts'
import type { Context } from '../ground/context.ts'
import { readSmallTalk } from '../language/smalltalk.ts'

/** What the AI is to know when it has the conversation again. It lasts until another one is written. */
export function writeBrief(ctx: Context, by: Person, conversationId: string, text: string): Promise<Brief | null> {
  return change(ctx, { kind: 'operator', id: by.id }, conversationId, async (change) => {
    const before = await latestBrief(change.trx, conversationId)
    if ((before?.text ?? '') === text) return before
    const brief: Brief = { seq: change.nextSeq, at: change.at, by, text }
    change.record('brief.written', { brief })
    return text ? brief : null
  })
}

/** The one that counts now, or counted when the log stood at `upTo`; or null. */
export async function latestBrief(
  db: Kysely<Schema>,
  conversationId: string,
  upTo = endless - 1,
): Promise<Brief | null> {
  const [written] = await newestEventsOf(db, conversationId, ['brief.written'], { seq: upTo + 1, most: 1 })
  const brief = written?.payload.brief
  return brief?.text ? brief : null
}

export function readBrief(
  ctx: Context,
  conversationId: string,
): Promise<{ brief: Brief | null; suggested: string }> {
  return ctx.db.snapshot(async (db) => {
    const { visitor } = await findConversation(db, conversationId)
    const messages = await latestMessages(db, conversationId, lookedAt)
    return {
      brief: await latestBrief(db, conversationId),
      suggested: suggestionOf(messages, visitor.name?.split(' ')[0] ?? 'Visitor'),
    }
  })
}

const lookedAt = 60
const longest = 800
const longestLine = 240

/** What the person and the visitor told each other since the AI last spoke, without manners; the latest, as far as there is room. */
function suggestionOf(messages: Message[], visitor: string): string {
  const from = messages.findLastIndex((message) => message.from === 'ai')
  const since = messages.slice(from + 1)
  if (!since.some((message) => message.from === 'operator')) return ''
  const told = since.filter(tellsSomething)
  const lines = told.map(
    ({ from, author, text }) =>
      `${from === 'operator' ? (author?.name ?? 'Operator') : visitor}: ${shortened(text.replace(/\s+/g, ' '), longestLine)}`,
  )
  let room = longest
  const kept = lines.toReversed().filter((line) => (room -= line.length + 1) >= 0)
  return kept.reverse().join('\n')
}

const manners = ['thanks', 'goodbye', 'greeting', 'wellbeing', 'present', 'nice', 'praise', 'chatter', 'yes', 'no']

/** Manners are no facts, unless something is told with them: a figure, or more than a few words. */
function tellsSomething({ from, text, withdrawnAt }: Message): boolean {
  if ((from !== 'visitor' && from !== 'operator') || withdrawnAt) return false
  return /\d/.test(text) || text.split(/\s+/).length > 5 || !manners.includes(readSmallTalk(text) ?? '')
}
