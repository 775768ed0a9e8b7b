import type { Kysely } from 'kysely'
import { alertMeanings, type AlertKind } from '../../protocol/alerts/kinds.ts'
import type { Incident } from '../../protocol/alerts/shapes.ts'
import type { Conversation } from '../../protocol/entities.ts'
import { newId, type Context } from '../ground/context.ts'
import type { IncidentRow, Schema } from '../db/schema.ts'
import type { Change } from '../events/log.ts'
import { planDeliveries } from './deliveries.ts'
import { inHand, troublesOf } from './detect.ts'
import { mentionsIn } from './mentions.ts'
import { type Begun, incidentOf } from './incident.ts'

/** Told after commit, with the incident: for screens that ring. */
export const incidentsTopic = 'incidents'

/** Kinds whose end the conversation's head tells. */
const told: AlertKind[] = ['sentiment', 'human', 'escalation', 'low_confidence', 'unanswered']

/**
 * After each action on a conversation, in its transaction: troubles that began open an incident, those that grew or were taken in hand change it, those that are over clear
 * it. Nothing is looked up while nothing about troubles moved, so an ordinary message costs no query.
 */
export async function noteIncidents(ctx: Context, change: Change): Promise<Incident[]> {
  const { before, conversation: now } = change
  const called = mentionsIn(change).map((what) => begun(what, change.at))
  if (before === now || signature(before) === signature(now)) return keep(ctx, change.trx, called)
  const open = await change.trx
    .selectFrom('incidents')
    .selectAll()
    .where('subject', '=', now.id)
    .where('cleared_at', 'is', null)
    .where('kind', 'in', told)
    .execute()
  const troubles = troublesOf(now)
  const moved: IncidentRow[] = called
  for (const { kind, level, detail } of troubles) {
    const known = open.find((row) => row.kind === kind)
    const state = inHand(now) ? 'in_hand' : 'open'
    if (!known && state === 'in_hand') continue
    if (!known)
      moved.push(
        begun({ kind, subject: now.id, conversation_id: now.id, title: titleOf(now), detail, level }, change.at),
      )
    else if (level > known.level || state !== known.state)
      moved.push({
        ...known,
        level: Math.max(level, known.level),
        detail,
        state,
        title: titleOf(now),
        version: known.version + 1,
        changed_at: change.at,
      })
  }
  for (const row of open)
    if (
      isOver(
        row,
        now,
        troubles.map(({ kind }) => kind),
      )
    )
      moved.push({
        ...row,
        state: 'cleared',
        version: row.version + 1,
        changed_at: change.at,
        cleared_at: change.at,
      })
  return keep(ctx, change.trx, moved)
}

/** What of a head can begin, change or end a trouble. */
function signature(head: Conversation): string {
  const { status, control, humanRequestedAt, escalation, mood, unsure, waitingSince } = head
  return JSON.stringify([
    status,
    control.holder,
    humanRequestedAt,
    escalation?.at,
    mood.mood,
    mood.score,
    unsure.length,
    waitingSince !== null,
  ])
}

function isOver({ kind }: IncidentRow, now: Conversation, troubles: AlertKind[]): boolean {
  if (kind === 'unanswered')
    return (
      now.status === 'completed' ||
      now.waitingSince === null ||
      (now.control.holder === 'ai' && !now.humanRequestedAt)
    )
  return !troubles.includes(kind as AlertKind)
}

const titleOf = ({ visitor, topic }: Conversation) =>
  [visitor.name ?? 'Anonymous', topic].filter(Boolean).join(' · ')

const begun = (what: Begun, at: number): IncidentRow => ({
  id: newId(),
  people: '[]',
  ...what,
  state: 'open',
  version: 1,
  opened_at: at,
  changed_at: at,
  cleared_at: null,
})

async function keep(ctx: Context, trx: Kysely<Schema>, moved: IncidentRow[]): Promise<Incident[]> {
  for (const row of moved) {
    if (row.version === 1)
      await trx
        .insertInto('incidents')
        .values(row)
        .onConflict((conflict) => conflict.doNothing())
        .execute()
    else await trx.updateTable('incidents').set(row).where('id', '=', row.id).execute()
    await planDeliveries(trx, row, ctx.timing.alertDebounceMs)
  }
  return moved.map(incidentOf)
}

/** Open or raise an incident that no single action causes: time that passes, questions that pile up, a day that is over. */
export async function raise(ctx: Context, what: Begun): Promise<void> {
  const [incident] = await ctx.db.write(async (trx) => {
    // Erased since somebody decided to raise it: its name must not come back.
    if (
      what.conversation_id &&
      !(await trx
        .selectFrom('conversations')
        .select('id')
        .where('id', '=', what.conversation_id)
        .executeTakeFirst())
    )
      return []
    const known = await trx
      .selectFrom('incidents')
      .selectAll()
      .where('kind', '=', what.kind)
      .where('subject', '=', what.subject)
      .where('cleared_at', 'is', null)
      .executeTakeFirst()
    if (known && known.level >= what.level) return []
    const at = Date.now()
    return keep(ctx, trx, [
      known ? { ...known, ...what, version: known.version + 1, changed_at: at } : begun(what, at),
    ])
  })
  if (incident) ctx.bus.publish(incidentsTopic, incident)
}

/** The trouble is over. Clearing what is not open is no error. */
export async function clear(ctx: Context, kind: AlertKind, subject: string): Promise<void> {
  const [incident] = await ctx.db.write(async (trx) => {
    const known = await trx
      .selectFrom('incidents')
      .selectAll()
      .where('kind', '=', kind)
      .where('subject', '=', subject)
      .where('cleared_at', 'is', null)
      .executeTakeFirst()
    const at = Date.now()
    return known
      ? keep(ctx, trx, [{ ...known, state: 'cleared', version: known.version + 1, changed_at: at, cleared_at: at }])
      : []
  })
  if (incident) ctx.bus.publish(incidentsTopic, incident)
}

const day = 24 * 3_600_000

export async function listIncidents(ctx: Context): Promise<Incident[]> {
  const rows = await ctx.db.reads
    .selectFrom('incidents')
    .selectAll()
    .where((eb) => eb.or([eb('cleared_at', 'is', null), eb('changed_at', '>', Date.now() - day)]))
    .orderBy('opened_at', 'desc')
    .limit(500)
    .execute()
  // What is below every usual threshold is kept, so that it can grow, and is nobody's business yet.
  return rows
    .map(incidentOf)
    .filter(({ kind, level }) => level >= (kind === 'unanswered' ? 1 : alertMeanings[kind].usual))
}
