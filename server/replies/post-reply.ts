import { sql } from 'kysely'
import type { Message } from '../../protocol/entities.ts'
import { newId, type Context } from '../ground/context.ts'
import { leaveToTeam } from '../conversations/call-human.ts'
import { rowOf } from '../conversations/messages.ts'
import type { Change } from '../events/log.ts'
import { recordUsage } from '../models/spending/usage.ts'
import { openInquiry } from '../supervision/open-inquiry.ts'
import { useWhispers } from '../supervision/taken-whispers.ts'
import { recordAssessment } from './assess-by-model.ts'
import { escalateIfNeeded } from './escalate.ts'
import type { Reply } from './reply.ts'
import type { Run } from './run.ts'

/** The reply becomes a message, with all that follows from it; answers its id. Null where the AI has lost the pen: then nothing was said. */
export async function postReply(ctx: Context, change: Change, run: Run, reply: Reply): Promise<string | null> {
  const message: Message = {
    id: newId(),
    seq: change.nextSeq,
    at: change.at,
    from: 'ai',
    author: null,
    text: reply.text,
    sources: reply.sources,
    run: run.id,
  }
  if (!(await insertIfEpoch(change, message, run.epoch))) return null
  // Also where a person let it go: the words are the AI's.
  change.record('message.posted', { message }, { kind: 'ai', id: run.agentId })
  await useWhispers(change, run.id, message.id)
  await change.trx
    .insertInto('prompts')
    .values({ message_id: message.id, layers: JSON.stringify(reply.layers) })
    .execute()
  if (reply.provenance.length)
    await change.trx
      .insertInto('provenance')
      .values(reply.provenance.map((used) => ({ message_id: message.id, band: null, ...used })))
      .execute()
  await change.trx
    .updateTable('runs')
    .set({ state: 'done', trigger_seq: run.upTo, ended_at: change.at })
    .where('id', '=', run.id)
    .execute()
  if (reply.spent)
    await recordUsage(change.trx, {
      kind: 'reply',
      agentId: run.agentId,
      messageId: message.id,
      at: change.at,
      ...reply.spent,
    })
  await recordAssessment(change, message.id, reply.opinion)
  if (reply.inquiry && !change.conversation.inquiry)
    await openInquiry(change, { id: newId(), text: reply.inquiry, by: null }, ctx.timing.inquiryMs)
  await escalateIfNeeded(ctx, change, reply.signals)
  if (reply.toCheck) await leaveToTeam(ctx, change)
  return message.id
}

/** The compare-and-set that keeps the promise: the row goes in only if the AI still holds the pen in the epoch this run began with. */
async function insertIfEpoch(change: Change, message: Message, epoch: number): Promise<boolean> {
  const row = rowOf(change.conversation.id, message)
  const text = (value: string | null) => sql<string>`cast(${value} as text)`
  const number = (value: number) => sql<number>`cast(${value} as bigint)`
  const inserted = await change.trx
    .insertInto('messages')
    .columns(['id', 'conversation_id', 'seq', 'at', 'sender', 'author', 'text', 'sources', 'run_id'])
    .expression((eb) =>
      eb
        .selectFrom('conversations')
        .select([
          text(row.id).as('id'),
          'conversations.id as conversation_id',
          number(row.seq).as('seq'),
          number(row.at).as('at'),
          text(row.sender).as('sender'),
          text(row.author).as('author'),
          text(row.text).as('text'),
          text(row.sources).as('sources'),
          text(row.run_id).as('run_id'),
        ])
        .where('conversations.id', '=', row.conversation_id)
        .where('holder', '=', 'ai')
        .where('status', '=', 'live')
        .where('epoch', '=', epoch),
    )
    .executeTakeFirst()
  return Boolean(inserted.numInsertedOrUpdatedRows)
}
