import type { Kysely } from 'kysely'
import type { Schema } from '../../db/schema.ts'

/** Whoever has to be shut out by their network is found out within this time. */
const keptMs = 24 * 3_600_000

/** Where a visitor came from: the network and not the address, the last one and not those before, for a day. */
export async function keepNetwork(trx: Kysely<Schema>, visitorId: string, network: string): Promise<void> {
  const seen = { network, seen_at: Date.now() }
  await trx
    .insertInto('visitor_networks')
    .values({ visitor_id: visitorId, ...seen })
    .onConflict((oc) => oc.column('visitor_id').doUpdateSet(seen))
    .execute()
}

export async function networkOfVisitor(db: Kysely<Schema>, visitorId: string): Promise<string | null> {
  const row = await db
    .selectFrom('visitor_networks')
    .select('network')
    .where('visitor_id', '=', visitorId)
    .where('seen_at', '>', Date.now() - keptMs)
    .executeTakeFirst()
  return row?.network ?? null
}

export async function forgetNetworks(trx: Kysely<Schema>, now: number): Promise<void> {
  await trx
    .deleteFrom('visitor_networks')
    .where('seen_at', '<=', now - keptMs)
    .execute()
}
