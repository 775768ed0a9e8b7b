import type { Kysely } from 'kysely'
import type { Conversation, Transcript, VisitorConversation, VisitorTranscript } from '../../protocol/entities.ts'
import type { Context } from '../ground/context.ts'
import type { Schema } from '../db/schema.ts'
import { NotFound } from '../ground/errors.ts'
import { assessmentsIn } from '../judging/assess-reply.ts'
import { readEventsOf } from '../events/log.ts'
import { findHold } from '../replies/holds.ts'
import { listRatings } from '../supervision/ratings.ts'
import { votesOf } from './votes.ts'
import { taughtIn } from '../teaching/taught.ts'
import { listInquiries } from '../supervision/open-inquiry.ts'
import { listWhispers } from '../supervision/whispers.ts'
import { listComments } from '../tickets/comments.ts'
import { markOf } from '../../protocol/tickets/apply.ts'
import { headOf } from '../events/head.ts'
import { listMessages } from './messages.ts'
import { isPersons, isTheirs, sameContact } from './thread.ts'
import { listNotes } from './notes.ts'

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

/** Everything an operator may see of one conversation, at one point in time. */
export function transcriptFor(ctx: Context, id: string): Promise<Transcript> {
  return ctx.db.snapshot(async (db) => {
    const conversation = await findConversation(db, id)
    const log = await readEventsOf(db, id, [
      'brief.written',
      'reply.cut',
      'run.failed',
      'mood.changed',
      'verdict.reached',
      'conversation.escalated',
      'lesson.saved',
      'lesson.changed',
      'correction.added',
      'correction.changed',
      'ticket.opened',
      'ticket.changed',
    ])
    return {
      conversation,
      messages: await listMessages(db, id),
      whispers: await listWhispers(db, id),
      briefs: log.flatMap((event) => (event.type === 'brief.written' ? [event.payload.brief] : [])),
      inquiries: await listInquiries(db, id),
      hold: await findHold(db, id),
      cuts: log.flatMap((event) => (event.type === 'reply.cut' ? [event.payload.cut] : [])),
      failures: log.flatMap((event) => (event.type === 'run.failed' ? [event.payload.failure] : [])),
      moods: log.flatMap((event) => (event.type === 'mood.changed' ? [event.payload.mark] : [])),
      ...assessmentsIn(log),
      ...taughtIn(log),
      ratings: await listRatings(db, id),
      notes: await listNotes(db, id),
      comments: await listComments(db, id),
      ticketMarks: log.flatMap((event) =>
        event.type === 'ticket.opened' || event.type === 'ticket.changed' ? [markOf(event)] : [],
      ),
      upTo: conversation.seq,
    }
  })
}

/** The visitor's share of it. */
export function visitorTranscriptFor(ctx: Context, visitorId: string, id: string): Promise<VisitorTranscript> {
  return ctx.db.snapshot(async (db) => {
    const conversation = await findOwn(db, visitorId, id)
    return {
      conversation: forVisitor(conversation),
      messages: await listMessages(db, id),
      votes: await votesOf(db, id),
      upTo: conversation.seq,
    }
  })
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
