import type { EscalationSettings, EscalationSignal } from '../../protocol/agents/escalation.ts'
import { callHuman } from '../conversations/call-human.ts'
import { postLine } from '../conversations/messages.ts'
import type { Change } from '../events/log.ts'
import { promisesPerson } from '../language/promise.ts'
import { escalationOf, fitsVisitor, isPriority } from '../agents/escalation.ts'

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
export function decide(
  settings: EscalationSettings,
  signals: Signals,
  { eligible, attempts }: Situation,
): { signal: EscalationSignal; reason: string } | null {
  if (signals.asked !== null && (signals.told || (settings.mode !== 'off' && eligible)))
    return { signal: 'asked', reason: signals.asked }
  if (settings.mode === 'off' || !eligible) return null
  if (settings.mode === 'conditional' && !passesGates(settings, signals, attempts)) return null
  if (promisesPerson(signals.text)) return { signal: 'promised', reason: 'The reply promised a person.' }
  if (signals.confidence === null || signals.confidence >= settings.threshold) return null
  return { signal: 'unsure', reason: `Confidence ${signals.confidence} is below ${settings.threshold}.` }
}

function passesGates(
  { requireSearch, requireAttempt, maxAttempts }: EscalationSettings,
  { searched }: Signals,
  attempts: number,
): boolean {
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
  if (signals.asked !== null || promisesPerson(signals.text))
    await postLine(change, (lines) => lines.howToReachAPerson)
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
    .where('seq', '>', (eb) =>
      eb
        .selectFrom('messages as theirs')
        .select((eb) => eb.fn.coalesce(eb.fn.max('theirs.seq'), eb.lit(0)).as('seq'))
        .where('theirs.conversation_id', '=', id)
        .where('theirs.sender', '=', 'operator'),
    )
    .executeTakeFirstOrThrow()
  return Number(row.count)
}
