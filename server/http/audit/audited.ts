import type { Kysely } from 'kysely'
import { newId } from '../../ground/context.ts'
import type { Database } from '../../db/database.ts'
import type { Schema } from '../../db/schema.ts'
import { asking, type Asking } from '../../ground/request.ts'
import { markDone } from '../keys/once.ts'
import { nounOf } from './nouns.ts'

/**
 * The same database, whose first action for a request of an operator or a key also writes the entry of the audit, and that what its Idempotency-Key stands
 * for is done: in the same transaction, so that none is stored without the others. Every action passes here, so none can forget it; what is refused or only
 * read leaves nothing.
 */
export function audited(db: Database): Database {
  return {
    ...db,
    write: async (work) => {
      const asked = asking()
      if (!asked || asked.noted) return db.write(work)
      const result = await db.write(async (trx) => {
        const done = await work(trx)
        await note(trx, asked)
        if (asked.once) await markDone(trx, asked.once)
        return done
      })
      asked.noted = true
      return result
    },
  }
}

async function note(
  trx: Kysely<Schema>,
  { by, route, subject, detail, address, browser, told }: Asking,
): Promise<void> {
  await trx
    .insertInto('audit')
    .values({
      id: newId(),
      at: Date.now(),
      by_kind: by.kind,
      by_id: by.id,
      by_name: by.name,
      kind: nounOf(route),
      route,
      subject,
      detail,
      address,
      browser,
      conversation_id: told?.conversationId ?? null,
      events: JSON.stringify(told?.events ?? []),
      count: 1,
      last_at: null,
    })
    .execute()
}
