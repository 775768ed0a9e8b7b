import type { Kysely } from 'kysely'
import type { Person } from '../../protocol/entities.ts'
import type { Context } from '../ground/context.ts'
import type { Schema } from '../db/schema.ts'
import { change, type Change } from '../events/log.ts'

/** Where something is taught. `change` is null when it was no conversation: then no log tells of it. */
export interface TeachingScope {
  trx: Kysely<Schema>
  at: number
  change: Change | null
}

/** One action that teaches: within the conversation it comes from, so that its transcript says so, or by itself. */
export function inTeachingScope<T>(
  ctx: Context,
  by: Person,
  conversationId: string | null,
  work: (teaching: TeachingScope) => Promise<T>,
): Promise<T> {
  if (!conversationId) return ctx.db.write((trx) => work({ trx, at: Date.now(), change: null }))
  return change(ctx, { kind: 'operator', id: by.id }, conversationId, (change) =>
    work({ trx: change.trx, at: change.at, change }),
  )
}
