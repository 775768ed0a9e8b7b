import type { Conversation, OutcomeKind } from '../../protocol/entities.ts'
import type { Payload } from '../../protocol/events.ts'
import type { Score, ScorePart } from '../../protocol/review/shapes.ts'
import type { Change } from '../events/log.ts'

/** What the score is made of. Moods run from -1 to 1, confidence from 0 to 100; null where nothing is known. */
export interface Scored {
  moodAtStart: number | null
  moodAtEnd: number
  outcome: OutcomeKind
  visitorVotes: { up: number; down: number }
  operatorVotes: { up: number; down: number }
  corrections: number
  confidence: number | null
}

const outcomes: Record<Exclude<OutcomeKind, 'no_question'>, { points: number; says: string }> = {
  resolved: { points: 20, says: 'Resolved' },
  escalated: { points: -5, says: 'Escalated to a person' },
  answered: { points: 0, says: 'Answered, left silent' },
  abandoned: { points: -10, says: 'Abandoned, question open' },
}

/**
 * The AI score: 50 points to start with, plus what speaks for the AI, minus what speaks against it. The most that the parts can add and take away is 50
 * each, so the sum stays within 0 and 100 by itself and is exactly what the screen shows. Null when the visitor asked nothing.
 * Our own heuristic; docs/score.md explains the weights.
 */
export function scoreOf(of: Scored): Score | null {
  if (of.outcome === 'no_question') return null
  const parts: ScorePart[] = [
    { name: 'start', points: 50, says: 'Every conversation starts here' },
    { name: 'mood_end', points: whole(10 * of.moodAtEnd), says: `Mood at the end ${signed(of.moodAtEnd)}` },
    moodChange(of),
    { name: 'outcome', ...outcomes[of.outcome] },
    ratings(of),
    {
      name: 'corrections',
      points: whole(Math.max(-10, -5 * of.corrections)),
      says: of.corrections ? counted(of.corrections, 'corrected answer') : 'No corrected answer',
    },
    confidence(of),
  ]
  return { points: parts.reduce((sum, { points }) => sum + points, 0), parts }
}

function moodChange({ moodAtStart, moodAtEnd }: Scored): ScorePart {
  const start = moodAtStart ?? 0
  return {
    name: 'mood_change',
    points: whole((5 * (moodAtEnd - start)) / 2),
    says: `Mood went from ${signed(start)} to ${signed(moodAtEnd)}`,
  }
}

function ratings({ visitorVotes, operatorVotes }: Scored): ScorePart {
  const points = 4 * (visitorVotes.up - visitorVotes.down) + 3 * (operatorVotes.up - operatorVotes.down)
  const said = (who: string, { up, down }: { up: number; down: number }) =>
    up + down ? [`${who}: ${up} up, ${down} down`] : []
  return {
    name: 'ratings',
    points: within(10, points),
    says: [...said('Visitor', visitorVotes), ...said('Operators', operatorVotes)].join(' · ') || 'No ratings',
  }
}

function confidence({ confidence }: Scored): ScorePart {
  if (confidence === null) return { name: 'confidence', points: 0, says: 'Confidence unknown' }
  return {
    name: 'confidence',
    points: within(5, (confidence - 50) / 10),
    says: `Confidence ${Math.round(confidence)} of 100`,
  }
}

const within = (most: number, points: number) => whole(Math.min(most, Math.max(-most, points)))
/** Adding 0 makes -0 an ordinary 0, which is what JSON makes of it, too. */
const whole = (points: number) => Math.round(points) + 0
const signs = { '-1': '−', 0: '', 1: '+' }
const signed = (score: number) => `${signs[Math.sign(score) as 0]}${Math.abs(score).toFixed(2)}`
const counted = (count: number, what: string) => `${count} ${what}${count === 1 ? '' : 's'}`

/**
 * Brings the score of a completed conversation up to date with everything recorded so far. `change` calls it at the end of every action, so whatever
 * moves a part moves the score in the same transaction.
 */
export async function rescore(change: Change): Promise<void> {
  const { conversation } = change
  if (!change.events.length || !conversation.outcome) return
  const score = scoreOf(await factsOf(change, conversation, conversation.outcome.kind))
  if (JSON.stringify(score) === JSON.stringify(conversation.score)) return
  change.record('score.computed', { score }, { kind: 'system', id: null })
}

async function factsOf(change: Change, conversation: Conversation, outcome: OutcomeKind): Promise<Scored> {
  const votes = await change.trx
    .selectFrom('ratings')
    .select(['by', 'vote'])
    .where('conversation_id', '=', conversation.id)
    .execute()
  const count = (visitors: boolean, vote: string) =>
    votes.filter((each) => (each.by === null) === visitors && each.vote === vote).length
  return {
    moodAtStart: await moodAtStart(change),
    moodAtEnd: conversation.mood.score,
    outcome,
    visitorVotes: { up: count(true, 'up'), down: count(true, 'down') },
    operatorVotes: { up: count(false, 'up'), down: count(false, 'down') },
    corrections: conversation.corrected.length,
    confidence: conversation.confidence,
  }
}

/** After the first message; the head's history goes back only so far. */
async function moodAtStart(change: Change): Promise<number | null> {
  const recorded = change.events.find(({ type }) => type === 'mood.changed')
  const row = await change.trx
    .selectFrom('events')
    .select('payload')
    .where('conversation_id', '=', change.conversation.id)
    .where('type', '=', 'mood.changed')
    .orderBy('seq')
    .limit(1)
    .executeTakeFirst()
  const first = row
    ? (JSON.parse(row.payload) as Payload<'mood.changed'>)
    : (recorded?.payload as Payload<'mood.changed'> | undefined)
  return first?.mark.score ?? null
}
