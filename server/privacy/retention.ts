import type { ExpressionBuilder, Kysely, SelectQueryBuilder } from 'kysely'
import type { PromptLayer } from '../../protocol/entities.ts'
import type { Kept, KeptCounts, Retention } from '../../protocol/privacy.ts'
import type { Context } from '../ground/context.ts'
import type { Schema } from '../db/schema.ts'
import { forgetNetworks } from '../people/visitors/networks.ts'
import { tellForgotten } from './forgotten.ts'
import { removeConversations } from './remove.ts'
import { readPrivacy } from './settings.ts'

const day = 24 * 3_600_000
/** Visitors write meanwhile: no transaction may hold them up for longer than this takes. */
const batch = 50

/** How many of each kind would go now. */
export function countDue(ctx: Context, retention: Retention, now: number): Promise<KeptCounts> {
  return ctx.db.snapshot(async (db) => {
    const count = async (kind: Kept) => {
      const days = retention[kind]
      if (days === null) return 0
      const { count } = await db
        .selectFrom(due[kind](db, now - days * day).as('due'))
        .select((eb) => eb.fn.countAll<number>().as('count'))
        .executeTakeFirstOrThrow()
      return Number(count)
    }
    return {
      transcripts: await count('transcripts'),
      whispers: await count('whispers'),
      prompts: await count('prompts'),
      alerts: await count('alerts'),
    }
  })
}

/** Lets go what is due, batch by batch. Safe to call from several processes at once: each takes what no other has locked. */
export async function sweepRetention(ctx: Context, now: number): Promise<void> {
  await ctx.db.write((trx) => forgetNetworks(trx, now))
  const { retention } = await readPrivacy(ctx.db.reads)
  for (const kind of ['alerts', 'prompts', 'whispers', 'transcripts'] as const) {
    const days = retention[kind]
    while (days !== null && !ctx.closing.aborted && (await sweepBatch(ctx, kind, now - days * day)) === batch);
  }
}

async function sweepBatch(ctx: Context, kind: Kept, before: number): Promise<number> {
  const ids = await ctx.db.write(async (trx) => {
    const wanted = due[kind](trx, before).limit(batch)
    const rows = await (ctx.db.dialect === 'postgres' ? wanted.forUpdate().skipLocked() : wanted).execute()
    const ids = rows.map(({ id }) => id)
    if (ids.length) await letGo[kind](trx, ids)
    return ids
  })
  if (kind === 'transcripts') tellForgotten(ctx, ids)
  return ids.length
}

/** Over since before then, and nobody has work left with it. */
const over = (db: Kysely<Schema>, before: number) =>
  db
    .selectFrom('conversations')
    .select('conversations.id')
    .where('completed_at', '<', before)
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom('tickets')
            .select('tickets.id')
            .whereRef('tickets.conversation_id', '=', 'conversations.id')
            .where((ticket) =>
              ticket.or([
                ticket('tickets.status', 'not in', ['resolved', 'spam']),
                ticket('tickets.changed_at', '>=', before),
              ]),
            ),
        ),
      ),
    )

const has = (
  eb: ExpressionBuilder<Schema, 'conversations'>,
  table: 'whispers' | 'inquiries' | 'notes' | 'comments',
) =>
  eb.exists(
    eb
      .selectFrom(table)
      .select(`${table}.conversation_id`)
      .whereRef(`${table}.conversation_id`, '=', 'conversations.id'),
  )

/** One whose words have not gone yet. */
const hasBrief = (eb: ExpressionBuilder<Schema, 'conversations'>) =>
  eb.exists(
    eb
      .selectFrom('events')
      .select('events.seq')
      .whereRef('events.conversation_id', '=', 'conversations.id')
      .where('events.type', '=', 'brief.written')
      .where('events.payload', 'not like', '%"text":""%'),
  )

const hasPrompts = (eb: ExpressionBuilder<Schema, 'conversations'>) =>
  eb.exists(
    eb
      .selectFrom('messages')
      .innerJoin('prompts', 'prompts.message_id', 'messages.id')
      .select('messages.id')
      .whereRef('messages.conversation_id', '=', 'conversations.id'),
  )

/** The ids of what goes, and the rows to be locked for it. */
type Due = SelectQueryBuilder<Schema, any, { id: string }>

const due: Record<Kept, (db: Kysely<Schema>, before: number) => Due> = {
  transcripts: over,
  whispers: (db, before) =>
    over(db, before).where((eb) =>
      eb.or([has(eb, 'whispers'), has(eb, 'inquiries'), has(eb, 'notes'), has(eb, 'comments'), hasBrief(eb)]),
    ),
  prompts: (db, before) => over(db, before).where(hasPrompts),
  alerts: (db, before) =>
    // A digest is never over; it is old news the day after.
    db
      .selectFrom('incidents')
      .select('id')
      .where((eb) =>
        eb.or([eb('cleared_at', '<', before), eb.and([eb('kind', '=', 'digest'), eb('changed_at', '<', before)])]),
      ),
}

const letGo: Record<Kept, (trx: Kysely<Schema>, ids: string[]) => Promise<unknown>> = {
  transcripts: async (trx, ids) => {
    const visitors = await trx.selectFrom('conversations').select('visitor_id').where('id', 'in', ids).execute()
    await removeConversations(trx, ids)
    await removeStrangers(
      trx,
      visitors.map(({ visitor_id }) => visitor_id),
    )
  },
  whispers: removeWhispers,
  prompts: (trx, ids) =>
    trx
      .deleteFrom('prompts')
      .where('message_id', 'in', trx.selectFrom('messages').select('id').where('conversation_id', 'in', ids))
      .execute(),
  alerts: async (trx, ids) => {
    await trx.deleteFrom('deliveries').where('incident_id', 'in', ids).execute()
    await trx.deleteFrom('incidents').where('id', 'in', ids).execute()
  },
}

/** Who never said who they are is known by conversations alone, and goes with the last one. */
async function removeStrangers(trx: Kysely<Schema>, ids: string[]): Promise<void> {
  const gone = await trx
    .deleteFrom('visitors')
    .where('id', 'in', ids)
    .where('contact_id', 'is', null)
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom('conversations')
            .select('conversations.id')
            .whereRef('conversations.visitor_id', '=', 'visitors.id'),
        ),
      ),
    )
    .returning('id')
    .execute()
  if (gone.length)
    await trx
      .deleteFrom('visitor_networks')
      .where(
        'visitor_id',
        'in',
        gone.map(({ id }) => id),
      )
      .execute()
}

/** Their words go; that there were some stays in the log, whose numbers must have no gap. */
async function removeWhispers(trx: Kysely<Schema>, ids: string[]): Promise<void> {
  for (const table of ['whispers', 'inquiries', 'notes', 'comments', 'mentions'] as const)
    await trx.deleteFrom(table).where('conversation_id', 'in', ids).execute()
  const said = await trx
    .selectFrom('events')
    .select(['conversation_id', 'seq', 'payload'])
    .where('conversation_id', 'in', ids)
    .where('type', 'in', [
      'whisper.sent',
      'brief.written',
      'inquiry.opened',
      'inquiry.answered',
      'note.written',
      'comment.posted',
    ])
    .execute()
  for (const { conversation_id, seq, payload } of said) {
    await trx
      .updateTable('events')
      .set({ payload: withoutWords(payload) })
      .where('conversation_id', '=', conversation_id)
      .where('seq', '=', seq)
      .execute()
  }
  const prompts = await trx
    .selectFrom('prompts')
    .innerJoin('messages', 'messages.id', 'prompts.message_id')
    .select(['message_id', 'layers'])
    .where('conversation_id', 'in', ids)
    .where((eb) => eb.or([eb('layers', 'like', '%"whisper"%'), eb('layers', 'like', '%"brief"%')]))
    .execute()
  for (const { message_id, layers } of prompts)
    await trx
      .updateTable('prompts')
      .set({ layers: withoutWhispers(layers) })
      .where('message_id', '=', message_id)
      .execute()
}

/** Each of these says one thing: `{ whisper: { text, … } }`. */
function withoutWords(payload: string): string {
  return JSON.stringify(
    Object.fromEntries(
      Object.entries(JSON.parse(payload) as Record<string, object | string>).map(([name, said]) => [
        name,
        typeof said === 'object' ? { ...said, text: '' } : said,
      ]),
    ),
  )
}

/** The model's reasoning may repeat them. */
function withoutWhispers(layers: string): string {
  return JSON.stringify(
    (JSON.parse(layers) as PromptLayer[]).map((layer) => ({
      ...layer,
      items: layer.items.filter(({ kind }) => kind !== 'whisper' && kind !== 'brief' && kind !== 'reasoning'),
    })),
  )
}
