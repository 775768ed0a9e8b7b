import type { Kysely } from 'kysely'
import { previewLength } from '../../protocol/apply.ts'
import { startOf } from '../../protocol/cut.ts'
import type { AlertKind } from '../../protocol/alerts/kinds.ts'
import type { Incident, Trouble } from '../../protocol/alerts/shapes.ts'
import type { Conversation } from '../../protocol/entities.ts'
import { newId, type Context } from '../ground/context.ts'
import type { IncidentRow, Schema } from '../db/schema.ts'
import type { Change } from '../events/log.ts'
import { crowdFor, growCrowd } from './crowd.ts'
import { planDeliveries } from './deliveries.ts'
import { inHand, troublesOf } from './detect.ts'
import { judgedCue, soundsUpset } from '../language/upset.ts'
import { mentionsIn } from './mentions.ts'
import { grown, isHeard, summedUp, troublesIn } from './troubles.ts'
import { type Begun, incidentOf } from './incident.ts'

/** Told after commit, with the incident: for screens that ring. */
export const incidentsTopic = 'incidents'

/** Kinds whose end the conversation's head tells. */
const told: AlertKind[] = ['sentiment', 'human', 'escalation', 'inquiry', 'low_confidence', 'unanswered']

/**
 * After each action on a conversation, in its transaction: a first trouble opens its one incident, others make it grow, whoever takes over has it in hand, and it is cleared
 * when none is left. Nothing is looked up while nothing about troubles moved, so an ordinary message costs no query.
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
  const known = open[0]
  const troubles = await troublesNow(change, known)
  const moved = known ? after(known, now, troubles, change.at) : beginning(now, troubles, change.at)
  const next = moved && { ...moved, words: await lastWords(change) }
  return keep(ctx, change.trx, next ? [...called, next] : called, known)
}

/** What is the matter by the head, and that somebody waits, which came with time and is not over. */
async function troublesNow(change: Change, known: IncidentRow | undefined): Promise<Trouble[]> {
  const before = known ? troublesIn(known) : []
  const waits = before.filter(({ kind }) => kind === 'unanswered' && !isAnswered(change.conversation))
  const now = [...troublesOf(change.conversation), ...waits]
  const isKnown = before.some(({ kind }) => kind === 'sentiment')
  // A mood is read from every word, and some words only sound like one: the first alert of it wants to be shown a reason.
  const isFelt = isKnown || !now.some(({ kind }) => kind === 'sentiment') || (await soundsUpsetIn(change))
  return isFelt ? now : now.filter(({ kind }) => kind !== 'sentiment')
}

async function soundsUpsetIn({ trx, conversation, events }: Change): Promise<boolean> {
  const isJudged = events.some(
    ({ type, payload }) =>
      type === 'mood.judged' || (type === 'mood.changed' && payload.mark.why.some(({ cue }) => cue === judgedCue)),
  )
  if (isJudged) return true
  const rows = await trx
    .selectFrom('messages')
    .select('text')
    .where('conversation_id', '=', conversation.id)
    .where('sender', '=', 'visitor')
    .orderBy('seq', 'desc')
    .limit(4)
    .execute()
  return rows.some(({ text }) => soundsUpset(text))
}

function beginning(now: Conversation, troubles: Trouble[], at: number): IncidentRow | null {
  if (!troubles.length || inHand(now)) return null
  return begun({ subject: now.id, conversation_id: now.id, ...aboutOf(now), ...summedUp(troubles) }, at)
}

/** It grows, is taken in hand or is over; null when nothing of this moved. */
function after(known: IncidentRow, now: Conversation, troubles: Trouble[], at: number): IncidentRow | null {
  const moved = { version: known.version + 1, changed_at: at }
  if (!troubles.length) return { ...known, ...moved, state: 'cleared', cleared_at: at }
  const sum = summedUp(grown(troublesIn(known), troubles))
  const state = inHand(now) ? 'in_hand' : 'open'
  const about = aboutOf(now)
  const isSame = sum.troubles === known.troubles && state === known.state && about.holder === known.holder
  return isSame ? null : { ...known, ...sum, ...about, ...moved, state }
}

async function lastWords({ trx, conversation }: Change): Promise<string | null> {
  if (conversation.lastMessage?.from === 'visitor') return conversation.lastMessage.text
  const row = await trx
    .selectFrom('messages')
    .select('text')
    .where('conversation_id', '=', conversation.id)
    .where('sender', '=', 'visitor')
    .orderBy('seq', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row ? startOf(row.text, previewLength) : null
}

const aboutOf = (now: Conversation) => ({
  title: titleOf(now),
  holder: now.control.operator?.name ?? null,
})

/** What of a head can begin, change or end a trouble. */
function signature(head: Conversation): string {
  const { status, control, humanRequestedAt, escalation, mood, unsure, waitingSince, absence, inquiry } = head
  return JSON.stringify([
    status,
    control.holder,
    humanRequestedAt,
    escalation?.at,
    mood.mood,
    mood.score,
    unsure.length,
    waitingSince !== null,
    absence?.at,
    inquiry?.id,
  ])
}

/** Nobody waits for a person any more. */
const isAnswered = (now: Conversation): boolean =>
  now.status === 'completed' ||
  (now.control.holder === 'operator' ? now.waitingSince === null : now.humanRequestedAt === null)

const titleOf = ({ visitor, topic }: Conversation) =>
  [visitor.name ?? 'Anonymous', topic].filter(Boolean).join(' · ')

const begun = (what: Begun, at: number): IncidentRow => ({
  id: newId(),
  people: '[]',
  troubles: '[]',
  words: null,
  holder: null,
  gathered_in: null,
  ...what,
  state: 'open',
  version: 1,
  opened_at: at,
  changed_at: at,
  cleared_at: null,
})

async function keep(
  ctx: Context,
  trx: Kysely<Schema>,
  moved: IncidentRow[],
  before?: IncidentRow,
): Promise<Incident[]> {
  const kept: IncidentRow[] = []
  for (const row of moved) {
    const gathered_in = row.version === 1 ? await crowdFor(trx, row) : row.gathered_in
    if (row.version === 1)
      await trx
        .insertInto('incidents')
        .values({ ...row, gathered_in })
        .onConflict((conflict) => conflict.doNothing())
        .execute()
    else await trx.updateTable('incidents').set(row).where('id', '=', row.id).execute()
    if (gathered_in) kept.push(...(await grow(ctx, trx, gathered_in, row.changed_at)))
    else {
      await planDeliveries(trx, row, ctx.timing.alertDebounceMs, before?.id === row.id ? before : undefined)
      kept.push(row)
    }
  }
  return kept.map(incidentOf)
}

/** What is gathered is told by the crowd alone, and seldom: it would be news all the time. */
async function grow(ctx: Context, trx: Kysely<Schema>, crowd: string, at: number): Promise<IncidentRow[]> {
  const grown = await growCrowd(trx, ctx.db.dialect, crowd, at)
  if (!grown) return []
  const { before, now } = grown
  await planDeliveries(trx, now, ctx.timing.alertDebounceMs * crowdPatience, before.version ? before : undefined)
  return [now]
}

const crowdPatience = 6

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
    const ofConversation = told.includes(what.kind as AlertKind)
    const known = await trx
      .selectFrom('incidents')
      .selectAll()
      .where('kind', 'in', ofConversation ? told : [what.kind])
      .where('subject', '=', what.subject)
      .where('cleared_at', 'is', null)
      .executeTakeFirst()
    const at = Date.now()
    if (!known) return keep(ctx, trx, [begun(what, at)])
    const level = troublesIn(known).find(({ kind }) => kind === what.kind)?.level ?? -1
    if (level >= what.level) return []
    const moved = ofConversation ? withTrouble(known, what) : what
    return keep(ctx, trx, [{ ...known, ...moved, version: known.version + 1, changed_at: at }], known)
  })
  if (incident) ctx.bus.publish(incidentsTopic, incident)
}

function withTrouble(known: IncidentRow, { kind, level, detail, title }: Begun): Partial<IncidentRow> {
  const others = troublesIn(known).filter((each) => each.kind !== kind)
  return { ...summedUp([...others, { kind: kind as AlertKind, level, detail }]), title }
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
  return rows.map(incidentOf).filter(({ troubles }) => troubles.some(isHeard))
}
