import { Webhook as Signer } from 'standardwebhooks'
import type { StoredType } from '../../protocol/events.ts'
import type { HaloEvent } from '../../protocol/programs/placed-event.ts'
import { webhookTypes } from '../../protocol/programs/webhook-types.ts'
import { raise } from '../alerts/incidents.ts'
import { post } from '../alerts/webhook.ts'
import type { NotDelivered } from '../alerts/not-delivered.ts'
import type { WebhookRow } from '../db/schema.ts'
import { eventsAfter, givePositions } from '../events/stream.ts'
import type { Context } from '../ground/context.ts'
import { Conflict, NotFound } from '../ground/errors.ts'
import { Rounds } from '../ground/rounds.ts'
import type { Seal } from '../ground/seal.ts'
import type { Fetcher } from '../knowledge/sources/fetch.ts'
import { deliveryOf, forgetOldDeliveries, recordDelivery, type Tried } from './deliveries.ts'
import { hasRoomAside, tellLaidAside } from './laid-aside.ts'
import { pauseAfter, problemOf } from './problem.ts'

/** Longer than one post may take. */
const leaseMs = 30_000
/** Of one address in one round, so that one that is slow does not hold up the others. */
const mostAtOnce = 50
const roundMs = 5_000
/** After so many tries of one event the next one is tried, too. */
const triesBeforeNext = 4

/**
 * Tells each webhook of the log after its position: at least once and in order. The log itself is the outbox, so nothing is kept twice, and what was erased
 * meanwhile is told to nobody. An address that has failed for days is given up on; its position stays, to begin again from. An event that is refused while
 * a later one is taken is the address's trouble with that event alone: it is laid aside and holds up nobody.
 */
export class Teller {
  readonly #ctx: Context
  readonly #around: { seal: Seal; fetcher: Fetcher }
  readonly #rounds: Rounds

  constructor(ctx: Context, around: { seal: Seal; fetcher: Fetcher }) {
    this.#ctx = ctx
    this.#around = around
    this.#rounds = new Rounds(ctx, 'tell webhooks', ctx.timing.sweepIntervalMs, (signal) => this.#round(signal))
  }

  start(): void {
    this.#rounds.start()
  }

  async stop(): Promise<void> {
    await this.#rounds.stop()
  }

  async #tellAll(signal: AbortSignal): Promise<void> {
    const now = Date.now()
    const due = await this.#ctx.db.reads
      .selectFrom('webhooks')
      .selectAll()
      .where('active', '=', 1)
      .where('stopped_at', 'is', null)
      .where('next_at', '<=', now)
      .where('lease_until', '<=', now)
      .execute()
    if (!due.length) return
    await givePositions(this.#ctx)
    await Promise.all(due.map((webhook) => this.#tell(webhook, signal)))
  }

  async #round(signal: AbortSignal): Promise<void> {
    await this.#tellAll(signal)
    await tellLaidAside(this.#ctx, (webhook, event) => this.#post(webhook, event), signal)
  }

  async #tell(webhook: WebhookRow, signal: AbortSignal): Promise<void> {
    const { db } = this.#ctx
    // Read before the events are, so that none of them lies behind it unseen.
    const upTo = (
      await db.reads.selectFrom('streams').select('position').where('name', '=', 'events').executeTakeFirst()
    )?.position
    if (upTo === undefined || webhook.position >= upTo) return
    const types = JSON.parse(webhook.types) as StoredType[]
    const events = await eventsAfter(db.reads, webhook.position, mostAtOnce, types)
    const until = performance.now() + roundMs
    let held: WebhookRow | null = webhook
    for (const [place, event] of events.entries()) {
      if (signal.aborted || performance.now() > until) break
      if (event.position <= held.position) continue
      held = await this.#change(held, { lease_until: Date.now() + leaseMs })
      if (held) held = await this.#tellOne(held, event, events.slice(place + 1))
      if (!held) return
    }
    if (events.length) await db.write((trx) => forgetOldDeliveries(trx, webhook.id))
    if (!events.length && held) held = await this.#change(held, { position: upTo })
    if (held?.lease_until) await this.#change(held, { lease_until: 0 })
  }

  /** Null when it was not told, or is another's by now. */
  async #tellOne(held: WebhookRow, event: HaloEvent, later: HaloEvent[]): Promise<WebhookRow | null> {
    const problem = await this.#try(held, event)
    if (!problem) return this.#change(held, toldUpTo(event), [deliveryOf(event, 'delivered')])
    const taken = await this.#findTaken(held, problem, later)
    if (taken) return this.#layAside(held, { event, problem }, later.slice(0, later.indexOf(taken) + 1))
    await this.#postpone(held, event, problem)
    return null
  }

  async #try(webhook: WebhookRow, event: HaloEvent): Promise<NotDelivered | null> {
    try {
      await this.#post(webhook, event)
      return null
    } catch (error) {
      return problemOf(error)
    }
  }

  /** A later event that the address takes, and has been told then: it is not the address that fails. One is tried each time, one further on than before. */
  async #findTaken(held: WebhookRow, problem: NotDelivered, later: HaloEvent[]): Promise<HaloEvent | null> {
    const further = held.attempts + 1 - triesBeforeNext
    const next = later[Math.min(further, later.length - 1)]
    if (problem.hopeless || !next || !(await hasRoomAside(this.#ctx.db.reads, held.id))) return null
    return (await this.#try(held, next)) ? null : next
  }

  /** The last of the later ones was told; what stands before it was not tried yet, and is at once. */
  #layAside(
    held: WebhookRow,
    { event, problem }: { event: HaloEvent; problem: NotDelivered },
    later: HaloEvent[],
  ): Promise<WebhookRow | null> {
    const now = Date.now()
    const told = later.at(-1)!
    const refused = {
      nextAt: now + pauseAfter(this.#ctx, held.attempts, problem),
      failingSince: held.failing_since ?? now,
    }
    const between = later.slice(0, -1).map((each) => ({
      ...deliveryOf(each, 'waiting'),
      laidAside: { nextAt: now, failingSince: now },
    }))
    return this.#change(held, toldUpTo(told), [
      { ...deliveryOf(event, 'waiting', problem.message), laidAside: refused },
      ...between,
      deliveryOf(told, 'delivered'),
    ])
  }

  /** One event once more, at once, beside what waits for its turn. */
  async again(id: string, position: number): Promise<void> {
    const { db } = this.#ctx
    const webhook = await db.reads.selectFrom('webhooks').selectAll().where('id', '=', id).executeTakeFirst()
    if (!webhook) throw new NotFound('There is no such webhook')
    const [event] = position > 0 ? await eventsAfter(db.reads, position - 1, 1, [...webhookTypes]) : []
    if (event?.position !== position)
      throw new NotFound('This event is gone: it was erased, or let go by a retention rule.')
    try {
      await this.#post(webhook, event)
    } catch (error) {
      throw new Conflict('not_delivered', problemOf(error).message)
    }
    await db.write((trx) => recordDelivery(trx, id, deliveryOf(event, 'delivered')))
  }

  async #post({ url, secret }: WebhookRow, event: HaloEvent): Promise<void> {
    const at = new Date()
    const id = `evt_${event.position}`
    const body = JSON.stringify({ type: event.type, timestamp: new Date(event.at).toISOString(), data: event })
    await post(this.#around.fetcher, url, body, {
      'webhook-id': id,
      'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
      'webhook-signature': new Signer(this.#around.seal.open(secret)).sign(id, at, body),
    })
  }

  async #postpone(held: WebhookRow, event: HaloEvent, problem: NotDelivered): Promise<void> {
    const now = Date.now()
    const { message, hopeless } = problem
    const since = held.failing_since ?? now
    const stopped = hopeless || now - since >= this.#ctx.timing.webhookPatienceMs
    this.#ctx.log[stopped ? 'error' : 'warn'](
      { webhook: held.id, reason: message },
      stopped ? 'a webhook was given up on' : 'a webhook could not be told',
    )
    const failed = {
      attempts: held.attempts + 1,
      failing_since: since,
      error: message,
      next_at: now + pauseAfter(this.#ctx, held.attempts, problem),
      lease_until: 0,
      stopped_at: stopped ? now : null,
    }
    const left = await this.#change(held, failed, [deliveryOf(event, stopped ? 'given_up' : 'waiting', message)])
    if (!stopped || !left) return
    await raise(this.#ctx, {
      kind: 'webhook',
      subject: held.id,
      conversation_id: null,
      title: new URL(held.url).host,
      detail: `It is told nothing more: ${message}`,
      level: 0,
    })
  }

  /** Only while it stands as we saw it: another process, a change or a replay comes first. */
  async #change(
    seen: WebhookRow,
    change: Partial<WebhookRow>,
    deliveries: Tried[] = [],
  ): Promise<WebhookRow | null> {
    const row = await this.#ctx.db.write(async (trx) => {
      const changed = await trx
        .updateTable('webhooks')
        .set(change)
        .where('id', '=', seen.id)
        .where('lease_until', '=', seen.lease_until)
        .where('position', '=', seen.position)
        .where('url', '=', seen.url)
        .where('types', '=', seen.types)
        .returningAll()
        .executeTakeFirst()
      if (changed) for (const delivery of deliveries) await recordDelivery(trx, seen.id, delivery)
      return changed
    })
    return row ?? null
  }
}

const toldUpTo = ({ position }: HaloEvent) => ({ position, attempts: 0, failing_since: null, error: null })
