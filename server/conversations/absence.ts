import type { Change } from '../events/log.ts'
import { change } from '../events/log.ts'
import type { Context } from '../ground/context.ts'
import { awaySince, isOnDuty, onDuty, setAway } from '../people/operators/duty.ts'
import { postLine } from './messages.ts'
import { whenAnswered } from './when-answered.ts'

/** Nobody waits for somebody who is away without knowing it, and without the rest of the team seeing it. */

/** The visitor waits for a person: if that person is away, the visitor reads when to expect an answer, once, and the row is everybody's. */
export async function tellAbsence(change: Change): Promise<void> {
  const { control, absence, waitingSince, status } = change.conversation
  const { operator } = control
  if (!operator || waitingSince === null || status !== 'live') return
  if (await isOnDuty(change.trx, operator.id)) {
    // They came back while the conversation was over.
    if (absence) change.record('absence.changed', { absence: null })
    return
  }
  if (absence) return
  const there = await onDuty(change.trx)
  const later = await whenAnswered(change, !there.size)
  change.record('absence.changed', { absence: { at: change.at, operator } })
  await postLine(change, (lines) =>
    later ? lines.away(operator.name, later(lines)) : lines.awayOthersTold(operator.name),
  )
}

/** An operator goes away or comes back: whoever waits for them is told, or is theirs again. */
export async function changeDuty(ctx: Context, operatorId: string, away: boolean): Promise<number | null> {
  const changed = await ctx.db.write((trx) => setAway(trx, operatorId, away ? Date.now() : null))
  if (changed) for (const id of await heldBy(ctx, operatorId)) await settle(ctx, id, operatorId, away)
  return awaySince(ctx.db.reads, operatorId)
}

function settle(ctx: Context, id: string, operatorId: string, away: boolean): Promise<void> {
  return change(ctx, { kind: 'operator', id: operatorId }, id, async (change) => {
    const { control, absence } = change.conversation
    if (control.operator?.id !== operatorId) return
    if (away) await tellAbsence(change)
    else if (absence) change.record('absence.changed', { absence: null })
  })
}

async function heldBy(ctx: Context, operatorId: string): Promise<string[]> {
  const rows = await ctx.db.reads
    .selectFrom('takeovers')
    .innerJoin('conversations', 'conversations.id', 'takeovers.conversation_id')
    .select('conversations.id')
    .where('takeovers.operator_id', '=', operatorId)
    .where('takeovers.ended_at', 'is', null)
    .where('conversations.status', '=', 'live')
    .execute()
  return rows.map(({ id }) => id)
}
