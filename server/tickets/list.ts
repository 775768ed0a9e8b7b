import { sql, type Kysely } from 'kysely'
import { unfinished } from '../../protocol/tickets/shapes.ts'
import type { Conversation, TicketStatus } from '../../protocol/entities.ts'
import { TicketView, type TicketRow } from '../../protocol/tickets/routes.ts'
import type { Context } from '../ground/context.ts'
import { headOf } from '../events/head.ts'
import { contains, searchedWords } from '../db/contains.ts'
import type { Schema } from '../db/schema.ts'
import { idsInSegment } from '../reviewing/segments/count.ts'
import type { Asker } from '../reviewing/segments/segments.ts'
import { saidIn } from '../conversations/said-in.ts'
import { countUnread } from './mentions.ts'
import { ticketOf } from './open.ts'

const most = 500

interface Wanted {
  view: TicketView
  segment?: string | undefined
  text?: string | undefined
}

/** The tickets of a view or a segment as this operator sees it, the most recently changed first, and how many each view holds. */
export function listTickets(
  ctx: Context,
  me: Asker,
  { view, segment, text = '' }: Wanted,
): Promise<{ tickets: TicketRow[]; counts: Record<TicketView, number>; unread: number }> {
  return ctx.db.snapshot(async (db) => {
    const found = saying(segment ? standing(db) : inView(db, me.id, view), text)
    const wanted = segment
      ? standing(db).where(
          'tickets.id',
          'in',
          await latestIn(db, me, segment, text ? await found.select('tickets.id').execute() : null),
        )
      : found
    const rows = await wanted
      .selectAll('tickets')
      .select('conversations.head')
      .orderBy('tickets.changed_at', 'desc')
      .orderBy('tickets.id')
      .limit(most)
      .execute()
    return {
      tickets: rows.map(({ head, ...row }) => ({ ...ticketOf(row), ...aboutOf(headOf(head)) })),
      counts: await countViews(db, me.id),
      unread: await countUnread(db, me.id),
    }
  })
}

/** The ids of as many tickets of a segment as are listed; of those that were `found`, if anything was searched. */
async function latestIn(
  db: Kysely<Schema>,
  me: Asker,
  segmentId: string,
  found: { id: string }[] | null,
): Promise<string[]> {
  const among = found && new Set(found.map(({ id }) => id))
  return (await idsInSegment(db, 'tickets', segmentId, me)).filter((id) => among?.has(id) ?? true).slice(0, most)
}

const standing = (db: Kysely<Schema>) =>
  db
    .selectFrom('tickets')
    .innerJoin('conversations', 'conversations.id', 'tickets.conversation_id')
    .where('tickets.merged_into', 'is', null)

function saying(tickets: ReturnType<typeof standing>, text: string) {
  return tickets.where((eb) =>
    eb.and(
      searchedWords(text).map((word) =>
        eb.or([
          contains(eb.ref('tickets.subject'), word),
          contains(eb.ref('conversations.words'), word),
          saidIn(eb, 'conversations.id', word),
        ]),
      ),
    ),
  )
}

function inView(db: Kysely<Schema>, me: string, view: TicketView) {
  const tickets = standing(db)
  const open = tickets.where('tickets.status', 'in', [...unfinished])
  switch (view) {
    case 'all':
      return open
    case 'mine':
      return open.where('tickets.assignee_id', '=', me)
    case 'unassigned':
      return open.where('tickets.assignee_id', 'is', null)
    case 'mentions':
      return tickets.where('tickets.conversation_id', 'in', (eb) =>
        eb.selectFrom('mentions').select('mentions.conversation_id').where('operator_id', '=', me),
      )
    case 'ai_resolved':
      return tickets.where('tickets.status', '=', 'resolved').where('tickets.resolved_by', '=', 'ai')
    default:
      return tickets.where('tickets.status', '=', view)
  }
}

function aboutOf({
  visitor: { id, name, email },
  status,
  waitingSince,
}: Conversation): Pick<TicketRow, 'visitor' | 'live' | 'waitingSince'> {
  return { visitor: { id, name, email }, live: status === 'live', waitingSince }
}

/** One pass over the statuses instead of a count for each view. */
async function countViews(db: Kysely<Schema>, me: string): Promise<Record<TicketView, number>> {
  const groups = await db
    .selectFrom('tickets')
    .where('merged_into', 'is', null)
    .select([
      'status',
      'resolved_by',
      sql<string>`case when assignee_id is null then 'nobody' when assignee_id = ${me} then 'me' else 'other' end`.as(
        'whose',
      ),
      (eb) => eb.fn.countAll().as('count'),
    ])
    .groupBy(['status', 'resolved_by', 'whose'])
    .execute()
  const { count: mentioned } = await inView(db, me, 'mentions')
    .select((eb) => eb.fn.countAll().as('count'))
    .executeTakeFirstOrThrow()
  const counts = Object.fromEntries(TicketView.options.map((view) => [view, 0])) as Record<TicketView, number>
  for (const { status, resolved_by, whose, count } of groups) {
    counts[status as TicketStatus] += Number(count)
    if (resolved_by === 'ai') counts.ai_resolved += Number(count)
    if (!unfinished.some((each) => each === status)) continue
    counts.all += Number(count)
    if (whose === 'me') counts.mine += Number(count)
    if (whose === 'nobody') counts.unassigned += Number(count)
  }
  return { ...counts, mentions: Number(mentioned) }
}
