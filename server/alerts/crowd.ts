import type { Kysely } from 'kysely'
import { alertMeanings, type AlertKind } from '../../protocol/alerts/kinds.ts'
import type { Trouble } from '../../protocol/alerts/shapes.ts'
import type { Database } from '../db/database.ts'
import type { IncidentRow, Schema } from '../db/schema.ts'
import { newId } from '../ground/context.ts'
import { summedUp } from './troubles.ts'

const subject = 'crowd'
/** So many incidents in so long a time are told one by one; those that come after them are one that grows, until none has come for as long. */
const mostAlone = 20
const withinMs = 120_000

/** Of what strangers cause. Nobody is named in it, and it comes by itself. */
const kinds: AlertKind[] = ['sentiment', 'human', 'escalation', 'inquiry', 'low_confidence', 'unanswered', 'gap']

/** In which crowd an incident that begins is gathered; null when it is told by itself. */
export async function crowdFor(trx: Kysely<Schema>, begun: IncidentRow): Promise<string | null> {
  if (!kinds.includes(begun.kind as AlertKind)) return null
  const since = begun.opened_at - withinMs
  const lately = trx.selectFrom('incidents').where('changed_at', '>', since)
  const known = await lately.select('id').where('subject', '=', subject).orderBy('opened_at', 'desc').execute()
  for (const { id } of known) if (await stillGrows(trx, id, since)) return id
  const { count } = await lately
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('opened_at', '>', since)
    .where('kind', 'in', kinds)
    .executeTakeFirstOrThrow()
  return Number(count) < mostAlone ? null : begin(trx, begun)
}

async function stillGrows(trx: Kysely<Schema>, crowd: string, since: number): Promise<boolean> {
  const row = await trx
    .selectFrom('incidents')
    .select('id')
    .where('gathered_in', '=', crowd)
    .where('opened_at', '>', since)
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}

async function begin(trx: Kysely<Schema>, { kind, opened_at }: IncidentRow): Promise<string | null> {
  await trx
    .insertInto('incidents')
    .values({
      id: newId(),
      kind,
      subject,
      conversation_id: null,
      title: '',
      detail: '',
      level: 0,
      state: 'open',
      version: 0,
      opened_at,
      changed_at: opened_at,
      cleared_at: null,
      people: '[]',
      troubles: '[]',
      words: null,
      holder: null,
      gathered_in: null,
    })
    // One of before that is still open, and grows no more, goes on.
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  const row = await trx
    .selectFrom('incidents')
    .select('id')
    .where('subject', '=', subject)
    .where('kind', '=', kind)
    .where('cleared_at', 'is', null)
    .executeTakeFirst()
  return row?.id ?? null
}

interface Grown {
  before: IncidentRow
  now: IncidentRow
}

/** The crowd with everything that is gathered in it now; null when it says what it said. Locked, because all of them want it at once. */
export async function growCrowd(
  trx: Kysely<Schema>,
  dialect: Database['dialect'],
  id: string,
  at: number,
): Promise<Grown | null> {
  const before = await trx
    .selectFrom('incidents')
    .selectAll()
    .where('id', '=', id)
    .$if(dialect === 'postgres', (query) => query.forUpdate())
    .executeTakeFirst()
  const rows = await trx
    .selectFrom('incidents')
    .select((eb) => ['kind', 'state', eb.fn.countAll<number>().as('count'), eb.fn.max('level').as('level')])
    .where('gathered_in', '=', id)
    .groupBy(['kind', 'state'])
    .execute()
  if (!before || !rows.length) return null
  const gathered = rows.map(({ kind, state, count, level }) => ({
    kind: kind as AlertKind,
    state,
    count: Number(count),
    level: Number(level),
  }))
  const sum = {
    ...summedUp(troublesOf(gathered)),
    kind: before.kind,
    state: stateOf(gathered),
    title: titleOf(gathered),
  }
  if (sum.troubles === before.troubles && sum.state === before.state) return null
  const cleared_at = sum.state === 'cleared' ? at : null
  const now = { ...before, ...sum, version: before.version + 1, changed_at: at, cleared_at }
  await trx.updateTable('incidents').set(now).where('id', '=', id).execute()
  return { before, now }
}

interface Gathered {
  kind: AlertKind
  state: string
  count: number
  level: number
}

function troublesOf(gathered: Gathered[]): Trouble[] {
  return [...new Set(gathered.map(({ kind }) => kind))].map((kind) => {
    const those = gathered.filter((each) => each.kind === kind)
    const level = Math.max(...those.map((each) => each.level))
    return { kind, level, detail: `${sumOf(those)} “${alertMeanings[kind].name}”.` }
  })
}

const sumOf = (gathered: Gathered[]) => gathered.reduce((sum, { count }) => sum + count, 0)

const titleOf = (gathered: Gathered[]) => `and ${sumOf(gathered)} more`

function stateOf(gathered: Gathered[]): IncidentRow['state'] {
  if (gathered.some(({ state }) => state === 'open')) return 'open'
  return gathered.some(({ state }) => state === 'in_hand') ? 'in_hand' : 'cleared'
}
