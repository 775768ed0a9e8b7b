import type { Kysely } from 'kysely'
import type { Conversation, Visitor } from '../../../protocol/entities.ts'
import type { ContextEntry, Traits } from '../../../protocol/people/shapes.ts'
import { headOf } from '../../events/head.ts'
import type { Schema } from '../../db/schema.ts'
import { findCompany } from './companies.ts'
import { findContact, isGuarded } from './contacts.ts'
import { contextOf } from './context.ts'
import { shortened } from '../../../protocol/cut.ts'
import { valueWords } from './words.ts'

/** What an AI is told of whom it talks to. All of it is data: pages and visitors wrote it. */
export interface Profile {
  /** Traits of the contact and of the company, one a line. */
  traits: string[]
  /** Earlier conversations and what became of them, one a line. */
  earlier: string[]
  /** What is going on for the visitor, as their page told it last. */
  context: (ContextEntry & { key: string })[]
}

export const unknown: Profile = { traits: [], earlier: [], context: [] }

const mostEarlier = 5
const mostTraits = 8_000

/** `except`: the conversation under way, which is no past. */
export async function profileOf(
  db: Kysely<Schema>,
  { id, contactId, company, verified }: Pick<Visitor, 'contactId' | 'company' | 'verified'> & { id: string | null },
  except?: string,
): Promise<Profile> {
  return {
    traits: within(mostTraits, [
      ...(contactId ? await contactLines(db, contactId, verified) : []),
      ...(company ? await companyLines(db, company) : []),
    ]),
    earlier: await earlierLines(db, { id, contactId, verified }, except),
    context: id === null ? [] : Object.entries(await contextOf(db, id)).map(([key, entry]) => ({ key, ...entry })),
  }
}

/** Once there was proof for somebody, a page that only claims to speak for them is told nothing about them. */
async function contactLines(db: Kysely<Schema>, contactId: string, verified: boolean): Promise<string[]> {
  if (!verified && (await isGuarded(db, contactId))) return []
  return linesOf((await findContact(db, contactId)).traits)
}

async function companyLines(db: Kysely<Schema>, { id, name }: { id: string; name: string }): Promise<string[]> {
  const { traits } = await findCompany(db, id)
  return [`Company: ${shortened(name, 200)}`, ...linesOf(traits, 'Company ')]
}

const linesOf = (traits: Traits, before = '') =>
  Object.entries(traits).map(([key, value]) => `${before}${key}: ${shortened(valueWords(value), 300)}`)

/** A verified contact's conversations wherever they were had; of everyone else only what this browser itself said. */
async function earlierLines(
  db: Kysely<Schema>,
  { id, contactId, verified }: { id: string | null; contactId: string | null; verified: boolean },
  except = '',
): Promise<string[]> {
  const everywhere = contactId !== null && (verified || id === null)
  if (!everywhere && id === null) return []
  let wanted = db
    .selectFrom('conversations')
    .innerJoin('visitors', 'visitors.id', 'conversations.visitor_id')
    .select('head')
  wanted = everywhere ? wanted.where('visitors.contact_id', '=', contactId) : wanted.where('visitor_id', '=', id!)
  const rows = await wanted
    .where('conversations.id', '!=', except)
    .orderBy('opened_at', 'desc')
    .limit(mostEarlier * 4)
    .execute()
  return rows
    .map(({ head }) => headOf(head))
    .filter(({ lastMessage }) => lastMessage)
    .slice(0, mostEarlier)
    .map(earlierLine)
}

const endings: Record<string, string> = {
  resolved: 'resolved',
  escalated: 'went to a person',
  answered: 'answered, left without a word',
  abandoned: 'left open by the visitor',
  no_question: 'nothing asked',
}

function earlierLine({ openedAt, topic, lastMessage, outcome, ticket }: Conversation): string {
  const about = topic ?? shortened(lastMessage?.text ?? '', 80)
  const ticketWords =
    ticket && `ticket #${ticket.number} “${shortened(ticket.subject, 80)}” ${ticket.status.replace('_', ' ')}`
  return [
    `${new Date(openedAt).toISOString().slice(0, 10)}: ${about}`,
    outcome && endings[outcome.kind],
    ticketWords,
  ]
    .filter(Boolean)
    .join(', ')
}

function within(most: number, lines: string[]): string[] {
  let room = most
  return lines.filter((line) => (room -= line.length) >= 0)
}
