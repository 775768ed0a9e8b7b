import type { Kysely } from 'kysely'
import { newId } from '../../ground/context.ts'
import type { Database } from '../../db/database.ts'
import type { Schema } from '../../db/schema.ts'
import { asking, type RequestContext } from '../../ground/request.ts'
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
      const request = asking()
      if (!request || request.audited || isLook(request.route)) return db.write(work)
      const result = await db.write(async (trx) => {
        const done = await work(trx)
        await note(trx, request)
        if (request.once) await markDone(trx, request.once)
        return done
      })
      request.audited = true
      return result
    },
  }
}

/** Having read something is no deed, and comes with every message. */
const isLook = (route: string) => route === 'PUT /api/conversations/:id/read'

async function note(
  trx: Kysely<Schema>,
  { by, route, subject, detail, address, browser, recorded }: RequestContext,
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
      conversation_id: recorded?.conversationId ?? null,
      events: JSON.stringify(recorded?.events ?? []),
      count: 1,
      last_at: null,
    })
    .execute()
}
