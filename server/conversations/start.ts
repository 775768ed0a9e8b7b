import type { Kysely } from 'kysely'
import { unreviewed } from '../../protocol/review/apply.ts'
import { unanswered } from '../../protocol/review/apply-assessment.ts'
import type { Conversation, Page, Visitor } from '../../protocol/entities.ts'
import type { Actor } from '../../protocol/events.ts'
import type { Context } from '../ground/context.ts'
import type { Schema } from '../db/schema.ts'
import { agentFor } from '../agents/agent-assignment.ts'
import { Conflict, NotAllowed, NotFound } from '../ground/errors.ts'
import { Change, columnsOf, hintTopic, type Hint } from '../events/log.ts'
import { findVisitor } from '../people/visitors/find-visitor.ts'
import { keepNetwork } from '../people/visitors/networks.ts'
import { pageToKeep } from './page.ts'
import { findThread } from './thread.ts'

interface Opening {
  id: string
  page?: Page | null | undefined
  assistant?: boolean
  /** Where it was opened. */
  network?: string
}

/**
 * The widget was opened. A second tab or a double click gets the conversation that is already under way; whom a person answered gets that thread, which their next
 * words open again, unless they chose the `assistant` for something else. Answers its id.
 */
export async function startConversation(
  ctx: Context,
  visitorId: string,
  { id, page = null, assistant = false, network }: Opening,
): Promise<string> {
  const thread = assistant ? null : await threadToGoOn(ctx, visitorId)
  if (thread) return thread
  const started = await ctx.db.write(async (trx) => {
    const started = await start(ctx, trx, { visitorId, id, page: page && pageToKeep(ctx, page) })
    if (network) await keepNetwork(trx, visitorId, network)
    return started
  })
  if (started.hint) ctx.bus.publish(hintTopic(started.id), started.hint)
  return started.id
}

async function threadToGoOn(ctx: Context, visitorId: string): Promise<string | null> {
  const { reads } = ctx.db
  const live = await reads
    .selectFrom('conversations')
    .select('id')
    .where('visitor_id', '=', visitorId)
    .where('status', '=', 'live')
    .executeTakeFirst()
  if (live) return null
  const thread = await findThread(reads, visitorId).catch((error) => {
    throw error instanceof NotFound ? visitOver() : error
  })
  return thread?.open ? thread.head.id : null
}

async function start(
  ctx: Context,
  trx: Kysely<Schema>,
  { visitorId, id, page }: { visitorId: string; id: string; page: Page | null },
): Promise<{ id: string; hint: Hint | null }> {
  const conversation = await blank(trx, visitorId, id, page)
  const begun = await begin(trx, { kind: 'visitor', id: visitorId }, conversation, ctx.timing.awayLimitMs)
  return begun ? { id, hint: begun.hint } : { id: await alreadyLive(trx, visitorId), hint: null }
}

/** The first event of a conversation, which ends after so many milliseconds unless its visitor is heard of. Null, and nothing written, when its id or its visitor has one already. */
export async function begin(
  trx: Kysely<Schema>,
  actor: Actor,
  conversation: Conversation,
  quiet: number,
): Promise<Change | null> {
  const inserted = await trx
    .insertInto('conversations')
    .values({
      id: conversation.id,
      visitor_id: conversation.visitor.id,
      agent_id: conversation.agent.id,
      opened_at: conversation.openedAt,
      ends_at: conversation.openedAt + quiet,
      ends_how: 'timed_out',
      seen_by: null,
      ...columnsOf(conversation),
    })
    .onConflict((oc) => oc.doNothing())
    .executeTakeFirst()
  if (!inserted.numInsertedOrUpdatedRows) return null
  const change = new Change(trx, actor, conversation, conversation.openedAt)
  change.record('conversation.started', { conversation: { ...conversation, seq: 1 } })
  await change.save()
  return change
}

async function alreadyLive(trx: Kysely<Schema>, visitorId: string): Promise<string> {
  const live = await trx
    .selectFrom('conversations')
    .select('id')
    .where('visitor_id', '=', visitorId)
    .where('status', '=', 'live')
    .executeTakeFirst()
  if (!live) throw new Conflict('id_taken', 'This conversation id was used before. Open the widget again.')
  return live.id
}

/** Their token is good and they are not: they were erased meanwhile, and begin anew. */
const visitOver = () => new NotAllowed('signed_out', 'This visit is over. Open the widget again.')

/** A conversation in which nothing has been said. */
export async function blank(
  trx: Kysely<Schema>,
  visitorId: string,
  id: string,
  page: Page | null,
): Promise<Conversation> {
  const visitor = await findVisitor(trx, visitorId).catch((error): Visitor => {
    throw error instanceof NotFound ? visitOver() : error
  })
  const { name, id: agentId } = await agentFor(trx, { url: page?.url ?? null, visitor })
  const now = Date.now()
  return {
    id,
    agent: { id: agentId, name },
    status: 'live',
    openedAt: now,
    completedAt: null,
    control: { holder: 'ai', operator: null, epoch: 0, since: now },
    humanRequestedAt: null,
    seq: 0,
    visitor,
    presence: 'active',
    presenceAt: now,
    page,
    mood: { mood: 'neutral', score: 0, history: [] },
    topic: null,
    lastMessage: null,
    waitingSince: null,
    ticket: null,
    endedHow: null,
    outcome: null,
    ...unreviewed,
    ...unanswered,
  }
}
