import type { Kysely } from 'kysely'
import type { Channel } from '../../protocol/channels.ts'
import type { Conversation, Page } from '../../protocol/entities.ts'
import type { Context } from '../ground/context.ts'
import type { Schema } from '../db/schema.ts'
import { Conflict } from '../ground/errors.ts'
import { change, hintTopic, type Hint } from '../events/log.ts'
import { asking } from '../ground/request.ts'
import { keepContact } from '../people/visitors/contacts.ts'
import { shutOut } from '../people/visitors/shut-outs.ts'
import { findBroughtIn, insertVisitor } from './brought-in.ts'
import { findConversation } from './queries.ts'
import { begin, blank } from './start.ts'

interface ExternalConversation {
  id: string
  userId: string | null
  channel: Channel
  page: Page | null
}

/**
 * A program brings in a conversation that goes on elsewhere. Its visitor is of this conversation alone, so that several threads with one person stand side by
 * side, and is who the program says, which counts like a proof; without a `userId` they are anonymous. The same id again is the same conversation.
 */
export async function importConversation(
  ctx: Context,
  keyId: string,
  external: ExternalConversation,
): Promise<Conversation> {
  if (external.userId !== null)
    ctx.shutOuts.mayComeIn({ visitorId: null, network: '', userId: external.userId, proven: true })
  const { conversation, hint } = await ctx.db.write((trx) => findOrInsert(trx, keyId, external))
  if (hint) ctx.bus.publish(hintTopic(external.id), hint)
  return conversation
}

async function findOrInsert(
  trx: Kysely<Schema>,
  keyId: string,
  { id, userId, channel, page }: ExternalConversation,
): Promise<{ conversation: Conversation; hint: Hint | null }> {
  const contact = userId === null ? null : await keepContact(trx, userId, { traits: {}, companyId: null })
  const contactId = contact?.id ?? null
  const there = await findBroughtIn(trx, { id, contactId }, idTaken)
  if (there) return { conversation: there, hint: null }
  const visitorId = await insertVisitor(trx, contactId, Date.now())
  const begun = await begin(
    trx,
    { kind: 'key', id: keyId },
    { ...(await blank(trx, visitorId, id, page)), presence: 'gone', channel },
    channel.quietMinutes * 60_000,
  )
  // Of two that bring it at once the second waited for the first one's commit, and finds it now.
  if (!begun) {
    await trx.deleteFrom('visitors').where('id', '=', visitorId).execute()
    return { conversation: (await findBroughtIn(trx, { id, contactId }, idTaken))!, hint: null }
  }
  const request = asking()
  if (request) request.recorded = { conversationId: id, events: begun.events.map(({ type }) => type) }
  return { conversation: begun.conversation, hint: begun.hint }
}

const idTaken = () => new Conflict('id_taken', 'This conversation id was used before. Send again with a new one.')

/** The visitor whose words a program may pass on: not of somebody who speaks for themselves, in the widget. */
export async function importedVisitor(ctx: Context, id: string): Promise<string> {
  const { channel, visitor } = await findConversation(ctx.db.reads, id)
  if (!channel) throw inWidget()
  if (ctx.shutOuts.keepsOutPerson(visitor)) throw shutOut()
  return visitor.id
}

/** It is over where it goes on. It ends as soon as no reply is on its way, unless its visitor says something more before that. */
export function endImported(ctx: Context, id: string): Promise<Conversation> {
  return change(ctx, { kind: 'system', id: null }, id, async (change) => {
    if (!change.conversation.channel) throw inWidget()
    if (change.conversation.status === 'live') change.endBy({ ends_at: change.at, ends_how: 'closed' })
    return change.conversation
  })
}

const inWidget = () =>
  new Conflict(
    'in_widget',
    'This conversation is held in the widget, where its visitor speaks and leaves for themselves.',
  )
