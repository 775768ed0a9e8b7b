import { createHash } from 'node:crypto'
import type { Kysely } from 'kysely'
import { repeatable, type AccountEvent } from '../../../protocol/people/account-events.ts'
import { newId } from '../../ground/context.ts'
import type { Database } from '../../db/database.ts'
import type { AuditRow, Schema } from '../../db/schema.ts'
import { networkOf } from '../limits.ts'

export const accountsKind = 'accounts'
/** Of the account that nobody has, and of whoever is not known yet. */
export const nobody = { id: 'nobody', name: '' }

/** Something that happened at the door. `account` is null when nobody has it. */
interface AccountNews {
  event: AccountEvent
  route: string
  account: { id: string; name: string } | null
  /** Whether it was shown that it is they. */
  proven: boolean
  detail?: string
  address: string
  browser: string
}

const window = 15 * 60_000
/** Of one account in one window. Whoever guesses from more is one entry without an address. */
const mostAddresses = 20

/** Writes it into the audit. What somebody tries again and again is counted, so that a flood of wrong passwords is a few lines and not a full disk. */
export async function noteAccount(db: Database, news: AccountNews): Promise<void> {
  const at = Date.now()
  await db.write(async (trx) => {
    if (!repeatable.has(news.event))
      return void (await trx
        .insertInto('audit')
        .values(rowOf(news, newId(), at))
        .execute())
    const since = at - (at % window)
    const id = repeatedId(news, since)
    const known = await trx.selectFrom('audit').select('id').where('id', '=', id).executeTakeFirst()
    const crowded = !known && (await countOthers(trx, news, since)) >= mostAddresses
    await count(
      trx,
      crowded
        ? rowOf({ ...news, address: '', browser: '' }, repeatedId({ ...news, address: '' }, since), at)
        : rowOf(news, id, at),
    )
  })
}

const repeatedId = ({ event, account, address }: AccountNews, since: number): string =>
  createHash('sha256')
    .update(JSON.stringify([event, account?.id ?? null, networkOf(address), since]))
    .digest('base64url')

async function countOthers(trx: Kysely<Schema>, { account }: AccountNews, since: number): Promise<number> {
  const { count } = await trx
    .selectFrom('audit')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('by_id', '=', (account ?? nobody).id)
    .where('at', '>=', since)
    .where('by_kind', '=', 'somebody')
    .executeTakeFirstOrThrow()
  return Number(count)
}

async function count(trx: Kysely<Schema>, row: AuditRow): Promise<void> {
  await trx
    .insertInto('audit')
    .values(row)
    .onConflict((oc) =>
      oc.column('id').doUpdateSet((eb) => ({ count: eb('audit.count', '+', 1), last_at: row.at })),
    )
    .execute()
}

function rowOf(
  { event, route, account, proven, detail = '', address, browser }: AccountNews,
  id: string,
  at: number,
): AuditRow {
  const by = account ?? nobody
  return {
    id,
    at,
    by_kind: proven ? 'operator' : 'somebody',
    by_id: by.id,
    by_name: by.name,
    kind: accountsKind,
    route,
    subject: account?.id ?? null,
    conversation_id: null,
    events: JSON.stringify([event]),
    detail,
    address,
    browser,
    count: 1,
    last_at: null,
  }
}
