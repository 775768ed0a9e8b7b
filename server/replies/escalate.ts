import type { EscalationSettings, EscalationSignal } from '../../protocol/agents/escalation.ts'
import { callHuman, sayCrowded } from '../conversations/call-human.ts'
import { isCrowded } from '../conversations/crowded.ts'
import type { Context } from '../ground/context.ts'
import { postLine } from '../conversations/messages.ts'
import type { Change } from '../events/log.ts'
import { offersPerson, promisesPerson } from '../language/promise.ts'
import { readSmallTalk } from '../language/smalltalk.ts'
import { escalationOf, fitsVisitor, isPriority, passesGates } from '../agents/escalation.ts'

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
  /** An operator's whisper promised a person in these words. */
  whispered: boolean
  /** The team is asked instead: whether a person is wanted shows when nobody answers. */
  inquires: boolean
  /** It asks whether a person is wanted. */
  offers: boolean
}

interface Situation {
  /** Whether the AI may escalate this visitor at all. */
  eligible: boolean
  /** Answers of the AI since it has the pen, this one included. */
  attempts: number
}

/** Which signal, if any, brings a person, and why in words for operators. Checked on every reply; the first that counts decides. */
function decide(
  settings: EscalationSettings,
  signals: Signals,
  { eligible, attempts }: Situation,
): { signal: EscalationSignal; reason: string } | null {
  if (signals.asked !== null && (signals.told || (settings.mode !== 'off' && eligible)))
    return { signal: 'asked', reason: signals.asked }
  if (settings.mode === 'off' || !eligible) return null
  if (isDoubt(settings, signals, attempts))
    return { signal: 'unsure', reason: `Confidence ${signals.confidence} is below ${settings.threshold}.` }
  // What is promised is done: no gate holds that back.
  return promisesPerson(signals.text) ? { signal: 'promised', reason: 'The reply promised a person.' } : null
}

/** Low confidence that brings a person. A reply that asks whether one is wanted waits for the answer, until the attempts are used up. */
function isDoubt(
  settings: EscalationSettings,
  { confidence, searched, offers }: Signals,
  attempts: number,
): boolean {
  if (confidence === null || confidence >= settings.threshold) return false
  if (offers && attempts < settings.maxAttempts) return false
  return settings.mode === 'always' || passesGates(settings, { searched, attempts })
}

/** After a reply: brings a person if a signal says so. Somebody who was called already is not called twice. */
export async function escalateIfNeeded(ctx: Context, change: Change, signals: Signals): Promise<void> {
  const { control, status, humanRequestedAt, agent } = change.conversation
  if (
    status !== 'live' ||
    control.holder !== 'ai' ||
    humanRequestedAt ||
    (signals.inquires && signals.asked === null)
  )
    return
  const settings = await escalationOf(change.trx, agent.id)
  const eligible = await fitsVisitor(change.trx, settings.who, change.conversation)
  const decided = decide(settings, signals, { eligible, attempts: await attemptsIn(change) })
  if (decided) return escalate(ctx, change, decided)
  // A promise that nobody hears is worse than none: the visitor is told how it comes true. What an operator had it promise is theirs to keep.
  if (!signals.whispered && (signals.asked !== null || promisesPerson(signals.text)))
    await postLine(change, (lines) => lines.howToReachAPerson)
}

async function escalate(
  ctx: Context,
  change: Change,
  decided: { signal: EscalationSignal; reason: string },
): Promise<void> {
  if (await isCrowded(ctx, change)) return sayCrowded(change)
  const priority = await isPriority(change.trx, change.conversation)
  const byVisitor = decided.signal === 'asked' && (await askedInWords(change))
  change.record('conversation.escalated', {
    ...decided,
    priority,
    ...(byVisitor && { byVisitor }),
    seq: change.nextSeq,
    at: change.at,
  })
  await callHuman(ctx, change)
}

/** Asked for a person, or said yes when one was offered. */
async function askedInWords({ trx, conversation }: Change): Promise<boolean> {
  const [last, before] = await trx
    .selectFrom('messages')
    .select(['sender', 'text'])
    .where('conversation_id', '=', conversation.id)
    .where('sender', 'in', ['visitor', 'ai'])
    .orderBy('seq', 'desc')
    .limit(8)
    .execute()
    .then((rows) => {
      const at = rows.findIndex(({ sender }) => sender === 'visitor')
      return [rows[at], rows.slice(at + 1).find(({ sender }) => sender === 'ai')]
    })
  const talk = last && readSmallTalk(last.text)
  return talk === 'human' || (talk === 'yes' && !!before && offersPerson(before.text))
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
