import type { Kysely } from 'kysely'
import type { Conversation } from '../../protocol/entities.ts'
import type { EscalationSettings, TraitFilter } from '../../protocol/agents/escalation.ts'
import type { Context } from '../ground/context.ts'
import type { Schema } from '../db/schema.ts'
import { NotFound } from '../ground/errors.ts'
import { traitsOf, type Traits } from './traits.ts'
import { readWhisper } from '../language/whisper.ts'

/** What most teams start with: the model's own call for a person counts at once; words and doubt count from its second answer on. */
export const usualEscalation: EscalationSettings = {
  mode: 'conditional',
  threshold: 50,
  requireSearch: true,
  requireAttempt: true,
  maxAttempts: 3,
  who: [],
  priority: [],
}

/** In Conditional mode words and doubt count only then; from the last attempt on always. */
export function passesGates(
  { requireSearch, requireAttempt, maxAttempts }: EscalationSettings,
  { searched, attempts }: { searched: boolean; attempts: number },
): boolean {
  if (attempts >= maxAttempts) return true
  return (!requireSearch || searched) && (!requireAttempt || attempts > 1)
}

/** Whether an answer that is not to be found brings a person at once: then the reply says so, and does not ask. */
export function fetchesWhenUnsure(settings: EscalationSettings, attempts: number): boolean {
  if (settings.mode === 'off' || settings.threshold === 0) return false
  return settings.mode === 'always' || passesGates(settings, { searched: true, attempts })
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
export async function mayEscalate(
  db: Kysely<Schema>,
  { mode, who }: EscalationSettings,
  conversation: Conversation,
): Promise<boolean> {
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
export async function editEscalation(
  ctx: Context,
  agentId: string,
  settings: EscalationSettings,
): Promise<EscalationSettings> {
  const { numUpdatedRows } = await ctx.db.write((trx) =>
    trx
      .updateTable('agents')
      .set({ escalation: JSON.stringify(settings) })
      .where('id', '=', agentId)
      .executeTakeFirst(),
  )
  if (!numUpdatedRows) throw new NotFound('There is no such agent')
  return settings
}

/** Every reply asks this, and most agents filter nobody: then nothing is read. */
export async function fitsVisitor(
  db: Kysely<Schema>,
  filters: TraitFilter[],
  conversation: Conversation,
): Promise<boolean> {
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
  return (typeof value === 'object' && !Array.isArray(value) ? JSON.stringify(value) : String(value))
    .trim()
    .toLowerCase()
}
