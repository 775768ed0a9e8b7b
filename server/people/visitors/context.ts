import type { Kysely } from 'kysely'
import { maxContextBytes, maxContextEntries, type ContextEntries } from '../../../protocol/people/shapes.ts'
import type { Schema } from '../../db/schema.ts'
import { Invalid } from '../../ground/errors.ts'

/** What is going on for this visitor, by key, in the order in which it was told first. */
export async function contextOf(db: Kysely<Schema>, visitorId: string): Promise<ContextEntries> {
  const row = await db.selectFrom('visitors').select('context').where('id', '=', visitorId).executeTakeFirst()
  return row ? JSON.parse(row.context) : {}
}

/** Entries are replaced whole, by key; null removes one. Answers the keys that changed. */
export async function keepContext(
  trx: Kysely<Schema>,
  visitorId: string,
  given: Record<string, ContextEntries[string] | null>,
): Promise<string[]> {
  // Written to be locked: two tabs that tell at once both have their say.
  const row = await trx
    .updateTable('visitors')
    .set((eb) => ({ context: eb.ref('context') }))
    .where('id', '=', visitorId)
    .returning('context')
    .executeTakeFirstOrThrow()
  const entries = new Map<string, ContextEntries[string]>(Object.entries(JSON.parse(row.context)))
  const changed: string[] = []
  for (const [key, entry] of Object.entries(given)) {
    if (JSON.stringify(entries.get(key) ?? null) === JSON.stringify(entry)) continue
    changed.push(key)
    if (entry === null) entries.delete(key)
    else entries.set(key, refuseTooLarge(key, entry))
  }
  if (entries.size > maxContextEntries)
    throw new Invalid(
      'too_many_entries',
      `At most ${maxContextEntries} context entries are kept; these would be ${entries.size}. Clear some first.`,
    )
  if (changed.length)
    await trx
      .updateTable('visitors')
      .set({ context: JSON.stringify(Object.fromEntries(entries)) })
      .where('id', '=', visitorId)
      .execute()
  return changed
}

function refuseTooLarge(key: string, entry: ContextEntries[string]): ContextEntries[string] {
  const bytes = Buffer.byteLength(JSON.stringify(entry))
  if (bytes > maxContextBytes)
    throw new Invalid(
      'entry_too_large',
      `A context entry may have ${maxContextBytes} bytes; “${key}” has ${bytes}.`,
    )
  return entry
}
