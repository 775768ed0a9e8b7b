import type { Kysely } from 'kysely'
import type { FailedMail, MailKind } from '../../protocol/mail/mail.ts'
import type { MailRow, Schema } from '../db/schema.ts'
import { newId, type Context } from '../ground/context.ts'
import { pauseMsAfter } from '../ground/pause.ts'
import { NotFound } from '../ground/errors.ts'

/** Whom to write to about what. The letter itself is written when it is sent, of what is true by then. */
interface Wanted {
  kind: MailKind
  to: string
  about: Record<string, string | number | null>
  /** What is told once: a second mail with the same mark is none. */
  once: string
  conversationId?: string
  /** When, if not at once. */
  at?: number
}

const day = 24 * 3_600_000
/** To one address, whoever asks for it: nobody is flooded through us. */
const mostADay: Record<MailKind, number> = { invitation: 10, reset: 6, mention: 200, assignment: 200 }

/** In the transaction of what it tells of, so that no crash can lose it. False where the address has had too many today. */
export async function planMail(
  trx: Kysely<Schema>,
  { kind, to, about, once, conversationId, at }: Wanted,
): Promise<boolean> {
  const now = Date.now()
  const { count } = await trx
    .selectFrom('mails')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('recipient', '=', to)
    .where('kind', '=', kind)
    .where('created_at', '>', now - day)
    .executeTakeFirstOrThrow()
  if (Number(count) >= mostADay[kind]) return false
  await trx
    .insertInto('mails')
    .values({
      id: newId(),
      kind,
      recipient: to,
      about: JSON.stringify(about),
      once,
      conversation_id: conversationId ?? null,
      state: 'waiting',
      attempts: 0,
      next_at: at ?? now,
      lease_until: 0,
      error: null,
      created_at: now,
    })
    .onConflict((conflict) => conflict.column('once').doNothing())
    .execute()
  return true
}

export async function settleMail(ctx: Context, { id, attempts }: MailRow): Promise<void> {
  await keep(ctx, id, { state: 'sent', error: null, lease_until: 0, attempts: attempts + 1 })
}

/** There was nothing to tell any more, or nobody to tell. Nothing of it stays, or strangers could fill the table. */
export async function dropMail(ctx: Context, { id }: MailRow): Promise<void> {
  await ctx.db.write((trx) => trx.deleteFrom('mails').where('id', '=', id).execute())
}

const mostAttempts = 12

/** Not sent: again after a while that doubles. `away`: the server was not to be reached, which says nothing about this mail. */
export async function postponeMail(
  ctx: Context,
  { id, attempts, created_at }: MailRow,
  error: string,
  { hopeless, away }: { hopeless: boolean; away: boolean },
): Promise<void> {
  const now = Date.now()
  const given = hopeless || (away ? now - created_at > ctx.timing.mailPatienceMs : attempts + 1 >= mostAttempts)
  const pauseMs = pauseMsAfter(attempts, ctx.timing.alertRetryMs)
  const state = given ? 'dead' : 'waiting'
  await keep(ctx, id, { state, error, lease_until: 0, attempts: attempts + 1, next_at: now + pauseMs })
}

async function keep(ctx: Context, id: string, row: Partial<MailRow>): Promise<void> {
  await ctx.db.write((trx) => trx.updateTable('mails').set(row).where('id', '=', id).execute())
}

/** What did not go out so far, the latest first. */
export async function listFailures(db: Kysely<Schema>): Promise<FailedMail[]> {
  const rows = await failed(db).selectAll().orderBy('created_at', 'desc').orderBy('id').limit(200).execute()
  return rows.map((row) => ({
    id: row.id,
    kind: row.kind as MailKind,
    to: row.recipient,
    attempts: row.attempts,
    error: row.error ?? '',
    nextAt: row.state === 'dead' ? null : row.next_at,
    at: row.created_at,
  }))
}

const failed = (db: Kysely<Schema>) =>
  db.selectFrom('mails').where('error', 'is not', null).where('state', 'in', ['waiting', 'dead'])

export async function sendAgain(ctx: Context, id: string): Promise<void> {
  const { numUpdatedRows } = await ctx.db.write((trx) =>
    trx
      .updateTable('mails')
      .set({ state: 'waiting', attempts: 0, next_at: Date.now() })
      .where('id', '=', id)
      .where('error', 'is not', null)
      .where('state', 'in', ['waiting', 'dead'])
      .executeTakeFirst(),
  )
  if (!numUpdatedRows) throw new NotFound('There is no such mail that was not sent')
}

export async function giveUp(ctx: Context, id: string): Promise<void> {
  await ctx.db.write((trx) =>
    trx
      .deleteFrom('mails')
      .where('id', '=', id)
      .where('error', 'is not', null)
      .where('state', 'in', ['waiting', 'dead'])
      .execute(),
  )
}

/** Marks of what was sent are needed for as long as it could be told twice; what failed is shown for longer. */
export async function forgetOldMails(ctx: Context): Promise<void> {
  const now = Date.now()
  for (const [states, days] of [
    [['sent'], 8],
    [['dead'], 30],
  ] as const) {
    const old = ctx.db.reads
      .selectFrom('mails')
      .select('id')
      .where('state', 'in', states)
      .where('created_at', '<', now - days * day)
    if (await old.limit(1).executeTakeFirst())
      await ctx.db.write((trx) =>
        trx
          .deleteFrom('mails')
          .where('state', 'in', states)
          .where('created_at', '<', now - days * day)
          .execute(),
      )
  }
}
