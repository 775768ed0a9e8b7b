import type { Kysely } from 'kysely'
import type { CheckedClaim } from '../../protocol/agents/claims.ts'
import type { Hold, Person, Source } from '../../protocol/entities.ts'
import type { Payload } from '../../protocol/events.ts'
import type { HoldRow, Schema } from '../db/schema.ts'
import type { Change } from '../events/log.ts'
import { releaseWhispers } from '../supervision/taken-whispers.ts'

/**
 * Replies that are written and not sent. Such a run has no lease and no process: it is a row, and whoever deletes it under the conversation's lock has
 * decided what became of it, so exactly one of released, edited and dropped can happen.
 */

/** What an operator reads of what is held; the rest is for whoever posts it. */
interface Readable {
  reply: { text: string; sources: Source[]; opinion: { claims?: CheckedClaim[] } }
}

/** `held`: all that is needed to post it later, in whichever process. */
export async function beginHold(
  change: Change,
  { run, reason, dueAt }: Pick<Hold, 'run' | 'reason' | 'dueAt'>,
  held: Readable,
): Promise<void> {
  const row: HoldRow = {
    conversation_id: change.conversation.id,
    run_id: run,
    seq: change.nextSeq,
    at: change.at,
    reason,
    due_at: dueAt,
    reply: JSON.stringify(held),
  }
  await change.trx.insertInto('holds').values(row).execute()
  change.record('hold.began', { hold: holdOf(row) })
}

/** What was held, as JSON; null where nothing was. A run that is not released is over, and its whispers wait for the next one. */
export async function endHold(
  change: Change,
  how: Payload<'hold.ended'>['how'],
  by: Person | null = null,
): Promise<string | null> {
  if (!change.conversation.hold) return null
  const { run_id, reply } = await change.trx
    .deleteFrom('holds')
    .where('conversation_id', '=', change.conversation.id)
    .returningAll()
    .executeTakeFirstOrThrow()
  change.record('hold.ended', { run: run_id, how, by, at: change.at })
  if (how === 'released') return reply
  await releaseWhispers(change, run_id)
  await change.trx
    .updateTable('runs')
    .set({ state: 'superseded', ended_at: change.at })
    .where('id', '=', run_id)
    .execute()
  return reply
}

export async function findHold(db: Kysely<Schema>, conversationId: string): Promise<Hold | null> {
  const row = await db
    .selectFrom('holds')
    .selectAll()
    .where('conversation_id', '=', conversationId)
    .executeTakeFirst()
  return row ? holdOf(row) : null
}

function holdOf({ run_id, seq, at, reason, due_at, reply }: HoldRow): Hold {
  const { text, sources, opinion } = (JSON.parse(reply) as Readable).reply
  return {
    run: run_id,
    seq,
    at: Number(at),
    reason,
    dueAt: due_at === null ? null : Number(due_at),
    text,
    sources,
    claims: opinion.claims ?? [],
  }
}
