import { randomBytes } from 'node:crypto'
import { alertKinds, alertMeanings } from '../../protocol/alerts/kinds.ts'
import type { AlertChannel, ChannelInput } from '../../protocol/alerts/shapes.ts'
import type { Context } from '../ground/context.ts'
import type { AlertChannelRow } from '../db/schema.ts'
import { Conflict, Invalid, NotFound } from '../ground/errors.ts'
import type { Seal } from '../ground/seal.ts'

type Settings = Pick<AlertChannel, 'name' | 'on' | 'wishes' | 'quiet' | 'mutedUntil'>

/** A kind that came after the channel was set up is off there until somebody wants it. */
const unasked = Object.fromEntries(
  alertKinds.map((kind) => [kind, { on: false, threshold: alertMeanings[kind].usual }]),
) as Settings['wishes']

export function settingsOf({ settings }: Pick<AlertChannelRow, 'settings'>): Settings {
  const kept = JSON.parse(settings) as Settings
  return { ...kept, wishes: { ...unasked, ...kept.wishes } }
}

/** Add or change a channel. Returns the secret only when it was made here. */
export async function keepChannel(
  ctx: Context,
  seal: Seal,
  id: string,
  { kind, target, secret, ...settings }: ChannelInput,
): Promise<{ channel: AlertChannel; secret: string | null }> {
  checkTarget(kind, target)
  const missing = alertKinds.filter((each) => !settings.wishes[each])
  if (missing.length)
    throw new Invalid(
      'missing_kind',
      `Say for each kind of alert whether it is wanted; missing: ${missing.join(', ')}.`,
    )
  const made = await ctx.db.write(async (trx) => {
    const before = await trx.selectFrom('alert_channels').selectAll().where('id', '=', id).executeTakeFirst()
    if (before && before.kind !== kind)
      throw new Conflict('another_kind', 'A channel keeps its kind. Remove it and add another.')
    const made = !secret && !before && kind === 'webhook' ? `whsec_${randomBytes(24).toString('base64')}` : null
    const plain = secret ?? made
    if (!plain && !before && kind === 'slack')
      throw new Invalid('no_token', 'Slack needs the bot token, which begins with xoxb-.')
    const row = {
      id,
      kind,
      target: kind === 'slack_webhook' ? new URL(target).host : target,
      secret:
        plain || kind === 'slack_webhook' ? seal.seal(kind === 'slack_webhook' ? target : plain!) : before!.secret,
      settings: JSON.stringify(settings),
      created_at: before?.created_at ?? Date.now(),
    }
    await trx
      .insertInto('alert_channels')
      .values(row)
      .onConflict((conflict) => conflict.column('id').doUpdateSet(row))
      .execute()
    return made
  })
  return { channel: (await listChannels(ctx)).find((channel) => channel.id === id)!, secret: made }
}

/** An incoming webhook's address is itself the secret, so it is sealed, and only its host is shown. */
function checkTarget(kind: ChannelInput['kind'], target: string): void {
  if (kind === 'slack') {
    if (!/^[#@]?[\w.-]{1,80}$/.test(target))
      throw new Invalid('bad_target', 'Write a Slack channel, for example #support.')
    return
  }
  const url = URL.parse(target)
  if (!url || !/^https?:$/.test(url.protocol))
    throw new Invalid('bad_target', 'Write the whole address, beginning with https://.')
}

export async function removeChannel(ctx: Context, id: string): Promise<void> {
  await ctx.db.write(async (trx) => {
    await trx.deleteFrom('deliveries').where('channel_id', '=', id).execute()
    await trx.deleteFrom('alert_channels').where('id', '=', id).execute()
  })
}

export async function listChannels(ctx: Context): Promise<AlertChannel[]> {
  const rows = await ctx.db.reads.selectFrom('alert_channels').selectAll().orderBy('created_at').execute()
  const failing = await ctx.db.reads
    .selectFrom('deliveries')
    .select(['channel_id', 'error'])
    .where('error', 'is not', null)
    .where('state', 'in', ['waiting', 'dead'])
    .orderBy('next_at')
    .execute()
  return rows.map((row) => ({
    id: row.id,
    kind: row.kind as AlertChannel['kind'],
    target: row.target,
    ...settingsOf(row),
    failing: failing.findLast(({ channel_id }) => channel_id === row.id)?.error ?? null,
  }))
}

export async function findChannel(ctx: Context, id: string): Promise<AlertChannelRow> {
  const row = await ctx.db.reads.selectFrom('alert_channels').selectAll().where('id', '=', id).executeTakeFirst()
  if (!row) throw new NotFound('There is no such channel')
  return row
}

/** When the quiet hours around this moment end; 0 when it is not quiet. They may pass midnight. */
export function quietUntil(quiet: AlertChannel['quiet'], now: number): number {
  if (!quiet) return 0
  const [hour, minute] = new Intl.DateTimeFormat('en-GB', {
    timeZone: quiet.zone,
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  })
    .format(now)
    .split(':')
    .map(Number)
  const [at, from, to] = [hour! * 60 + minute!, minutesOf(quiet.from), minutesOf(quiet.to)]
  const within = from <= to ? at >= from && at < to : at >= from || at < to
  if (!within) return 0
  const left = (to - at + 24 * 60) % (24 * 60)
  return now - (now % 60_000) + left * 60_000
}

const minutesOf = (clock: string) => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3))
