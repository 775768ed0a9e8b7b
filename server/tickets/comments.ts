import type { Kysely } from 'kysely'
import type { Person } from '../../protocol/entities.ts'
import type { Comment } from '../../protocol/tickets/shapes.ts'
import type { Context } from '../ground/context.ts'
import { newest, type Before } from '../db/newest.ts'
import type { CommentRow, Schema } from '../db/schema.ts'
import { Conflict } from '../ground/errors.ts'
import { change } from '../events/log.ts'
import { listMembers } from '../people/operators/members.ts'

/** An operator writes to colleagues. Who is mentioned finds the ticket under Mentions; ids of nobody are left out. The same id again is the same note. */
export async function postComment(
  ctx: Context,
  by: Person,
  conversationId: string,
  sent: { id: string; text: string; mentions: string[] },
): Promise<Comment> {
  const members = sent.mentions.length
    ? new Set((await listMembers(ctx.db.reads)).map(({ id }) => id))
    : new Set<string>()
  const mentions = [...new Set(sent.mentions)].filter((id) => members.has(id))
  return change(ctx, { kind: 'operator', id: by.id }, conversationId, async (change) => {
    const comment: Comment = { id: sent.id, seq: change.nextSeq, at: change.at, by, text: sent.text, mentions }
    const { numInsertedOrUpdatedRows } = await change.trx
      .insertInto('comments')
      .values(rowOf(conversationId, comment))
      .onConflict((oc) => oc.doNothing())
      .executeTakeFirst()
    if (!numInsertedOrUpdatedRows) return findRetried(change.trx, conversationId, by, sent)
    if (mentions.length)
      await change.trx
        .insertInto('mentions')
        .values(
          mentions.map((operator_id) => ({
            comment_id: sent.id,
            operator_id,
            conversation_id: conversationId,
            at: change.at,
            read_at: null,
          })),
        )
        .execute()
    change.record('comment.posted', { comment })
    return comment
  })
}

async function findRetried(
  db: Kysely<Schema>,
  conversationId: string,
  by: Person,
  { id, text }: { id: string; text: string },
): Promise<Comment> {
  const row = await db.selectFrom('comments').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
  const comment = commentOf(row)
  if (row.conversation_id !== conversationId || comment.by.id !== by.id || comment.text !== text)
    throw new Conflict('id_taken', 'This note id was used before. Send again with a new one.')
  return comment
}

export async function listComments(
  db: Kysely<Schema>,
  conversationId: string,
  before?: Before,
): Promise<Comment[]> {
  const wanted = db.selectFrom('comments').selectAll().where('conversation_id', '=', conversationId)
  return (await newest(wanted, before)).map(commentOf)
}

const rowOf = (conversationId: string, { by, mentions, ...comment }: Comment): CommentRow => ({
  ...comment,
  conversation_id: conversationId,
  by: JSON.stringify(by),
  mentions: JSON.stringify(mentions),
})

const commentOf = ({ id, seq, at, by, text, mentions }: CommentRow): Comment => ({
  id,
  seq,
  at,
  by: JSON.parse(by),
  text,
  mentions: JSON.parse(mentions),
})
