import type { Message, Person } from '../../protocol/entities.ts'
import { findMessage } from '../conversations/messages.ts'
import { change, type Change } from '../events/log.ts'
import type { Context } from '../ground/context.ts'
import { Conflict, NotAllowed, NotFound } from '../ground/errors.ts'
import { tellRewritten } from '../privacy/forgotten.ts'

/** What an operator sent, in other words. The same words again change nothing. */
export function editReply(
  ctx: Context,
  by: Person,
  place: { conversationId: string; messageId: string },
  text: string,
): Promise<Message> {
  return rewrite(ctx, by, place, async (change, message) => {
    if (message.text === text) return message
    await put(change, message, { text, edited_at: change.at })
    change.record('message.edited', { id: message.id, seq: message.seq, text, at: change.at })
    return { ...message, text, editedAt: change.at }
  })
}

/** Taken back: the words are gone for everybody; that there were some stays. Whoever was answered by them alone waits again. */
export function withdrawReply(
  ctx: Context,
  by: Person,
  place: { conversationId: string; messageId: string },
): Promise<Message> {
  return rewrite(ctx, by, place, async (change, message) => {
    if (message.withdrawnAt) return message
    await put(change, message, { text: '', withdrawn_at: change.at })
    const waitingSince = await waitsSince(change)
    change.record('message.withdrawn', { id: message.id, seq: message.seq, at: change.at, waitingSince })
    return { ...message, text: '', withdrawnAt: change.at }
  })
}

type Rewriting = (change: Change, message: Message) => Promise<Message>

async function rewrite(
  ctx: Context,
  by: Person,
  { conversationId, messageId }: { conversationId: string; messageId: string },
  how: Rewriting,
): Promise<Message> {
  const message = await change(ctx, { kind: 'operator', id: by.id }, conversationId, async (change) => {
    const message = await findMessage(change.trx, conversationId, messageId)
    if (!message) throw new NotFound('There is no such message')
    if (message.from !== 'operator' || message.author?.id !== by.id)
      throw new NotAllowed('not_yours', 'Only who wrote a reply can edit it or take it back.')
    if (change.at - message.at > ctx.timing.editableMs)
      throw new Conflict('too_late', 'A reply can be edited or taken back for one minute only.')
    return how(change, message)
  })
  // The log tells other words than a moment ago, although what was added to it says so, too.
  tellRewritten(ctx, [conversationId])
  return message
}

/** In the log, too: whoever reads it from its beginning is told nothing that was taken back. */
async function put(
  { trx, conversation }: Change,
  { id, seq }: Message,
  values: { text: string; edited_at?: number; withdrawn_at?: number },
): Promise<void> {
  await trx.updateTable('messages').set(values).where('id', '=', id).execute()
  const posted = trx
    .selectFrom('events')
    .select('payload')
    .where('conversation_id', '=', conversation.id)
    .where('seq', '=', seq)
  const { message } = JSON.parse((await posted.executeTakeFirstOrThrow()).payload) as { message: Message }
  await trx
    .updateTable('events')
    .set({ payload: JSON.stringify({ message: { ...message, text: values.text } }) })
    .where('conversation_id', '=', conversation.id)
    .where('seq', '=', seq)
    .execute()
}

/** Since the first of the visitor's words that nobody has answered now. */
async function waitsSince({ trx, conversation }: Change): Promise<number | null> {
  const rows = await trx
    .selectFrom('messages')
    .select(['sender', 'at'])
    .where('conversation_id', '=', conversation.id)
    .where('sender', '!=', 'system')
    .where('withdrawn_at', 'is', null)
    .orderBy('seq', 'desc')
    .limit(50)
    .execute()
  const answered = rows.findIndex(({ sender }) => sender !== 'visitor')
  const open = rows.slice(0, answered < 0 ? rows.length : answered)
  return open.at(-1)?.at ?? null
}
