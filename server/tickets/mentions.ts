import type { Kysely } from 'kysely'
import type { Mention } from '../../protocol/tickets/shapes.ts'
import { clearMentions } from '../alerts/clear-mentions.ts'
import type { Context } from '../ground/context.ts'
import type { Schema } from '../db/schema.ts'

const most = 100

/** Notes that call this operator and that they have not opened, the latest first. */
export async function listMentions(db: Kysely<Schema>, me: string): Promise<Mention[]> {
  const rows = await unread(db, me)
    .innerJoin('comments', 'comments.id', 'mentions.comment_id')
    .leftJoin('tickets', 'tickets.conversation_id', 'mentions.conversation_id')
    .select([
      'comments.id',
      'comments.conversation_id',
      'comments.by',
      'comments.text',
      'comments.at',
      'tickets.number',
      'tickets.subject',
    ])
    .orderBy('comments.at', 'desc')
    .orderBy('comments.id')
    .limit(most)
    .execute()
  return rows.map(({ id, conversation_id, by, text, at, number, subject }) => ({
    commentId: id,
    conversationId: conversation_id,
    by: JSON.parse(by),
    text,
    at,
    ticket: number === null || subject === null ? null : { number, subject },
  }))
}

export async function countUnread(db: Kysely<Schema>, me: string): Promise<number> {
  const { count } = await unread(db, me)
    .select((eb) => eb.fn.countAll().as('count'))
    .executeTakeFirstOrThrow()
  return Number(count)
}

/** They have opened the thread. Whoever was called by a note and has read it needs no alert of it any more. */
export async function readMentions(ctx: Context, me: string, conversationId: string): Promise<void> {
  if (
    !(await unread(ctx.db.reads, me)
      .select('comment_id')
      .where('mentions.conversation_id', '=', conversationId)
      .executeTakeFirst())
  )
    return
  await ctx.db.write((trx) =>
    trx
      .updateTable('mentions')
      .set({ read_at: Date.now() })
      .where('operator_id', '=', me)
      .where('conversation_id', '=', conversationId)
      .where('read_at', 'is', null)
      .execute(),
  )
  await clearMentions(ctx, conversationId)
}

const unread = (db: Kysely<Schema>, me: string) =>
  db.selectFrom('mentions').where('mentions.operator_id', '=', me).where('mentions.read_at', 'is', null)
