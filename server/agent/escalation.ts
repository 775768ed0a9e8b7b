import type { Kysely } from 'kysely'
import type { Conversation } from '../../protocol/entities.ts'
import type { EscalationSettings, EscalationSignal, TraitFilter } from '../../protocol/escalation.ts'
import type { Context } from '../context.ts'
import type { Schema } from '../db/schema.ts'
import { NotFound } from '../errors.ts'
import { callHuman } from '../conversations/post.ts'
import { postLine } from '../conversations/messages.ts'
import type { Change } from '../events/log.ts'
import { traitsOf, type Traits } from './traits.ts'
import { promisesPerson } from './promise.ts'
import { readWhisper } from './whisper.ts'

/** What most teams start with: the model's own call for a person counts at once; words and doubt count from its second answer on. */
export const usualEscalation: EscalationSettings = {
  mode: 'conditional', threshold: 50, requireSearch: true, requireAttempt: true, maxAttempts: 3, who: [], priority: [],
}

/** What one reply gives away. */
export interface Signals {
  /** Why the AI called for a person with its tool; null when it did not. */
  asked: string | null
  text: string
  /** Null while a better judge is still to be heard. */
  confidence: number | null
  /** Something was looked up for what the visitor asked. */
  searched: boolean
  /** An operator's whisper told the AI to bring a person: then it is not the AI's own doing. */
  told: boolean
}

interface Situation {
  /** Whether the AI may escalate this visitor at all. */
  eligible: boolean
  /** Answers of the AI since it has the pen, this one included. */
  attempts: number
}

/** Which signal, if any, brings a person, and why in words for operators. Checked on every reply; the first that counts decides. */
export function decide(settings: EscalationSettings, signals: Signals, { eligible, attempts }: Situation): { signal: EscalationSignal; reason: string } | null {
  if (signals.asked !== null && (signals.told || (settings.mode !== 'off' && eligible))) return { signal: 'asked', reason: signals.asked }
  if (settings.mode === 'off' || !eligible) return null
  if (settings.mode === 'conditional' && !passesGates(settings, signals, attempts)) return null
  if (promisesPerson(signals.text)) return { signal: 'promised', reason: 'The reply promised a person.' }
  if (signals.confidence === null || signals.confidence >= settings.threshold) return null
  return { signal: 'unsure', reason: `Confidence ${signals.confidence} is below ${settings.threshold}.` }
}

function passesGates({ requireSearch, requireAttempt, maxAttempts }: EscalationSettings, { searched }: Signals, attempts: number): boolean {
  if (attempts >= maxAttempts) return true
  return (!requireSearch || searched) && (!requireAttempt || attempts > 1)
}

/** After a reply: brings a person if a signal says so. Somebody who was called already is not called twice. */
export async function escalateIfNeeded(change: Change, signals: Signals): Promise<void> {
  const { control, status, humanRequestedAt, agent } = change.conversation
  if (status !== 'live' || control.holder !== 'ai' || humanRequestedAt) return
  const settings = await escalationOf(change.trx, agent.id)
  const eligible = await fitsVisitor(change.trx, settings.who, change.conversation)
  const decided = decide(settings, signals, { eligible, attempts: await attemptsIn(change) })
  if (decided) return escalate(change, decided)
  // A promise that nobody hears is worse than none: the visitor is told how it comes true.
  if (signals.asked !== null || promisesPerson(signals.text)) await postLine(change, (lines) => lines.howToReachAPerson)
}


async function escalate(change: Change, decided: { signal: EscalationSignal; reason: string }): Promise<void> {
  const priority = await isPriority(change.trx, change.conversation)
  change.record('conversation.escalated', { ...decided, priority, seq: change.nextSeq, at: change.at })
  await callHuman(change)
}

async function attemptsIn(change: Change): Promise<number> {
  const { id } = change.conversation
  const row = await change.trx
    .selectFrom('messages')
    .select((eb) => eb.fn.countAll().as('count'))
    .where('conversation_id', '=', id)
    .where('sender', '=', 'ai')
    .where('seq', '>', (eb) => eb.selectFrom('messages as theirs').select((eb) => eb.fn.coalesce(eb.fn.max('theirs.seq'), eb.lit(0)).as('seq')).where('theirs.conversation_id', '=', id).where('theirs.sender', '=', 'operator'))
    .executeTakeFirstOrThrow()
  return Number(row.count)
}

/** Whether this visitor's tickets are to be Priority, by the filters of the agent. */
export async function isPriority(db: Kysely<Schema>, conversation: Conversation): Promise<boolean> {
  const { priority } = await escalationOf(db, conversation.agent.id)
  return priority.length > 0 && fitsVisitor(db, priority, conversation)
}

/** Whether an operator told the AI to bring a person: then it is not the AI's own doing, and no setting forbids it. */
export function tellsToEscalate(whispers: { text: string }[]): boolean {
  return whispers.some(({ text }) => readWhisper(text).some(({ kind }) => kind === 'escalate'))
}

/** Whether the AI may bring a person by itself: what its prompt says and which tools it gets depend on it. */
export async function mayEscalate(db: Kysely<Schema>, { mode, who }: EscalationSettings, conversation: Conversation): Promise<boolean> {
  return mode !== 'off' && fitsVisitor(db, who, conversation)
}

export async function escalationOf(db: Kysely<Schema>, agentId: string): Promise<EscalationSettings> {
  const row = await db.selectFrom('agents').select('escalation').where('id', '=', agentId).executeTakeFirst()
  return readEscalation(row?.escalation ?? null)
}

export function readEscalation(stored: string | null): EscalationSettings {
  return stored ? JSON.parse(stored) : usualEscalation
}

/** Holds from the agent's next reply. */
export async function editEscalation(ctx: Context, agentId: string, settings: EscalationSettings): Promise<EscalationSettings> {
  const { numUpdatedRows } = await ctx.db.write((trx) => trx.updateTable('agents').set({ escalation: JSON.stringify(settings) }).where('id', '=', agentId).executeTakeFirst())
  if (!numUpdatedRows) throw new NotFound('There is no such agent')
  return settings
}

/** Every reply asks this, and most agents filter nobody: then nothing is read. */
async function fitsVisitor(db: Kysely<Schema>, filters: TraitFilter[], conversation: Conversation): Promise<boolean> {
  return filters.length === 0 || fits(filters, await traitsOf(db, conversation))
}

/** True when all of them are true of the visitor. */
export function fits(filters: TraitFilter[], traits: Traits): boolean {
  return filters.every(({ key, operator, value }) => {
    const trait = plain(traits[key])
    const wanted = plain(value)
    if (operator === 'is_not') return trait !== wanted
    if (trait === '') return false
    if (operator === 'exists') return true
    return operator === 'is' ? trait === wanted : trait.includes(wanted)
  })
}

function plain(value: unknown): string {
  if (value === null || value === undefined) return ''
  return (typeof value === 'object' && !Array.isArray(value) ? JSON.stringify(value) : String(value)).trim().toLowerCase()
}
