import { hashPassword } from 'better-auth/crypto'
import type { Kysely } from 'kysely'
import type { Access } from '../../../protocol/access.ts'
import type { Person } from '../../../protocol/entities.ts'
import { weaknessOf } from '../../../protocol/people/password.ts'
import { newId } from '../../ground/context.ts'
import { Invalid } from '../../ground/errors.ts'
import type { Schema } from '../../db/schema.ts'
import { peopleOf } from './tables.ts'

export interface NewOperator {
  name: string
  email: string
  password: string
}

/** An operator whose password is hashed already: hashing takes a while, and nobody may wait for it inside a transaction. */
interface HashedOperator {
  name: string
  email: string
  hash: string
}

/** Throws `weak_password`. */
export async function hashed({ name, email, password }: NewOperator): Promise<HashedOperator> {
  refuseWeak(password, [name, email])
  return { name, email: email.toLowerCase(), hash: await hashPassword(password) }
}

/** Refuses what would be guessed among the first. `about`: name and address of whose it is to be. */
export function refuseWeak(password: string, about: string[]): void {
  const weakness = weaknessOf(password, about)
  if (weakness)
    throw new Invalid(
      'weak_password',
      `${weakness} Choose another: four words that do not belong together are good.`,
    )
}

/** Writes operator, password and what they may do; null when the e-mail address is taken by somebody who is here. */
export async function insertOperator(
  trx: Kysely<Schema>,
  { name, email, hash }: HashedOperator,
  access: Access,
): Promise<Person | null> {
  const at = new Date().toISOString()
  const people = peopleOf(trx)
  const before = await people
    .selectFrom('operators')
    .leftJoin('members', 'members.operator_id', 'operators.id')
    .select(['operators.id', 'members.removed_at'])
    .where('email', '=', email)
    .executeTakeFirst()
  if (before && before.removed_at === null) return null
  const id = before?.id ?? newId()
  // Whoever was removed and comes back finds what they did under their name.
  if (before) await people.updateTable('operators').set({ name, updated_at: at }).where('id', '=', id).execute()
  else
    await people
      .insertInto('operators')
      .values({ id, name, email, image: null, two_factor_enabled: null, created_at: at, updated_at: at })
      .execute()
  await people
    .insertInto('operator_accounts')
    .values({
      id: newId(),
      account_id: id,
      provider_id: 'credential',
      operator_id: id,
      password: hash,
      created_at: at,
      updated_at: at,
    })
    .execute()
  await people
    .insertInto('members')
    .values({ operator_id: id, ...access, removed_at: null })
    .onConflict((conflict) => conflict.column('operator_id').doUpdateSet({ ...access, removed_at: null }))
    .execute()
  return { id, name, image: null }
}

/** Somebody who is here; a removed operator's address is free. */
export async function hasOperator(db: Kysely<Schema>, email: string): Promise<boolean> {
  return Boolean(
    await present(db).select('operators.id').where('email', '=', email.toLowerCase()).executeTakeFirst(),
  )
}

export async function countOperators(db: Kysely<Schema>): Promise<number> {
  const { count } = await present(db)
    .select(({ fn }) => fn.countAll<number | string>().as('count'))
    .executeTakeFirstOrThrow()
  return Number(count)
}

const present = (db: Kysely<Schema>) =>
  peopleOf(db)
    .selectFrom('operators')
    .innerJoin('members', 'members.operator_id', 'operators.id')
    .where('members.removed_at', 'is', null)
