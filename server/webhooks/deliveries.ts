import type { Kysely } from 'kysely'
import type { HaloEvent } from '../../protocol/programs/placed-event.ts'
import type { WebhookDelivery } from '../../protocol/programs/webhooks.ts'
import type { Schema } from '../db/schema.ts'

/** Of each webhook so many are kept; those that were given up on stay as long. */
const mostKept = 100

export async function listDeliveries(db: Kysely<Schema>, webhookId: string): Promise<WebhookDelivery[]> {
  const rows = await db
    .selectFrom('webhook_deliveries')
    .select(['position', 'type', 'at', 'state', 'attempts', 'error'])
    .where('webhook_id', '=', webhookId)
    .orderBy('at', 'desc')
    .orderBy('position', 'desc')
    .limit(2 * mostKept)
    .execute()
  return rows as WebhookDelivery[]
}

/** What became of one try. `laidAside`: it is tried again by itself, first then, and given up on some time after `failingSince`. */
export interface Tried extends Pick<WebhookDelivery, 'position' | 'type' | 'state' | 'error'> {
  laidAside?: { nextAt: number; failingSince: number }
}

/** One more try to tell it. */
export async function recordDelivery(
  trx: Kysely<Schema>,
  webhookId: string,
  { position, type, state, error, laidAside }: Tried,
): Promise<void> {
  const [next_at, failing_since] = [laidAside?.nextAt ?? null, laidAside?.failingSince ?? null]
  const tried = { type, at: Date.now(), state, error, next_at, failing_since }
  await trx
    .insertInto('webhook_deliveries')
    .values({ webhook_id: webhookId, position, attempts: 1, ...tried })
    .onConflict((conflict) =>
      conflict
        .columns(['webhook_id', 'position'])
        .doUpdateSet((eb) => ({ ...tried, attempts: eb('webhook_deliveries.attempts', '+', 1) })),
    )
    .execute()
}

export const deliveryOf = (
  { position, type }: HaloEvent,
  state: WebhookDelivery['state'],
  error: string | null = null,
): Tried => ({
  position,
  type: type as WebhookDelivery['type'],
  state,
  error,
})

export async function forgetOldDeliveries(trx: Kysely<Schema>, webhookId: string): Promise<void> {
  for (const states of [['delivered', 'waiting'], ['given_up']]) {
    const oldest = await trx
      .selectFrom('webhook_deliveries')
      .select('at')
      .where('webhook_id', '=', webhookId)
      .where('state', 'in', states)
      .where('next_at', 'is', null)
      .orderBy('at', 'desc')
      .offset(mostKept)
      .limit(1)
      .executeTakeFirst()
    if (oldest)
      await trx
        .deleteFrom('webhook_deliveries')
        .where('webhook_id', '=', webhookId)
        .where('state', 'in', states)
        .where('next_at', 'is', null)
        .where('at', '<=', oldest.at)
        .execute()
  }
}
