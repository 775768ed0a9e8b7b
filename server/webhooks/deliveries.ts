import type { Kysely } from 'kysely'
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

/** One more try to tell it. */
export async function recordDelivery(
  trx: Kysely<Schema>,
  webhookId: string,
  { position, type, state, error }: Pick<WebhookDelivery, 'position' | 'type' | 'state' | 'error'>,
): Promise<void> {
  const tried = { type, at: Date.now(), state, error }
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

export async function forgetOldDeliveries(trx: Kysely<Schema>, webhookId: string): Promise<void> {
  for (const states of [['delivered', 'waiting'], ['given_up']]) {
    const oldest = await trx
      .selectFrom('webhook_deliveries')
      .select('at')
      .where('webhook_id', '=', webhookId)
      .where('state', 'in', states)
      .orderBy('at', 'desc')
      .offset(mostKept)
      .limit(1)
      .executeTakeFirst()
    if (oldest)
      await trx
        .deleteFrom('webhook_deliveries')
        .where('webhook_id', '=', webhookId)
        .where('state', 'in', states)
        .where('at', '<=', oldest.at)
        .execute()
  }
}
