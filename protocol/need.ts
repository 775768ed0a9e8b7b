import type { FeedRow } from './frames.ts'

/** Who needs a person, and how much. The server sorts by it and the dashboard says it in words, so that the order is never a riddle. */

/** From the most urgent need to none. */
export const needs = [
  'priority',
  'asked',
  'missed',
  'called',
  'inquiry',
  'draft',
  'failed',
  'angry',
  'frustrated',
  'owed',
  'unsure',
  'confused',
  'unanswered',
  'well',
  'gone',
] as const
export type Need = (typeof needs)[number]

/** Somebody should look, in this order; below it the AI answers, or nobody waits. */
export const needsPerson = (need: Need): boolean => needs.indexOf(need) < needs.indexOf('unanswered')

/** The AI's latest answers were below its agent's threshold, and nobody has taken over since. */
export const isUnsure = ({ unsure, control }: Pick<FeedRow, 'unsure' | 'control'>): boolean =>
  control.holder === 'ai' && unsure.length > 0

/** Calling for a person is asking for one, at the same moment: a visitor who asked did so at another. */
export const askedThemselves = ({
  humanRequestedAt,
  escalation,
}: Pick<FeedRow, 'humanRequestedAt' | 'escalation'>): boolean =>
  humanRequestedAt !== null && (humanRequestedAt !== escalation?.at || escalation?.byVisitor === true)

/**
 * priority: the AI called for a person, for a customer who comes first · asked: the visitor asked for a person · called: the AI did; and nobody has come.
 * failed: the AI could not answer · inquiry: the team is asked something · draft: a reply waits to be sent by a person · missed: waits for a person who is away · owed: waits for the person who holds the pen · unanswered: waits for the AI. It depends on no clock, so a row moves only when something happened in it.
 */
export function needOf(row: FeedRow): Need {
  const {
    escalation,
    control,
    mood: { mood },
    waitingSince,
    presence,
    channel,
    absence,
  } = row
  // They were told that an answer comes later, so they may well be gone by now.
  if (absence && waitingSince !== null) return 'missed'
  if (row.inquiry) return 'inquiry'
  if (row.hold && row.hold.dueAt === null) return 'draft'
  // Who writes by mail is never seen here, and waits for an answer all the same.
  if (presence === 'gone' && !channel) return 'gone'
  // A person has it in hand, however angry its visitor is: it is that person's, and nobody else's to rush to.
  if (control.holder === 'operator') return waitingSince === null ? 'well' : 'owed'
  if (escalation?.priority) return 'priority'
  if (askedThemselves(row)) return 'asked'
  if (escalation) return 'called'
  if (row.failure && waitingSince !== null) return 'failed'
  if (mood === 'angry' || mood === 'frustrated') return mood
  if (isUnsure(row)) return 'unsure'
  if (mood === 'confused') return 'confused'
  return waitingSince === null ? 'well' : 'unanswered'
}
