import type { Conversation, Message } from '../../protocol/entities.ts'
import { isPriority } from '../agent/escalation.ts'
import { requestRun } from '../agent/runs.ts'
import type { Context } from '../context.ts'
import { Conflict, NotFound } from '../errors.ts'
import { change, type Change } from '../events/log.ts'
import { mask } from '../privacy/mask.ts'
import { readPrivacy } from '../privacy/settings.ts'
import { learnFromReply } from '../supervision/confirm.ts'
import { tellLearned } from '../supervision/phrasings.ts'
import { openTicket } from '../tickets/open.ts'
import { findRetried, postLine, tryPosting } from './messages.ts'
import { goOn } from './quiet.ts'

/**
 * The visitor says something. While the AI holds the pen this also asks it for a reply, in the same transaction: no message can be stored and forgotten.
 * Only a program can ask it not to; then the visitor waits for a person, and is shown as waiting.
 */
export async function postVisitorMessage(ctx: Context, visitorId: string, conversationId: string, written: { id: string; text: string }, { answer = true } = {}): Promise<{ message: Message; conversation: Conversation }> {
  // Before anything is stored, and so before any model can see it.
  const { masking } = await readPrivacy(ctx.db.reads)
  const sent = masking ? { ...written, text: mask(written.text) } : written
  let learned: string | null = null
  const posted = await change(ctx, { kind: 'visitor', id: visitorId }, conversationId, async (change) => {
    mustBeTheirs(change, visitorId)
    const posted = change.conversation.status === 'live' ? await tryPosting(change, { from: 'visitor', ...sent }) : null
    const message = posted ?? (await findRetried(change, sent.id, 'visitor', sent.text))
    if (!message) throw over()
    if (!posted) return { message, conversation: change.conversation }
    if (answer && change.conversation.control.holder === 'ai') await requestRun(change)
    learned = await learnFromReply(change, sent.text)
    // Who writes is here, whatever the socket says; a visitor whose socket is blocked must not be timed out while writing.
    if (change.conversation.presence !== 'active') goOn(change, ctx.timing)
    return { message, conversation: change.conversation }
  })
  tellLearned(ctx, learned)
  ctx.observer.look(conversationId)
  return posted
}

/** The visitor asks for a person: the team gets a ticket, the visitor a line that says so. Asking twice is asking once. */
export function requestHuman(ctx: Context, visitorId: string, conversationId: string): Promise<Conversation> {
  return change(ctx, { kind: 'visitor', id: visitorId }, conversationId, async (change) => {
    mustBeTheirs(change, visitorId)
    if (change.conversation.humanRequestedAt) return change.conversation
    mustBeLive(change)
    await callHuman(change)
    return change.conversation
  })
}

/** What asking for a person does, whoever asks: the visitor's button or the AI. */
export async function callHuman(change: Change): Promise<void> {
  if (change.conversation.humanRequestedAt) return
  change.record('human.requested', { at: change.at })
  if (change.conversation.control.holder === 'operator') return
  await openTicket(change, { status: (await isPriority(change.trx, change.conversation)) ? 'priority' : 'open', assignee: null })
  await postLine(change, (lines) => lines.humanAsked)
}

export function mustBeLive(change: Change): void {
  if (change.conversation.status === 'completed') throw over()
}

const over = () => new Conflict('completed', 'This conversation is over. Start a new one.')

export function mustBeTheirs(change: Change, visitorId: string): void {
  if (change.conversation.visitor.id !== visitorId) throw new NotFound('There is no such conversation')
}
