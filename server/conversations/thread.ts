import type { Kysely } from 'kysely'
import type { Conversation, Person } from '../../protocol/entities.ts'
import type { Schema } from '../db/schema.ts'
import { headOf } from '../events/head.ts'
import { findVisitor } from '../people/visitors/find-visitor.ts'

/** How long after a resolved ticket was last touched its visitor still comes back to the person who answered. */
const keptMs = 30 * 24 * 3_600_000

/** Among so many of the latest conversations the thread is looked for. */
const latest = 20

/** Somebody of the team answered here and has not handed back to the AI: live or over, what its visitor writes goes to them. */
export const isPersons = (head: Conversation): boolean =>
  head.ticket?.status !== 'spam' && (head.control.holder === 'operator' || isAnsweredLate(head))

/** A person replied after the end, and waits for the visitor. */
const isAnsweredLate = ({ status, completedAt, lastMessage }: Conversation) =>
  status === 'completed' && lastMessage?.from === 'operator' && lastMessage.at >= completedAt!

/** Whose thread it is: of whoever has the ticket, else of whoever held the pen last. */
export const personOf = ({ ticket, control, operators }: Conversation): Person =>
  ticket?.assignee ?? control.operator ?? operators.at(-1)!

/** The conversation with a person that a visitor's next words belong to. `open`: they may read it and write in it themselves. */
export interface Thread {
  head: Conversation
  open: boolean
}

/**
 * Where a visitor goes on who was answered by a person: the latest such conversation, unless they went on with the assistant since. Whoever has proven who they
 * are finds it in every browser; of whoever only says so the person is told, and nothing is shown.
 */
export async function findThread(
  db: Kysely<Schema>,
  visitorId: string,
  beside: Conversation | null = null,
): Promise<Thread | null> {
  const same = await sameContact(db, visitorId)
  const rows = await db
    .selectFrom('conversations')
    .select('head')
    .where('visitor_id', 'in', same.claimed)
    .where('id', '!=', beside?.id ?? '')
    .orderBy('opened_at', 'desc')
    .limit(latest)
    .execute()
  const [head] = rows
    .map(({ head }) => headOf(head))
    .filter((thread) => isPersons(thread) && !thread.channel && isKept(thread))
    .sort((one, other) => spokenAt(other) - spokenAt(one))
  if (!head) return null
  const open = same.proven.includes(head.visitor.id)
  // Who may see the thread and began another conversation since has chosen the assistant; nobody else was asked.
  const chose = open ? (beside?.openedAt ?? 0) : 0
  const since = Math.max(await lastAskedTheAssistant(db, same.proven), chose)
  return spokenAt(head) > since ? { head, open } : null
}

/** Whether a conversation is this visitor's own to read and to write in. */
export async function isTheirs(
  db: Kysely<Schema>,
  visitorId: string,
  conversation: Conversation,
): Promise<boolean> {
  const { visitor, channel } = conversation
  if (visitor.id === visitorId) return true
  if (channel || !isPersons(conversation)) return false
  return (await sameContact(db, visitorId)).proven.includes(visitor.id)
}

/** This visitor in every browser: where they have proven to be the same contact, and where they only claimed it. */
export async function sameContact(
  db: Kysely<Schema>,
  visitorId: string,
): Promise<{ proven: string[]; claimed: string[] }> {
  const { contactId, verified } = await findVisitor(db, visitorId)
  if (!contactId) return { proven: [visitorId], claimed: [visitorId] }
  const rows = await db
    .selectFrom('visitors')
    .select(['id', 'verified'])
    .where('contact_id', '=', contactId)
    .execute()
  const isProven = (row: { id: string; verified: number }) =>
    row.id === visitorId || (verified && row.verified === 1)
  return { proven: rows.filter(isProven).map(({ id }) => id), claimed: rows.map(({ id }) => id) }
}

const spokenAt = ({ lastMessage, control }: Conversation) => Math.max(lastMessage?.at ?? 0, control.since)

function isKept({ status, ticket }: Conversation): boolean {
  if (status === 'live' || ticket?.status !== 'resolved') return true
  return ticket.changedAt > Date.now() - keptMs
}

async function lastAskedTheAssistant(db: Kysely<Schema>, visitorIds: string[]): Promise<number> {
  const row = await db
    .selectFrom('messages')
    .innerJoin('conversations', 'conversations.id', 'messages.conversation_id')
    .select((eb) => eb.fn.max('messages.at').as('at'))
    .where('conversations.visitor_id', 'in', visitorIds)
    .where('conversations.holder', '=', 'ai')
    .where('messages.sender', '=', 'visitor')
    .executeTakeFirst()
  return Number(row?.at ?? 0)
}
