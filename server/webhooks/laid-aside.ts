import type { Kysely } from 'kysely'
import type { HaloEvent } from '../../protocol/programs/placed-event.ts'
import { webhookTypes } from '../../protocol/programs/webhook-types.ts'
import { raise } from '../alerts/incidents.ts'
import type { Schema, WebhookRow } from '../db/schema.ts'
import { eventsAfter } from '../events/stream.ts'
import type { Context } from '../ground/context.ts'
import { deliveryOf, recordDelivery } from './deliveries.ts'
import { pauseAfter, problemOf } from './problem.ts'

/** More than so many are no trouble with single events: the address is held to fail as a whole. */
const mostAside = 100
const mostAtOnce = 20
/** Longer than one post may take; another process takes it no earlier. */
const leaseMs = 30_000

interface LaidAside {
  webhook_id: string
  position: number
  attempts: number
  next_at: number | null
  failing_since: number | null
}

type Post = (webhook: WebhookRow, event: HaloEvent) => Promise<void>

export async function hasRoomAside(db: Kysely<Schema>, webhookId: string): Promise<boolean> {
  const { count } = await db
    .selectFrom('webhook_deliveries')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('webhook_id', '=', webhookId)
    .where('next_at', 'is not', null)
    .executeTakeFirstOrThrow()
  return Number(count) < mostAside
}

/** Tries each event whose turn has come once more, by itself, until it is taken or as many days have passed as an address has. */
export async function tellLaidAside(ctx: Context, post: Post, signal: AbortSignal): Promise<void> {
  const due = await ctx.db.reads
    .selectFrom('webhook_deliveries')
    .innerJoin('webhooks', 'webhooks.id', 'webhook_deliveries.webhook_id')
    .select([
      'webhook_deliveries.webhook_id',
      'webhook_deliveries.position',
      'webhook_deliveries.attempts',
      'webhook_deliveries.next_at',
      'webhook_deliveries.failing_since',
    ])
    .where('webhook_deliveries.next_at', '<=', Date.now())
    .where('webhooks.active', '=', 1)
    .where('webhooks.stopped_at', 'is', null)
    .orderBy('webhook_deliveries.next_at')
    .limit(mostAtOnce)
    .execute()
  for (const each of due) {
    if (signal.aborted) return
    if (await claim(ctx, each)) await tell(ctx, post, each)
  }
}

/** It is this process's for a while. */
async function claim(ctx: Context, { webhook_id, position, next_at }: LaidAside): Promise<boolean> {
  const claimed = await ctx.db.write((trx) =>
    trx
      .updateTable('webhook_deliveries')
      .set({ next_at: Date.now() + leaseMs })
      .where('webhook_id', '=', webhook_id)
      .where('position', '=', position)
      .where('next_at', '=', next_at)
      .returning('position')
      .executeTakeFirst(),
  )
  return claimed !== undefined
}

async function tell(ctx: Context, post: Post, laid: LaidAside): Promise<void> {
  const { reads } = ctx.db
  const webhook = await reads
    .selectFrom('webhooks')
    .selectAll()
    .where('id', '=', laid.webhook_id)
    .executeTakeFirst()
  if (!webhook) return
  const [event] = await eventsAfter(reads, laid.position - 1, 1, [...webhookTypes])
  if (event?.position !== laid.position) return forget(ctx, laid)
  try {
    await post(webhook, event)
  } catch (error) {
    return failed(ctx, { laid, webhook, event, error })
  }
  await ctx.db.write((trx) => recordDelivery(trx, webhook.id, deliveryOf(event, 'delivered')))
}

interface Failure {
  laid: LaidAside
  webhook: WebhookRow
  event: HaloEvent
  error: unknown
}

async function failed(ctx: Context, { laid, webhook, event, error }: Failure): Promise<void> {
  const now = Date.now()
  const problem = problemOf(error)
  const failingSince = laid.failing_since ?? now
  const isOver = now - failingSince >= ctx.timing.webhookPatienceMs
  const nextAt = now + pauseAfter(ctx, laid.attempts, problem)
  const tried = isOver
    ? deliveryOf(event, 'given_up', problem.message)
    : { ...deliveryOf(event, 'waiting', problem.message), laidAside: { nextAt, failingSince } }
  await ctx.db.write((trx) => recordDelivery(trx, webhook.id, tried))
  if (!isOver) return
  ctx.log.error({ webhook: webhook.id, position: event.position }, 'an event was given up on')
  await raise(ctx, {
    kind: 'webhook',
    subject: webhook.id,
    conversation_id: null,
    title: new URL(webhook.url).host,
    detail: `It did not take one event (${event.type} ${event.position}), which is given up on: ${problem.message}`,
    level: 0,
  })
}

/** It was erased, or let go by a retention rule. */
async function forget(ctx: Context, { webhook_id, position }: LaidAside): Promise<void> {
  await ctx.db.write((trx) =>
    trx
      .deleteFrom('webhook_deliveries')
      .where('webhook_id', '=', webhook_id)
      .where('position', '=', position)
      .execute(),
  )
}
