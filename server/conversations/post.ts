import type { Conversation, Message } from '../../protocol/entities.ts'
import { requestRun } from '../replies/runs.ts'
import type { Context } from '../ground/context.ts'
import { change } from '../events/log.ts'
import { mask } from '../privacy/mask.ts'
import { readPrivacy } from '../privacy/settings.ts'
import { learnFromReply } from '../teaching/confirm.ts'
import { tellLearned } from '../teaching/phrasings.ts'
import { findRetried, tryPosting } from './messages.ts'
import { goOn } from './quiet.ts'
import { mustBeLive, over, mustBeTheirs } from './guards.ts'
import { callHuman } from './call-human.ts'

/**
 * The visitor says something. While the AI holds the pen this also asks it for a reply, in the same transaction: no message can be stored and forgotten.
 * Only a program can ask it not to; then the visitor waits for a person, and is shown as waiting.
 */
export async function postVisitorMessage(
  ctx: Context,
  visitorId: string,
  conversationId: string,
  written: { id: string; text: string },
  { answer = true } = {},
): Promise<{ message: Message; conversation: Conversation }> {
  // Before anything is stored, and so before any model can see it.
  const { masking } = await readPrivacy(ctx.db.reads)
  const sent = masking ? { ...written, text: mask(written.text) } : written
  let learned: string | null = null
  const posted = await change(ctx, { kind: 'visitor', id: visitorId }, conversationId, async (change) => {
    mustBeTheirs(change, visitorId)
    const posted =
      change.conversation.status === 'live' ? await tryPosting(change, { from: 'visitor', ...sent }) : null
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
