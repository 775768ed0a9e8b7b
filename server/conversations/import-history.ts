import type { Kysely } from 'kysely'
import type { Conversation, Person } from '../../protocol/entities.ts'
import type { PastConversation } from '../../protocol/programs/history.ts'
import type { Schema } from '../db/schema.ts'
import { Change, historian } from '../events/log.ts'
import type { Context } from '../ground/context.ts'
import { Conflict, Invalid } from '../ground/errors.ts'
import { keepContact } from '../people/visitors/contacts.ts'
import { mask } from '../privacy/mask.ts'
import { readPrivacy } from '../privacy/settings.ts'
import { findBroughtIn, insertVisitor } from './brought-in.ts'
import { outcomeOf } from './complete.ts'
import { tryPosting } from './messages.ts'
import { begin, blank } from './start.ts'

/** A clock of theirs may be ahead of ours. */
const tolerableMs = 5 * 60_000

interface Imported {
  conversation: Conversation
  added: boolean
}

/**
 * A conversation of earlier, from another system, is written as if it had been held here at its own times: the same events, one after the other. It never was live,
 * so nothing follows from it: no reply, no alert, no line on a screen.
 */
export async function importHistory(ctx: Context, past: PastConversation): Promise<Imported> {
  const { masking } = await readPrivacy(ctx.db.reads)
  const messages = past.messages
    .map((message) => (masking && message.from === 'visitor' ? { ...message, text: mask(message.text) } : message))
    .sort((one, other) => one.at - other.at)
  const closedAt = Math.max(past.closedAt ?? 0, messages.at(-1)!.at)
  if (closedAt > Date.now() + tolerableMs)
    throw new Invalid('in_the_future', 'What was said in the past has times of the past.')
  return ctx.db.write(async (trx) => {
    const contact = past.userId ? await keepContact(trx, past.userId, { traits: {}, companyId: null }) : null
    const there = await findBroughtIn(trx, { id: past.id, contactId: contact?.id ?? null }, idTaken)
    if (there) return { conversation: there, added: false }
    const openedAt = messages[0]!.at
    const visitorId = await insertVisitor(trx, contact?.id ?? null, openedAt)
    const head = await beginning(trx, visitorId, past, openedAt)
    const begun = await begin(trx, historian, head, 0)
    // Somebody brought it at the same time.
    if (!begun) throw idTaken()
    const said = await sayAll(trx, begun.conversation, messages)
    return { conversation: await over(trx, said, past, closedAt), added: true }
  })
}

async function beginning(
  trx: Kysely<Schema>,
  visitorId: string,
  { id, channel = 'Imported' }: PastConversation,
  openedAt: number,
): Promise<Conversation> {
  const now = await blank(trx, visitorId, id, null)
  return {
    ...now,
    openedAt,
    presence: 'gone',
    presenceAt: openedAt,
    control: { ...now.control, since: openedAt },
    channel: { name: channel, quietMinutes: 60 },
  }
}

async function sayAll(
  trx: Kysely<Schema>,
  begun: Conversation,
  messages: PastConversation['messages'],
): Promise<Conversation> {
  let head = begun
  for (const { id, from, author, text, at } of messages) {
    const change = new Change(trx, historian, head, at)
    const by = from === 'operator' ? personNamed(author ?? 'Team') : null
    const posted = await tryPosting(change, { ...(id && { id }), from, text, author: by })
    if (!posted) throw idTaken()
    await change.save()
    head = change.conversation
  }
  return head
}

async function over(
  trx: Kysely<Schema>,
  head: Conversation,
  { topic }: PastConversation,
  closedAt: number,
): Promise<Conversation> {
  const change = new Change(trx, historian, head, closedAt)
  if (topic) change.record('topic.changed', { topic })
  const outcome = await outcomeOf(change, change.conversation)
  change.record('conversation.completed', { at: change.at })
  change.record('outcome.decided', { endedHow: 'closed', outcome })
  change.endBy({ ends_at: null, ends_how: null })
  await change.save()
  return change.conversation
}

/** Whoever wrote it there need not work here. */
const personNamed = (name: string): Person => ({ id: 'imported', name, image: null })

const idTaken = () =>
  new Conflict('id_taken', 'This id of a conversation or of a message was used before, for something else.')
