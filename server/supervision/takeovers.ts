import type { Control, Conversation, Message, Person, Ticket } from '../../protocol/entities.ts'
import { requestRun } from '../replies/request-run.ts'
import type { Context } from '../ground/context.ts'
import { findRetried, postLine, postMessage } from '../conversations/messages.ts'
import { extendDeadline } from '../conversations/deadline.ts'
import { Conflict } from '../ground/errors.ts'
import { change, type Change } from '../events/log.ts'
import { openTicket } from '../tickets/open.ts'
import { heldBy } from '../conversations/guards.ts'
import { givePen, layDownPen } from './pen.ts'

/**
 * Take the pen. One transaction: epoch raised (from its commit on no AI word can be inserted), running reply superseded, ticket In Progress
 * assigned to the operator, visitor told. On a completed conversation only the ticket is opened. `from` names the colleague to take it from.
 */
export async function takeOver(
  ctx: Context,
  operator: Person,
  conversationId: string,
  from?: string,
): Promise<{ control: Control; ticket: Ticket }> {
  const taken = await change(ctx, { kind: 'operator', id: operator.id }, conversationId, async (change) => {
    const ticket =
      change.conversation.status === 'completed'
        ? await followUp(change, operator, from)
        : await hold(change, operator, from)
    return { control: change.conversation.control, ticket }
  })
  await fallSilent(ctx, conversationId, taken.control)
  return taken
}

/** Nobody is told that they hold the pen before no word of the AI can follow. Also where nothing changed: the first answer may have been lost. */
async function fallSilent(ctx: Context, conversationId: string, { holder, epoch }: Control): Promise<void> {
  if (holder === 'operator') await ctx.pen.silence(conversationId, epoch)
}

/** What is over stays over; the ticket is where it goes on. A colleague who works on it is asked first, as with the pen. */
async function followUp(change: Change, operator: Person, from?: string): Promise<Ticket> {
  const { ticket } = change.conversation
  const worksOnIt = ticket?.status === 'in_progress' && ticket.assignee?.id !== operator.id ? ticket.assignee : null
  if (worksOnIt && worksOnIt.id !== from)
    throw new Conflict('held', `${worksOnIt.name} works on ticket #${ticket!.number}. Nothing was changed.`, {
      ticket,
    })
  return openTicket(change, { status: 'in_progress', assignee: operator })
}

/** Reply as a human. Whoever writes holds the pen, so on the AI's conversation this takes it, in the same transaction. After the end the visitor finds it at the next visit. */
export async function replyAsOperator(
  ctx: Context,
  operator: Person,
  conversationId: string,
  sent: { id: string; text: string },
): Promise<{ message: Message; conversation: Conversation }> {
  const replied = await change(ctx, { kind: 'operator', id: operator.id }, conversationId, async (change) => {
    const retried = await findRetried(change, sent.id, 'operator', sent.text)
    if (retried) return { message: retried, conversation: change.conversation }
    // What is over stays over: the reply waits for the visitor, whose next words go to whoever wrote it.
    await (change.conversation.status === 'completed' ? followUp(change, operator) : hold(change, operator))
    const message = await postMessage(change, { from: 'operator', author: operator, ...sent })
    if (change.conversation.channel && change.conversation.status === 'live') extendDeadline(change, ctx.timing)
    return { message, conversation: change.conversation }
  })
  await fallSilent(ctx, conversationId, replied.conversation.control)
  return replied
}

/** Give the pen back to the AI, which answers at once if the visitor is still waiting. After the end: whatever the visitor writes next is the AI's. */
export function handBack(ctx: Context, operator: Person, conversationId: string): Promise<{ control: Control }> {
  return change(ctx, { kind: 'operator', id: operator.id }, conversationId, async (change) => {
    const { control, agent } = change.conversation
    if (control.holder === 'ai') return { control }
    if (control.operator!.id !== operator.id) throw heldBy(control)
    await layDownPen(change)
    change.record('takeover.ended', {
      control: { holder: 'ai', operator: null, epoch: control.epoch + 1, since: change.at },
    })
    // After the end it says only who answers when the visitor comes back.
    if (change.conversation.status === 'completed') return { control: change.conversation.control }
    await postLine(change, (lines) => lines.left(operator.name, agent.name))
    if (change.conversation.lastMessage?.from === 'visitor') await requestRun(change)
    return { control: change.conversation.control }
  })
}

/** Make this operator the holder if they are not yet, and answer the ticket that says so. */
async function hold(change: Change, operator: Person, from?: string): Promise<Ticket> {
  const { control } = change.conversation
  if (control.operator?.id === operator.id) return openTicket(change, { status: 'in_progress', assignee: operator })
  if (control.operator && control.operator.id !== from) throw heldBy(control)
  await givePen(change, operator)
  const ticket = await openTicket(change, { status: 'in_progress', assignee: operator })
  await postLine(change, (lines) => lines.joined(operator.name))
  return ticket
}
