import type { Kysely } from 'kysely'
import type { AlertChannel, DeadLetter, Trouble } from '../../protocol/alerts/shapes.ts'
import { newId, type Context } from '../ground/context.ts'
import { pauseMsAfter } from '../ground/pause.ts'
import type { DeliveryRow, IncidentRow, Schema } from '../db/schema.ts'
import { NotFound } from '../ground/errors.ts'
import { quietUntil, settingsOf } from './channels.ts'
import { incidentOf } from './incident.ts'
import { troublesIn } from './troubles.ts'

/**
 * The outbox. For each channel that wants the incident there is one row: `wanted` is the version of the incident that the channel should show, `sent` the one that it
 * shows. Written in the transaction that changed the incident, so that no crash can lose an alert; sent by the courier.
 */
export async function planDeliveries(
  trx: Kysely<Schema>,
  incident: IncidentRow,
  debounceMs: number,
  before?: IncidentRow,
): Promise<void> {
  const channels = await trx.selectFrom('alert_channels').selectAll().execute()
  for (const channel of channels) {
    const { on, wishes, quiet, mutedUntil } = settingsOf(channel)
    const existing = await trx
      .selectFrom('deliveries')
      .selectAll()
      .where('incident_id', '=', incident.id)
      .where('channel_id', '=', channel.id)
      .executeTakeFirst()
    // A channel hears of the end of what it was told of, and of nothing that was over before it heard.
    const reached = on && incident.state !== 'cleared' && wantedOf(incident, wishes).length > 0
    if (!existing && !reached) continue
    if (existing && before && saysTheSame(before, incident, wishes)) continue
    const next_at = Math.max(incident.changed_at + debounceMs, mutedUntil ?? 0, quietUntil(quiet, Date.now()))
    if (existing)
      await trx
        .updateTable('deliveries')
        .set({
          wanted: incident.version,
          ...(existing.state === 'sent' && { state: 'waiting', next_at, attempts: 0 }),
        })
        .where('id', '=', existing.id)
        .execute()
    else
      await trx
        .insertInto('deliveries')
        .values({
          id: newId(),
          incident_id: incident.id,
          channel_id: channel.id,
          wanted: incident.version,
          sent: 0,
          state: 'waiting',
          attempts: 0,
          next_at,
          lease_until: 0,
          error: null,
          external: null,
        })
        .execute()
  }
}

/** Of what is the matter, what a channel wants to hear of. */
export function wantedOf(incident: IncidentRow, wishes: AlertChannel['wishes']): Trouble[] {
  return troublesIn(incident).filter(({ kind, level }) => wishes[kind]?.on && level >= wishes[kind].threshold)
}

/** What else is the matter and not wanted there is no news to a channel. */
function saysTheSame(before: IncidentRow, now: IncidentRow, wishes: AlertChannel['wishes']): boolean {
  const said = (row: IncidentRow) => JSON.stringify([row.state, row.holder, wantedOf(row, wishes)])
  return said(before) === said(now)
}

/** The channel shows this version now. What changed meanwhile goes out next. */
export async function settleDelivery(
  ctx: Context,
  { id }: DeliveryRow,
  version: number,
  external: string | null,
): Promise<void> {
  await ctx.db.write(async (trx) => {
    const { wanted } = (await trx
      .selectFrom('deliveries')
      .select('wanted')
      .where('id', '=', id)
      .executeTakeFirst()) ?? { wanted: version }
    await trx
      .updateTable('deliveries')
      .set({
        sent: version,
        external,
        error: null,
        attempts: 0,
        lease_until: 0,
        state: wanted > version ? 'waiting' : 'sent',
        next_at: Date.now(),
      })
      .where('id', '=', id)
      .execute()
  })
}

const mostAttempts = 8

/** Not delivered: again after a while that doubles, or as the other side asked; at last a dead letter. */
export async function postponeDelivery(
  ctx: Context,
  { id, attempts }: DeliveryRow,
  error: string,
  { after, hopeless }: { after?: number; hopeless?: boolean },
): Promise<void> {
  const tried = attempts + 1
  const pause = after ?? pauseMsAfter(attempts, ctx.timing.alertRetryMs)
  const state = hopeless || tried >= mostAttempts ? 'dead' : 'waiting'
  await ctx.db.write((trx) =>
    trx
      .updateTable('deliveries')
      .set({ attempts: tried, error, state, lease_until: 0, next_at: Date.now() + pause })
      .where('id', '=', id)
      .execute(),
  )
}

/** What could not be delivered, the latest first. */
export async function listDeadLetters(ctx: Context): Promise<DeadLetter[]> {
  const rows = await ctx.db.reads
    .selectFrom('deliveries')
    .innerJoin('incidents', 'incidents.id', 'deliveries.incident_id')
    .innerJoin('alert_channels', 'alert_channels.id', 'deliveries.channel_id')
    .selectAll('incidents')
    .select(['deliveries.id as delivery', 'attempts', 'error', 'next_at', 'alert_channels.settings as settings'])
    .where('deliveries.state', '=', 'dead')
    .orderBy('next_at', 'desc')
    .limit(200)
    .execute()
  return rows.map(({ delivery, attempts, error, next_at, settings, ...incident }) => ({
    id: delivery,
    channel: JSON.parse(settings).name,
    incident: incidentOf(incident),
    attempts,
    error: error ?? '',
    at: next_at,
  }))
}

export async function sendAgain(ctx: Context, id: string): Promise<void> {
  const { numUpdatedRows } = await ctx.db.write((trx) =>
    trx
      .updateTable('deliveries')
      .set({ state: 'waiting', attempts: 0, next_at: Date.now() })
      .where('id', '=', id)
      .where('state', '=', 'dead')
      .executeTakeFirst(),
  )
  if (!numUpdatedRows) throw new NotFound('There is no such undelivered alert')
}
