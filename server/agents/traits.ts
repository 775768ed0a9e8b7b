import type { Kysely } from 'kysely'
import type { Conversation } from '../../protocol/entities.ts'
import type { Schema } from '../db/schema.ts'
import { findCompany } from '../people/visitors/companies.ts'
import { findContact, isGuarded } from '../people/visitors/contacts.ts'

/** What escalation filters read, by key. */
export type Traits = Record<string, unknown>

/**
 * What is known of the visitor: name, email, identified, verified, company; every trait that their site told of them; and those of their company
 * under "company." and the key. Once there was proof for somebody, a page that only claims to speak for them has none of it.
 */
export async function traitsOf(db: Kysely<Schema>, { visitor }: Pick<Conversation, 'visitor'>): Promise<Traits> {
  const { name, email, identified, verified, contactId, company } = visitor
  const heard = contactId !== null && (verified || !(await isGuarded(db, contactId)))
  const theirs = heard ? Object.entries((await findContact(db, contactId)).traits) : []
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
