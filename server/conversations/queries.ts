import type { Kysely } from 'kysely'
import type { Conversation, VisitorConversation } from '../../protocol/entities.ts'
import type { Context } from '../ground/context.ts'
import type { Schema } from '../db/schema.ts'
import { NotFound } from '../ground/errors.ts'
import { headOf } from '../events/head.ts'
import { isPersons, isTheirs, sameContact } from './thread.ts'

export async function findConversation(db: Kysely<Schema>, id: string): Promise<Conversation> {
  const row = await db.selectFrom('conversations').select('head').where('id', '=', id).executeTakeFirst()
  if (!row) throw new NotFound('There is no such conversation')
  return headOf(row.head)
}

/** Somebody else's conversation is not found, rather than forbidden: its existence is nobody's business. */
export async function findOwn(db: Kysely<Schema>, visitorId: string, id: string): Promise<Conversation> {
  const conversation = await findConversation(db, id)
  if (!(await isTheirs(db, visitorId, conversation))) throw new NotFound('There is no such conversation')
  return conversation
}

/** Field by field, so that a field added for operators stays theirs until somebody decides otherwise here. */
export function forVisitor({
  id,
  agent,
  status,
  openedAt,
  completedAt,
  control,
  humanRequestedAt,
  seen,
}: Conversation): VisitorConversation {
  return { id, agent, status, openedAt, completedAt, control, humanRequestedAt, ...(seen && { seen }) }
}

/** The visitor's live conversation, and the finished one in which something was said last, by id: a reply that came after the end is not hidden by a newer end. */
export async function latestOf(
  ctx: Context,
  visitorId: string,
): Promise<{ live: string | null; earlier: string | null }> {
  const { proven } = await sameContact(ctx.db.reads, visitorId)
  const rows = await ctx.db.reads
    .selectFrom('conversations')
    .select('head')
    .where('visitor_id', 'in', proven)
    .orderBy('opened_at', 'desc')
    .limit(10)
    .execute()
  const heads = rows
    .map(({ head }) => headOf(head))
    // What the same person wrote in another browser is found here only where a person of the team answered it.
    .filter((head) => head.visitor.id === visitorId || (!head.channel && isPersons(head)))
  const spokenAt = ({ lastMessage }: Conversation) => lastMessage?.at ?? 0
  const [earlier] = heads
    .filter(({ status }) => status === 'completed')
    .sort((one, other) => spokenAt(other) - spokenAt(one))
  return { live: heads.find(({ status }) => status === 'live')?.id ?? null, earlier: earlier?.id ?? null }
}

export async function liveConversations(db: Kysely<Schema>): Promise<Conversation[]> {
  const rows = await db.selectFrom('conversations').select('head').where('status', '=', 'live').execute()
  return rows.map(({ head }) => headOf(head))
}

export async function earlierOf(ctx: Context, id: string): Promise<Conversation[]> {
  const rows = await ctx.db.reads
    .selectFrom('conversations')
    .select('head')
    .where('visitor_id', 'in', (eb) =>
      eb
        .selectFrom('conversations as own')
        .innerJoin('visitors as who', 'who.id', 'own.visitor_id')
        // Without a contact there is nothing to be equal to, and the visitor alone is the same person.
        .innerJoin('visitors as same', (join) =>
          join.on((on) =>
            on.or([on('same.id', '=', on.ref('who.id')), on('same.contact_id', '=', on.ref('who.contact_id'))]),
          ),
        )
        .select('same.id')
        .where('own.id', '=', id),
    )
    .where('id', '!=', id)
    .orderBy('opened_at', 'desc')
    .limit(20)
    .execute()
  return rows.map(({ head }) => headOf(head))
}
