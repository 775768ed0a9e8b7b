import type { Kysely } from 'kysely'
import type { Schema } from '../db/schema.ts'

/** So many ids are asked about in one query. */
const atOnce = 500

/** Of these answers, those that somebody found right: a thumb up, or a match that was confirmed. */
export async function praised(db: Kysely<Schema>, messageIds: string[]): Promise<Set<string>> {
  const found = new Set<string>()
  for (let from = 0; from < messageIds.length; from += atOnce) {
    const ids = messageIds.slice(from, from + atOnce)
    const votes = db
      .selectFrom('ratings')
      .select('message_id')
      .where('message_id', 'in', ids)
      .where('vote', '=', 'up')
    const confirmed = db
      .selectFrom('phrasings')
      .select('message_id')
      .where('message_id', 'in', ids)
      .where('rejected', '=', 0)
      .where('removed_at', 'is', null)
    for (const { message_id } of [...(await votes.execute()), ...(await confirmed.execute())])
      if (message_id) found.add(message_id)
  }
  return found
}
