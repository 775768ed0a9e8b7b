import type { Message, Person } from '../../protocol/entities.ts'
import type { Context } from '../ground/context.ts'
import { extendDeadline } from '../conversations/deadline.ts'
import { findRetried, postMessage } from '../conversations/messages.ts'
import { Conflict } from '../ground/errors.ts'
import { change, type Change } from '../events/log.ts'
import { openWhispers } from '../supervision/whispers.ts'
import { takeWhispers } from '../supervision/taken-whispers.ts'
import { stillTaught } from '../teaching/read-taught.ts'
import { assessByModel } from './assess-by-model.ts'
import { endHold } from './holds.ts'
import { postReply } from './post-reply.ts'
import type { Held } from './reply.ts'
import { requestRun } from './request-run.ts'

/** What becomes of a held reply: an operator sends it, or other words in its place, or nobody minds it and its time is up. */

/** Whoever has begun to act on it has so long. */
const actMs = 120_000

interface Place {
  conversationId: string
  run: string
}

/** Sends it as the AI wrote it. Once it was sent, by whomever, that is its answer. */
export async function sendHeld(ctx: Context, by: Person, { conversationId, run }: Place): Promise<string> {
  const { messageId, held } = await change(ctx, { kind: 'operator', id: by.id }, conversationId, async (change) => {
    const sent = await messageOf(change, run)
    if (sent) return { messageId: sent, held: null }
    mustBeHeld(change, run)
    return release(ctx, change, by)
  })
  if (held) judge(ctx, messageId, held)
  return messageId
}

/** Other words go out in its place, in the operator's name. The AI keeps the pen. */
export function replaceHeld(
  ctx: Context,
  by: Person,
  { conversationId, run }: Place,
  said: { id: string; text: string },
): Promise<Message> {
  return change(ctx, { kind: 'operator', id: by.id }, conversationId, async (change) => {
    const retried = await findRetried(change, said.id, 'operator', said.text)
    if (retried) return retried
    mustBeHeld(change, run)
    await endHold(change, 'edited', by)
    if (change.conversation.channel) extendDeadline(change, ctx.timing)
    return postMessage(change, { from: 'operator', author: by, ...said })
  })
}

/** It waits for whoever has begun to act on it. */
export function extendHold(ctx: Context, by: Person, { conversationId, run }: Place): Promise<number | null> {
  return change(ctx, { kind: 'operator', id: by.id }, conversationId, async (change) => {
    const { dueAt } = mustBeHeld(change, run)
    if (dueAt === null) return null
    const later = Math.max(dueAt, change.at + actMs)
    await change.trx
      .updateTable('holds')
      .set({ due_at: later })
      .where('conversation_id', '=', conversationId)
      .execute()
    change.record('hold.extended', { run, dueAt: later, by })
    return later
  })
}

/** Sends whatever has waited long enough. Safe to call from several processes at once: the conversation's lock lets one of them. */
export async function releaseDue(ctx: Context, now: number): Promise<void> {
  const due = await ctx.db.reads
    .selectFrom('holds')
    .select('conversation_id')
    .where('due_at', '<=', now)
    .limit(100)
    .execute()
  for (const { conversation_id } of due) await releaseIfDue(ctx, conversation_id, now)
}

async function releaseIfDue(ctx: Context, conversationId: string, now: number): Promise<void> {
  const released = await change(ctx, { kind: 'ai', id: null }, conversationId, async (change) => {
    const row = await change.trx
      .selectFrom('holds')
      .select(['due_at', 'reply'])
      .where('conversation_id', '=', conversationId)
      .executeTakeFirst()
    if (!row || row.due_at === null || row.due_at > now) return null
    // A lesson or a correction that it was made from holds no more: it is written anew.
    if (await stillTaught(change.trx, (JSON.parse(row.reply) as Held).taught)) return release(ctx, change, null)
    await requestRun(change)
    return null
  })
  if (released) judge(ctx, released.messageId, released.held)
}

async function release(
  ctx: Context,
  change: Change,
  by: Person | null,
): Promise<{ messageId: string; held: Held }> {
  const held: Held = JSON.parse((await endHold(change, 'released', by))!)
  const { run, reply, whispers } = held
  const open = await openWhispers(change.trx, run.conversationId, run.id)
  await takeWhispers(
    change,
    run.id,
    open.map(({ id }) => id).filter((id) => whispers.includes(id)),
  )
  const messageId = await postReply(ctx, change, run, reply)
  // Whoever takes the pen, and whatever ends the conversation, ends what is held in the same transaction.
  if (!messageId) throw settled()
  return { messageId, held }
}

function mustBeHeld({ conversation: { hold } }: Change, run: string) {
  if (hold?.run !== run) throw settled()
  return hold
}

const settled = () =>
  new Conflict(
    'settled',
    'This reply does not wait any more: it was sent, replaced or dropped. Nothing was changed.',
  )

async function messageOf({ trx, conversation }: Change, run: string): Promise<string | null> {
  const row = await trx
    .selectFrom('messages')
    .select('id')
    .where('conversation_id', '=', conversation.id)
    .where('run_id', '=', run)
    .executeTakeFirst()
  return row?.id ?? null
}

/** The second look at it, where a model takes one. Nobody waits for it. */
function judge(ctx: Context, messageId: string, { run, reply, judged }: Held): void {
  if (!judged) return
  const turn = { ...judged.turn, search: () => [], find: async () => [] }
  void assessByModel(ctx, run, { messageId, turn, reply: judged.reply, signals: reply.signals }).catch((error) =>
    ctx.log.error({ error, conversationId: run.conversationId }, 'a reply could not be judged'),
  )
}
