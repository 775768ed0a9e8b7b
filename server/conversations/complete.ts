import type { Conversation, Ending, Outcome } from '../../protocol/entities.ts'
import type { Context } from '../ground/context.ts'
import { Conflict } from '../ground/errors.ts'
import { change, type Change } from '../events/log.ts'
import { endHold } from '../replies/holds.ts'
import { supersedeRuns } from '../replies/runs.ts'
import { votesOf } from './votes.ts'
import { resolveByAI } from '../tickets/ai-resolved.ts'
import { leaveToTeam } from './call-human.ts'
import { keepOpenQuestion } from '../tickets/open-question.ts'
import { lastSaid } from './last-said.ts'
import { decideOutcome } from './outcome.ts'

const halo = { kind: 'system', id: null } as const

/** End every conversation whose deadline has passed. Safe to call from several processes at once. */
export async function completeOverdue(ctx: Context, now: number): Promise<number> {
  const rows = await ctx.db.reads
    .selectFrom('conversations')
    .select('id')
    .where('status', '=', 'live')
    .where('ends_at', '<=', now)
    // A reply on its way is awaited: it ends soon, and a conversation must not end between a question and its answer.
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom('runs')
            .select('runs.id')
            .whereRef('runs.conversation_id', '=', 'conversations.id')
            .where('runs.state', 'in', ['waiting', 'running']),
        ),
      ),
    )
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom('holds')
            .select('holds.run_id')
            .whereRef('holds.conversation_id', '=', 'conversations.id')
            .where('holds.due_at', 'is not', null),
        ),
      ),
    )
    .limit(200)
    .execute()
  await Promise.all(rows.map(({ id }) => complete(ctx, id, now)))
  return rows.length
}

function complete(ctx: Context, id: string, now: number): Promise<void> {
  return change(ctx, halo, id, async (change) => {
    if (change.conversation.status === 'completed') return
    const { ends_at, ends_how } = await change.trx
      .selectFrom('conversations')
      .select(['ends_at', 'ends_how'])
      .where('id', '=', id)
      .executeTakeFirstOrThrow()
    // Between the look and the lock the visitor came back.
    if (ends_at === null || ends_at > now) return
    await end(ctx, change, ends_how as Ending)
  })
}

async function end(ctx: Context, change: Change, endedHow: Ending): Promise<void> {
  const before = change.conversation
  const outcome = await outcomeOf(change, before)
  const unsent = await endHold(change, 'dropped')
  await change.trx
    .updateTable('takeovers')
    .set({ ended_at: change.at })
    .where('conversation_id', '=', before.id)
    .where('ended_at', 'is', null)
    .execute()
  change.record('conversation.completed', { at: change.at })
  change.record('outcome.decided', { endedHow, outcome })
  await resolveByAI(change)
  if (endedHow !== 'shut_out') await keepOpenQuestion(ctx, change)
  // What the AI wrote and nobody sent is owed to the visitor still.
  if (unsent && endedHow !== 'shut_out') await leaveToTeam(ctx, change)
  change.endBy({ ends_at: null, ends_how: null })
  change.vouch(null)
}

/** Its visitor was shut out: nobody answers any more, and nobody is called. */
export async function endAsShutOut(ctx: Context, change: Change): Promise<void> {
  await supersedeRuns(change)
  await end(ctx, change, 'shut_out')
}

/** The visitor goes on in another conversation, so this one is over. */
export function endUnsaid(ctx: Context, id: string): Promise<void> {
  return change(ctx, halo, id, async (change) => {
    if (change.conversation.status === 'live') await end(ctx, change, 'closed')
  })
}

/** The rule looks again at a conversation that is over. Where an operator overruled it, their word stays and the rule's own is renewed beside it. */
export async function redecide(change: Change): Promise<void> {
  const { outcome: before, endedHow } = change.conversation
  const rule = await outcomeOf(change, change.conversation)
  const outcome = before?.overruled
    ? { kind: before.kind, evidence: rule.evidence, overruled: { ...before.overruled, rule: rule.kind } }
    : rule
  if (JSON.stringify(outcome) !== JSON.stringify(before))
    change.record('outcome.decided', { endedHow: endedHow!, outcome }, halo)
}

export async function outcomeOf(change: Change, conversation: Conversation): Promise<Outcome> {
  const said = await lastSaid(change)
  const votes = await votesOf(change.trx, conversation.id, said)
  return decideOutcome(conversation, said, new Map(votes.map(({ messageId, vote }) => [messageId, vote])))
}

export function mustBeOver(change: Change): void {
  if (change.conversation.status === 'live')
    throw new Conflict('live', 'This conversation is still going on. It can be reviewed when it is over.')
}
