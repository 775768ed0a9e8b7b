import { randomBytes } from 'node:crypto'
import type { Kysely } from 'kysely'
import type { Webhook } from '../../protocol/programs/webhooks.ts'
import { clear } from '../alerts/incidents.ts'
import type { Schema, WebhookRow } from '../db/schema.ts'
import { givePositions } from '../events/stream.ts'
import type { Context } from '../ground/context.ts'
import { Conflict, NotFound } from '../ground/errors.ts'
import type { Seal } from '../ground/seal.ts'

/** Each is told of everything in its own time, so their number is what telling costs. */
const most = 20
const afresh = { attempts: 0, next_at: 0, failing_since: null, stopped_at: null, error: null }

export async function listWebhooks(db: Kysely<Schema>): Promise<Webhook[]> {
  const rows = await db.selectFrom('webhooks').selectAll().orderBy('created_at').orderBy('id').execute()
  return rows.map(webhookOf)
}

/** Add or change one. The secret is answered only when it was made here. */
export async function putWebhook(
  ctx: Context,
  seal: Seal,
  id: string,
  { url, types, active }: Pick<Webhook, 'url' | 'types' | 'active'>,
): Promise<{ webhook: Webhook; secret: string | null }> {
  const wanted = { url, types: JSON.stringify([...new Set(types)]), active: active ? 1 : 0, ...afresh }
  // Where nobody has read the log so far, all of it still waits for its positions, and would be told as if it were new.
  while (await givePositions(ctx));
  await clear(ctx, 'webhook', id)
  return ctx.db.write(async (trx) => {
    const changed = await trx
      .updateTable('webhooks')
      .set(wanted)
      .where('id', '=', id)
      .returningAll()
      .executeTakeFirst()
    if (changed) return { webhook: webhookOf(changed), secret: null }
    const { count } = await trx
      .selectFrom('webhooks')
      .select((eb) => eb.fn.countAll<number>().as('count'))
      .executeTakeFirstOrThrow()
    if (Number(count) >= most)
      throw new Conflict('too_many_webhooks', `There are ${most} webhooks. Remove one first.`)
    const { position } = await trx
      .selectFrom('streams')
      .select('position')
      .where('name', '=', 'events')
      .executeTakeFirstOrThrow()
    const secret = `whsec_${randomBytes(24).toString('base64')}`
    const row = { id, ...wanted, secret: seal.seal(secret), position, lease_until: 0, created_at: Date.now() }
    await trx.insertInto('webhooks').values(row).execute()
    return { webhook: webhookOf(row), secret }
  })
}

/** Whoever is telling it just now loses the lease, and cannot move it on from where it was. */
export async function replayWebhook(
  ctx: Context,
  id: string,
  from: { after: number } | { since: number },
): Promise<Webhook> {
  while (await givePositions(ctx));
  const after = 'after' in from ? from.after : await lastBefore(ctx.db.reads, from.since)
  const row = await ctx.db.write((trx) =>
    trx
      .updateTable('webhooks')
      .set({ ...afresh, position: after, lease_until: 0 })
      .where('id', '=', id)
      .returningAll()
      .executeTakeFirst(),
  )
  if (!row) throw new NotFound('There is no such webhook')
  await clear(ctx, 'webhook', id)
  return webhookOf(row)
}

/** The position in front of the first event since then; where there is none, the end of the log. */
async function lastBefore(db: Kysely<Schema>, since: number): Promise<number> {
  const { position } = await db
    .selectFrom('events')
    .select((eb) => eb.fn.min<number | null>('position').as('position'))
    .where('at', '>=', since)
    .executeTakeFirstOrThrow()
  if (position !== null) return Number(position) - 1
  const end = await db
    .selectFrom('streams')
    .select('position')
    .where('name', '=', 'events')
    .executeTakeFirstOrThrow()
  return end.position
}

export async function removeWebhook(ctx: Context, id: string): Promise<void> {
  await ctx.db.write(async (trx) => {
    await trx.deleteFrom('webhooks').where('id', '=', id).execute()
    await trx.deleteFrom('webhook_deliveries').where('webhook_id', '=', id).execute()
  })
  await clear(ctx, 'webhook', id)
}

const webhookOf = (row: WebhookRow): Webhook => ({
  id: row.id,
  url: row.url,
  types: JSON.parse(row.types),
  active: row.active === 1,
  position: row.position,
  failingSince: row.failing_since,
  stoppedAt: row.stopped_at,
  error: row.error,
  nextTryAt: row.failing_since !== null && row.stopped_at === null ? row.next_at : null,
  createdAt: row.created_at,
})
