import type { Kysely } from 'kysely'
import type { Visitor } from '../../../protocol/entities.ts'
import type { Schema } from '../../db/schema.ts'
import { NotFound } from '../../ground/errors.ts'
import { companyName } from './companies.ts'
import { contactName } from './contacts.ts'

export async function findVisitor(db: Kysely<Schema>, id: string): Promise<Visitor> {
  const row = await db
    .selectFrom('visitors')
    .leftJoin('contacts', 'contacts.id', 'visitors.contact_id')
    .leftJoin('companies', (join) =>
      join.on((eb) => eb('companies.id', '=', eb.fn.coalesce('contacts.company_id', 'visitors.company_id'))),
    )
    .select([
      'visitors.id',
      'visitors.contact_id',
      'contacts.name',
      'contacts.email',
      'visitors.verified',
      'contacts.user_id',
      'companies.id as company',
      'companies.company_id',
      'companies.name as company_name',
    ])
    .where('visitors.id', '=', id)
    .executeTakeFirst()
  if (!row) throw new NotFound('There is no such visitor')
  const { user_id, company_id } = row
  return {
    id: row.id,
    name: user_id === null ? null : contactName({ name: row.name, user_id }),
    email: row.email,
    identified: user_id !== null,
    verified: row.verified === 1,
    contactId: row.contact_id,
    company:
      row.company && company_id !== null
        ? { id: row.company, name: companyName({ name: row.company_name, company_id }) }
        : null,
    toldAt: null,
  }
}
