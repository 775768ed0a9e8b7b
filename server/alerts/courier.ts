import type { Incident } from '../../protocol/alerts/shapes.ts'
import type { Context } from '../ground/context.ts'
import type { AlertChannelRow, DeliveryRow, IncidentRow } from '../db/schema.ts'
import { Rounds } from '../ground/rounds.ts'
import type { Seal } from '../ground/seal.ts'
import type { Fetcher } from '../knowledge/sources/fetch.ts'
import { findChannel, settingsOf } from './channels.ts'
import { claimDue } from '../db/claim-due.ts'
import { postponeDelivery, settleDelivery, wantedOf } from './deliveries.ts'
import { incidentOf } from './incident.ts'
import { summedUp } from './troubles.ts'
import { NotDelivered } from './not-delivered.ts'
import { tellSlackWebhook, tellWebhook } from './webhook.ts'

const lease = 60_000

interface Surroundings {
  seal: Seal
  fetcher: Fetcher
  url: () => string
  slackUrl: string | null
}

/**
 * Carries the outbox to Slack and webhooks: at least once, in order for each incident. A process that dies after sending and before noting it sends again; webhooks carry
 * an id that tells so.
 */
export class Courier {
  readonly #ctx: Context
  readonly #around: Surroundings
  readonly #rounds: Rounds

  constructor(ctx: Context, around: Surroundings) {
    this.#ctx = ctx
    this.#around = around
    this.#rounds = new Rounds(ctx, 'deliver alerts', ctx.timing.sweepIntervalMs, (signal) =>
      this.#deliverAll(signal),
    )
  }

  start(): void {
    this.#rounds.start()
  }

  async stop(): Promise<void> {
    await this.#rounds.stop()
  }

  /** Now, and saying how it went: for whoever has just filled in the form. */
  async test(channelId: string): Promise<void> {
    const now = Date.now()
    const incident: Incident = {
      id: `test-${now}`,
      kind: 'human',
      conversationId: null,
      title: 'A test from Halo',
      detail: 'If you can read this, alerts arrive here.',
      level: 0,
      state: 'open',
      version: 1,
      openedAt: now,
      changedAt: now,
      clearedAt: null,
      people: [],
      troubles: [],
      words: null,
      holder: null,
    }
    await this.#tell(await findChannel(this.#ctx, channelId), incident, null)
  }

  async #deliverAll(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const delivery = await claimDue(this.#ctx.db, 'deliveries', lease)
      if (!delivery) return
      await this.#deliver(delivery)
    }
  }

  async #deliver(delivery: DeliveryRow): Promise<void> {
    const row = await this.#ctx.db.reads
      .selectFrom('incidents')
      .selectAll()
      .where('id', '=', delivery.incident_id)
      .executeTakeFirst()
    // Old alerts go while they wait for their turn.
    if (!row) return
    try {
      // What was over before the first word of it went out is worth none.
      const moot = delivery.sent === 0 && row.state === 'cleared'
      const channel = await findChannel(this.#ctx, delivery.channel_id)
      const external = moot ? null : await this.#tell(channel, asWanted(row, channel), delivery.external)
      await settleDelivery(this.#ctx, delivery, row.version, external)
    } catch (error) {
      const { message, after, hopeless } =
        error instanceof NotDelivered ? error : new NotDelivered((error as Error).message)
      this.#ctx.log.warn({ delivery: delivery.id, reason: message }, 'an alert was not delivered')
      await postponeDelivery(this.#ctx, delivery, message, { ...(after !== undefined && { after }), hopeless })
    }
  }

  async #tell(
    { kind, target, secret }: AlertChannelRow,
    incident: Incident,
    shown: string | null,
  ): Promise<string | null> {
    const { seal, fetcher, url, slackUrl } = this.#around
    const link = incident.conversationId
      ? `${url()}${incident.kind === 'mention' ? '/tickets' : '/inbox/live'}/${incident.conversationId}`
      : url()
    const plain = seal.open(secret)
    // Slack's library is large, and most Halos start without ever needing it.
    if (kind === 'slack')
      return (await import('./slack.ts')).tellSlack(
        { token: plain, channel: target, url: slackUrl ?? undefined },
        incident,
        link,
        shown,
      )
    if (kind === 'webhook') await tellWebhook(fetcher, { url: target, secret: plain }, incident, link)
    // It cannot edit what it wrote, so what lies between beginning and end would only be noise.
    else if (!shown || incident.state === 'cleared') await tellSlackWebhook(fetcher, plain, incident, link)
    return 'told'
  }
}

/** An incident as a channel wants to hear of it: called by the most urgent of what it wants. */
function asWanted(row: IncidentRow, channel: AlertChannelRow): Incident {
  const wanted = row.troubles === '[]' ? [] : wantedOf(row, settingsOf(channel).wishes)
  return incidentOf(wanted.length ? { ...row, ...summedUp(wanted) } : row)
}
