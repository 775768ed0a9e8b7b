import { hashPassword } from 'better-auth/crypto'
import type { Kysely } from 'kysely'
import type { Person } from '../../protocol/entities.ts'
import { newId } from '../context.ts'
import type { Schema } from '../db/schema.ts'
import type { PeopleTables } from './tables.ts'

export interface NewOperator { name: string; email: string; password: string }

/** An operator whose password is hashed already: hashing takes a while, and nobody may wait for it inside a transaction. */
export interface HashedOperator { name: string; email: string; hash: string }

export const hashed = async ({ name, email, password }: NewOperator): Promise<HashedOperator> =>
  ({ name, email: email.toLowerCase(), hash: await hashPassword(password) })

/** Writes operator and password; null when the e-mail address is taken. */
export async function insertOperator(trx: Kysely<Schema>, { name, email, hash }: HashedOperator): Promise<Person | null> {
  const at = new Date().toISOString()
  const operator = { id: newId(), name, email, image: null, created_at: at, updated_at: at }
  const inserted = await peopleOf(trx).insertInto('operators').values(operator).onConflict((oc) => oc.column('email').doNothing()).returning('id').executeTakeFirst()
  if (!inserted) return null
  const account = { id: newId(), account_id: operator.id, provider_id: 'credential', operator_id: operator.id, password: hash, created_at: at, updated_at: at }
  await peopleOf(trx).insertInto('operator_accounts').values(account).execute()
  return { id: operator.id, name, image: null }
}

export async function hasOperator(db: Kysely<Schema>, email: string): Promise<boolean> {
  return Boolean(await peopleOf(db).selectFrom('operators').select('id').where('email', '=', email.toLowerCase()).executeTakeFirst())
}

export async function countOperators(db: Kysely<Schema>): Promise<number> {
  const { count } = await peopleOf(db).selectFrom('operators').select(({ fn }) => fn.countAll<number | string>().as('count')).executeTakeFirstOrThrow()
  return Number(count)
}

/** The same database, seen as the tables of this module, which no other may touch. */
const peopleOf = (db: Kysely<Schema>) => db as unknown as Kysely<PeopleTables>
