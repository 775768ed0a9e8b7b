import { Readable } from 'node:stream'
import papaparse from 'papaparse'
import { accountEvents, type AccountEvent } from '../../../protocol/people/account-events.ts'
import { api } from '../../../protocol/api.ts'
import type { AuditEntry, AuditFilter } from '../../../protocol/audit.ts'
import type { Context } from '../../ground/context.ts'
import { latest } from '../../db/pages.ts'
import type { AuditRow } from '../../db/schema.ts'
import { accountsKind } from './accounts.ts'

export async function listEntries(
  ctx: Context,
  filter: AuditFilter,
  page: { cursor?: string | undefined; limit: number },
): Promise<{ entries: AuditEntry[]; next: string | null }> {
  let wanted = ctx.db.reads.selectFrom('audit').selectAll()
  if (filter.by !== undefined) wanted = wanted.where('by_id', '=', filter.by)
  if (filter.kind !== undefined) wanted = wanted.where('kind', '=', filter.kind)
  if (filter.from !== undefined) wanted = wanted.where('at', '>=', filter.from)
  if (filter.until !== undefined) wanted = wanted.where('at', '<', filter.until)
  const { rows, next } = await latest(wanted, { at: 'at', id: 'id', placeOf: ({ at, id }) => [at, id] }, page)
  return { entries: rows.map(entryOf), next }
}

/** Whoever and whatever occurs, to filter by. */
export async function listChoices(ctx: Context): Promise<{ by: { id: string; name: string }[]; kinds: string[] }> {
  const by = await ctx.db.reads
    .selectFrom('audit')
    .select((eb) => ['by_id', eb.fn.max('by_name').as('name')])
    .groupBy('by_id')
    .orderBy('name')
    .limit(500)
    .execute()
  const kinds = await ctx.db.reads.selectFrom('audit').select('kind').distinct().orderBy('kind').execute()
  return { by: by.map(({ by_id, name }) => ({ id: by_id, name })), kinds: kinds.map(({ kind }) => kind) }
}

/** Everything that matches, page by page, so that a long list is never held in memory. */
export function exportEntries(ctx: Context, filter: AuditFilter): Readable {
  return Readable.from(csv(ctx, filter))
}

async function* csv(ctx: Context, filter: AuditFilter): AsyncGenerator<string> {
  yield `\ufeff${lines([['time', 'who', 'kind of caller', 'what', 'route', 'subject', 'conversation', 'events', 'set', 'address', 'browser', 'times', 'last time']])}`
  for (let cursor: string | undefined; ;) {
    const { entries, next } = await listEntries(ctx, filter, { cursor, limit: 200 })
    if (entries.length)
      yield lines(
        entries.map((entry) => [
          new Date(entry.at).toISOString(),
          entry.by.name,
          entry.by.kind,
          entry.says,
          entry.route,
          entry.subject,
          entry.conversationId,
          entry.events.join(' '),
          entry.detail,
          entry.address,
          entry.browser,
          entry.count,
          new Date(entry.lastAt).toISOString(),
        ]),
      )
    if (next === null) return
    cursor = next
  }
}

/** A browser's name is written by whoever sends it, and must not become a formula in somebody's spreadsheet. */
const lines = (rows: unknown[][]) =>
  papaparse.unparse(rows, { escapeFormulae: /^\s*[=+\-@\t\r＝＋－＠]/, newline: '\r\n' }) + '\r\n'

function entryOf(row: AuditRow): AuditEntry {
  return {
    id: row.id,
    at: row.at,
    by: { id: row.by_id, name: row.by_name, image: null, kind: row.by_kind },
    kind: row.kind,
    route: row.route,
    says: saysOf(row),
    subject: row.subject,
    conversationId: row.conversation_id,
    events: JSON.parse(row.events),
    detail: row.detail,
    address: row.address,
    browser: row.browser,
    count: row.count,
    lastAt: row.last_at ?? row.at,
  }
}

/** The first sentence of what the route says of itself. One that is no more says its address. */
function saysOf({ kind, route, events }: AuditRow): string {
  if (kind === accountsKind)
    return (JSON.parse(events) as AccountEvent[]).map((event) => accountEvents[event]).join(', ')
  const said = (api as Record<string, { says: string }>)[route]?.says
  return said === undefined ? route : /^.*?(?=[.:;](\s|$)|$)/s.exec(said)![0]
}
