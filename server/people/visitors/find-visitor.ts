import type { Kysely } from 'kysely'
import type { Visitor } from '../../../protocol/entities.ts'
import type { Schema } from '../../db/schema.ts'
import { NotFound } from '../../ground/errors.ts'
import { claimedIn } from './claims.ts'
import { companyName } from './companies.ts'
import { contactName } from './contacts.ts'

/** Who came with proof is who they are on record. Who claims to be somebody is known by what their own page said, and belongs to no company. */
export async function findVisitor(db: Kysely<Schema>, id: string): Promise<Visitor> {
  const row = await db
    .selectFrom('visitors')
    .leftJoin('contacts', 'contacts.id', 'visitors.contact_id')
    .leftJoin('companies', 'companies.id', 'contacts.company_id')
    .select([
      'visitors.id',
      'visitors.contact_id',
      'contacts.name',
      'contacts.email',
      'visitors.verified',
      'visitors.claimed',
      'contacts.user_id',
      'companies.id as company',
      'companies.company_id',
      'companies.name as company_name',
    ])
    .where('visitors.id', '=', id)
    .executeTakeFirst()
  if (!row) throw new NotFound('There is no such visitor')
  const { user_id, company_id } = row
  const verified = row.verified === 1
  const { name = null, email = null } = verified ? row : claimedIn(row).person
  return {
    id: row.id,
    name: user_id === null ? null : contactName({ name, user_id }),
    email: user_id === null ? null : email,
    identified: user_id !== null,
    verified,
    contactId: row.contact_id,
    company:
      verified && row.company && company_id !== null
        ? { id: row.company, name: companyName({ name: row.company_name, company_id }) }
        : null,
    toldAt: null,
  }
}
