import type { Kysely } from 'kysely'
import type { Read, SegmentFilter, SegmentKind } from '../../../protocol/segments/filter.ts'
import type { Schema } from '../../db/schema.ts'

/** One ticket or contact that a filter looks at. `at` is when it was last changed or seen. */
interface Subject {
  id: string
  at: number
  read: Read
}

/**
 * Everything of a kind, in no order, as thin as a filter needs it: no heads, and JSON is parsed only when a filter asks for a key of it. One read serves
 * every filter, which the same pure `matches` decides on both databases. Given a `filter`, what it certainly leaves out is not read.
 */
export const subjectsOf = (db: Kysely<Schema>, kind: SegmentKind, filter?: SegmentFilter): Promise<Subject[]> =>
  kind === 'tickets' ? tickets(db, filter) : contacts(db)

async function tickets(db: Kysely<Schema>, filter?: SegmentFilter): Promise<Subject[]> {
  let wanted = db
    .selectFrom('tickets')
    .innerJoin('conversations as c', 'c.id', 'tickets.conversation_id')
    .leftJoin('visitors', 'visitors.id', 'c.visitor_id')
    .leftJoin('contacts', 'contacts.id', 'visitors.contact_id')
    .leftJoin('companies', 'companies.id', 'contacts.company_id')
    .where('tickets.merged_into', 'is', null)
  for (const { field, how, value } of filter?.join === 'all' ? filter.tests : []) {
    if (field !== 'status' || how !== 'is') continue
    wanted =
      value === 'unfinished'
        ? wanted.where('tickets.status', 'in', ['open', 'priority', 'in_progress'])
        : wanted.where('tickets.status', '=', value)
  }
  const rows = await wanted
    .select([
      'tickets.id',
      'tickets.status',
      'tickets.assignee_id as assignee',
      'tickets.subject',
      'tickets.opened_at as opened',
      'tickets.changed_at as changed',
      'tickets.resolved_by',
      'tickets.fields',
    ])
    .select(['c.mood', 'c.agent_id as agent', 'c.topic', 'c.status as stage', ...ofPeople])
    .execute()
  return rows.map((row) => {
    const people = readPeople(row)
    const fields = parsedOnce(row.fields)
    const read: Read = (field) => {
      if (field === 'live') return row.stage === 'live'
      if (field.startsWith('field.')) return fields()[field.slice(6)]
      return field.includes('.') ? people(field) : row[field as 'status']
    }
    return { id: row.id, at: row.changed, read }
  })
}

async function contacts(db: Kysely<Schema>): Promise<Subject[]> {
  const rows = await db
    .selectFrom('contacts')
    .leftJoin('companies', 'companies.id', 'contacts.company_id')
    .select(['contacts.id', ...ofPeople])
    .execute()
  return rows.map((row) => ({ id: row.id, at: row.seen_at!, read: readPeople(row) }))
}

const ofPeople = [
  'contacts.id as contact',
  'contacts.name as contact_name',
  'contacts.email',
  'contacts.user_id',
  'contacts.verified',
  'contacts.created_at',
  'contacts.seen_at',
  'contacts.traits as contact_traits',
  'companies.name as company_name',
  'companies.company_id',
  'companies.traits as company_traits',
] as const

interface PeopleRow {
  contact: string | null
  contact_name: string | null
  email: string | null
  user_id: string | null
  verified: number | null
  created_at: number | null
  seen_at: number | null
  contact_traits: string | null
  company_name: string | null
  company_id: string | null
  company_traits: string | null
}

/** What comes from the person or the company. Sites cannot set traits of our own names, so none hides another. */
function readPeople(row: PeopleRow): Read {
  const [contact, company] = [parsedOnce(row.contact_traits), parsedOnce(row.company_traits)]
  return (field) => {
    switch (field) {
      case 'contact.name':
        return row.contact_name
      case 'contact.email':
        return row.email
      case 'contact.user_id':
        return row.user_id
      case 'contact.verified':
        return row.contact && row.verified === 1
      case 'contact.created_at':
        return row.created_at
      case 'contact.last_seen':
        return row.seen_at
      case 'company.name':
        return row.company_name
      case 'company.company_id':
        return row.company_id
      default:
        return field.startsWith('contact.') ? contact()[field.slice(8)] : company()[field.slice(8)]
    }
  }
}

/** An absent row and an absent key read the same; a key like "constructor" is no trait unless somebody set it. */
function parsedOnce(text: string | null): () => Record<string, unknown> {
  let parsed: Record<string, unknown> | null = null
  return () => (parsed ??= Object.assign(Object.create(null), JSON.parse(text ?? '{}')))
}
