import type { Kysely } from 'kysely'
import type { Conversation } from '../../protocol/entities.ts'
import type { Schema } from '../db/schema.ts'
import { headOf } from '../events/head.ts'
import { newId } from '../ground/context.ts'
import type { Conflict } from '../ground/errors.ts'

/** The visitor of a conversation that a program brings in, of that one alone. Who the program says they are counts like a proof. Answers the id. */
export async function insertVisitor(trx: Kysely<Schema>, contactId: string | null, at: number): Promise<string> {
  const id = newId()
  await trx
    .insertInto('visitors')
    .values({
      id,
      contact_id: contactId,
      company_id: null,
      context: '{}',
      verified: contactId === null ? 0 : 1,
      created_at: at,
    })
    .execute()
  return id
}

/** What was brought in under this id before, for the same person; null when nothing was. Throws `taken` when the id is somebody else's. */
export async function findBroughtIn(
  trx: Kysely<Schema>,
  { id, contactId }: { id: string; contactId: string | null },
  taken: () => Conflict,
): Promise<Conversation | null> {
  const row = await trx.selectFrom('conversations').select('head').where('id', '=', id).executeTakeFirst()
  if (!row) return null
  const conversation = headOf(row.head)
  if (!conversation.channel || conversation.visitor.contactId !== contactId) throw taken()
  return conversation
}
