import type { Conversation, Message } from '../../protocol/entities.ts'
import { requestRun } from '../replies/request-run.ts'
import type { Context } from '../ground/context.ts'
import { change, type Change } from '../events/log.ts'
import { mask } from '../privacy/mask.ts'
import { readPrivacy } from '../privacy/settings.ts'
import { learnFromReply } from '../teaching/confirm.ts'
import { tellLearned } from '../teaching/phrasings.ts'
import { tellAbsence } from './absence.ts'
import { endUnsaid } from './complete.ts'
import { bringBack, bringBackBeside, joinPerson, reopen } from './go-on.ts'
import { findMessage, findRetried, tryPosting } from './messages.ts'
import { extendDeadline } from './deadline.ts'
import { mustBeLive, over, mustBeTheirs } from './guards.ts'
import { mustHaveRoom } from './room.ts'
import { callHuman } from './call-human.ts'
import { findThread, isPersons } from './thread.ts'

interface Posted {
  message: Message
  conversation: Conversation
}

/** The words belong in another conversation, or wait for one to `end`. */
interface Detour {
  to: string
  end: string | null
}

interface Said {
  id: string
  text: string
  answer: boolean
}

/**
 * The visitor says something. While the AI holds the pen this also asks it for a reply, in the same transaction: no message can be stored and forgotten.
 * Whom a person answered goes on with that person: then the message lands in their thread, wherever it was written, and that is the conversation answered here.
 * Only a program can ask for no reply; then the visitor waits for a person, and is shown as waiting.
 */
export async function postVisitorMessage(
  ctx: Context,
  visitorId: string,
  conversationId: string,
  { answer = true, ...written }: { id: string; text: string; answer?: boolean },
): Promise<Posted> {
  // Before anything is stored, and so before any model can see it.
  const { masking } = await readPrivacy(ctx.db.reads)
  const said = { ...written, answer, ...(masking && { text: mask(written.text) }) }
  let at = conversationId
  for (let attempt = 0; attempt < mostDetours; attempt++) {
    const posted = await postOrDetour(ctx, visitorId, at, said)
    if ('message' in posted) return posted
    if (posted.end) await endUnsaid(ctx, posted.end)
    at = posted.to
  }
  throw over()
}

/** From where it was written to the person's thread, and there once more when another conversation had to end first. */
const mostDetours = 4

async function postOrDetour(
  ctx: Context,
  visitorId: string,
  conversationId: string,
  said: Said,
): Promise<Posted | Detour> {
  let learned: string | null = null
  let beside: string | null = null
  const posted = await change(ctx, { kind: 'visitor', id: visitorId }, conversationId, async (change) => {
    await mustBeTheirs(change, visitorId)
    if (await findMessage(change.trx, conversationId, said.id))
      return {
        message: (await findRetried(change, said.id, 'visitor', said.text))!,
        conversation: change.conversation,
      }
    const detour = await detourFrom(ctx, change, visitorId)
    if (detour) return detour
    const message = await say(change, ctx, said)
    beside = await mergedWith(change)
    learned = await learnFromReply(change, said.text)
    return { message, conversation: change.conversation }
  })
  tellLearned(ctx, learned)
  if (beside) await bringBackBeside(ctx, beside)
  if ('message' in posted) ctx.observer.schedule(conversationId)
  return posted
}

/** Null when the words belong here; a person's thread that was over is then live again. */
async function detourFrom(ctx: Context, change: Change, visitorId: string): Promise<Detour | null> {
  const { conversation } = change
  const { id, status } = conversation
  if (isPersons(conversation)) {
    if (status === 'live') return null
    const end = await otherLive(change)
    if (end) return { to: id, end }
    await reopen(change, ctx)
    return null
  }
  const thread = conversation.channel ? null : await findThread(change.trx, visitorId, conversation)
  if (thread?.open) return { to: thread.head.id, end: status === 'live' ? id : null }
  if (status === 'completed') throw over()
  if (thread) await joinPerson(change, thread)
  return null
}

/** A visitor has one live conversation, so another one ends before this one goes on. */
async function otherLive({ trx, conversation }: Change): Promise<string | null> {
  const row = await trx
    .selectFrom('conversations')
    .select('id')
    .where('visitor_id', '=', conversation.visitor.id)
    .where('status', '=', 'live')
    .executeTakeFirst()
  return row?.id ?? null
}

async function say(change: Change, ctx: Context, { id, text, answer }: Said): Promise<Message> {
  await mustHaveRoom(change, text, ctx.longestConversation)
  const message = await tryPosting(change, { from: 'visitor', id, text })
  // Another request with this id was quicker; it is answered like a repeat.
  if (!message) return (await findRetried(change, id, 'visitor', text))!
  await bringBack(change, text)
  await tellAbsence(change)
  if (answer && change.conversation.control.holder === 'ai') await requestRun(change)
  // Who writes is here, whatever the socket says; a visitor whose socket is blocked must not be timed out while writing.
  if (change.conversation.presence !== 'active') extendDeadline(change, ctx.timing)
  return message
}

/** The conversation of the ticket that this one's was merged into, where a person answers. */
async function mergedWith({ trx, conversation: { ticket, control } }: Change): Promise<string | null> {
  if (!ticket?.mergedInto || control.holder === 'ai') return null
  const row = await trx
    .selectFrom('tickets')
    .select('conversation_id')
    .where('id', '=', ticket.mergedInto.id)
    .executeTakeFirst()
  return row?.conversation_id ?? null
}

/** The visitor asks for a person: the team gets a ticket, the visitor a line that says so. Asking twice is asking once. */
export function requestHuman(ctx: Context, visitorId: string, conversationId: string): Promise<Conversation> {
  return change(ctx, { kind: 'visitor', id: visitorId }, conversationId, async (change) => {
    await mustBeTheirs(change, visitorId)
    if (change.conversation.humanRequestedAt) return change.conversation
    const { status } = change.conversation
    if (status === 'completed' && isPersons(change.conversation) && !(await otherLive(change)))
      await reopen(change, ctx)
    mustBeLive(change)
    await callHuman(ctx, change)
    return change.conversation
  })
}
