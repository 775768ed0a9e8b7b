import { isPriority } from '../agents/escalation.ts'
import type { Context } from '../ground/context.ts'
import type { Change } from '../events/log.ts'
import { onDuty } from '../people/operators/duty.ts'
import { openTicket } from '../tickets/open.ts'
import { isCrowded } from './crowded.ts'
import { whenAnswered } from './when-answered.ts'
import { postLineOnce, postLine } from './messages.ts'

/** What asking for a person does, whoever asks: the visitor's button or the AI. */
export async function callHuman(ctx: Context, change: Change): Promise<void> {
  if (change.conversation.humanRequestedAt) return
  if (await isCrowded(ctx, change)) return sayCrowded(change)
  change.record('human.requested', { at: change.at })
  if (change.conversation.control.holder === 'operator') return
  await openTicket(change, { status: await statusOf(change), assignee: null })
  const later = await whenAnswered(change, !(await onDuty(change.trx)).size)
  await postLine(change, (lines) => (later ? lines.humanAskedLater(later(lines)) : lines.humanAsked))
}

/** Said once, however often somebody asks. */
export async function sayCrowded(change: Change): Promise<void> {
  await postLineOnce(change, (lines) => lines.tooManyAsk)
}

/** The conversation is work for the team, who are called into it by nothing else. Somebody's ticket stays as it is. */
export async function leaveToTeam(ctx: Context, change: Change): Promise<void> {
  if (!change.conversation.ticket && !(await isCrowded(ctx, change)))
    await openTicket(change, { status: await statusOf(change), assignee: null })
}

const statusOf = async (change: Change) =>
  (await isPriority(change.trx, change.conversation)) ? ('priority' as const) : ('open' as const)
