import type { Kysely } from 'kysely'
import type { Conversation } from '../../protocol/entities.ts'
import type { Schema } from '../db/schema.ts'
import { findCompany } from '../people/visitors/companies.ts'
import { findContact } from '../people/visitors/contacts.ts'

/** What escalation filters read, by key. */
export type Traits = Record<string, unknown>

/**
 * What is known of the visitor: name, email, identified, verified, company; every trait that their site told of them; and those of their company
 * under "company." and the key. A page that only claims to speak for somebody has none of what others have proven about them.
 */
export async function traitsOf(db: Kysely<Schema>, { visitor }: Pick<Conversation, 'visitor'>): Promise<Traits> {
  const { name, email, identified, verified, contactId, company } = visitor
  const contact = contactId ? await findContact(db, contactId) : null
  const theirs = Object.entries(contact?.traits ?? {}).filter(([key]) => verified || !contact?.proven.includes(key))
  const ofCompany = company ? Object.entries((await findCompany(db, company.id)).traits) : []
  return {
    ...Object.fromEntries([...theirs, ...ofCompany.map(([key, value]) => [`company.${key}`, value])]),
    name,
    email,
    identified,
    verified,
    company: company?.name ?? null,
  }
}
