import { startOf } from '../../protocol/cut.ts'
import type { Conversation } from '../../protocol/entities.ts'
import type { OutcomeKind, Vote } from '../../protocol/review/shapes.ts'

type Known = Pick<Conversation, 'ticket' | 'humanRequestedAt' | 'completedAt' | 'mood' | 'unsure'>
interface Utterance {
  id: string
  from: string
  text: string
}

/**
 * How a conversation ended, by rule, with the evidence. `votes` are the visitor's, by message. Silence is never Resolved: a visitor who says
 * nothing more has not said that it helped. Nor have they said that it did not: an answer that stands is Answered.
 */
export function decideOutcome(
  conversation: Known,
  messages: Utterance[],
  votes: Map<string, Vote>,
): { kind: OutcomeKind; evidence: string } {
  const asked = messages.filter(({ from }) => from === 'visitor')
  if (!asked.length) return { kind: 'no_question', evidence: 'The visitor never wrote.' }
  const escalated = escalation(conversation)
  if (escalated) return { kind: 'escalated', evidence: escalated }
  const spoken = messages.filter(({ from }) => from !== 'system')
  const answered = spoken.at(-1)!.from !== 'visitor'
  const vote = answered ? votes.get(spoken.at(-1)!.id) : undefined
  if (vote === 'up') return { kind: 'resolved', evidence: 'The visitor thumbed up the last answer.' }
  if (vote === 'down') return { kind: 'abandoned', evidence: 'The visitor thumbed down the last answer and left.' }
  const last = asked.at(-1)!.text
  if (saysThanks(last) && conversation.mood.mood !== 'angry')
    return { kind: 'resolved', evidence: `The visitor's last words: “${startOf(last, 140)}”` }
  const open = answered ? stillOpen(conversation, spoken.at(-1)!.text) : 'The last question was left unanswered.'
  if (open) return { kind: 'abandoned', evidence: open }
  return { kind: 'answered', evidence: 'The visitor left after the last answer without a word.' }
}

/** Why the last answer left the question open; null where it is an answer that nobody complained of. */
function stillOpen({ unsure, mood: { mood } }: Known, answer: string): string | null {
  if (unsure.length) return 'The AI was not sure of its last answer, and the visitor left without a word.'
  if (asksBack.test(answer.trim())) return 'The last answer was a question, and the visitor left it open.'
  if (mood === 'angry' || mood === 'frustrated') return `The visitor was ${mood} and left without a word.`
  return null
}

/** Nothing but a question. */
const asksBack = /^[^.!?。！？\n]*[?？]$/u

/** A ticket that was opened at the end or from the finished transcript says nothing about how it ended. */
function escalation({ ticket, humanRequestedAt, completedAt }: Known): string | null {
  if (ticket && (completedAt === null || ticket.openedAt < completedAt))
    return `It became ticket #${ticket.number}.`
  return humanRequestedAt ? 'The visitor asked for a person.' : null
}

const thanks =
  /\b(thanks|thank you|thx|ty|cheers|perfect|great|awesome|that (helps|helped|works|worked)|(it|that)('s| is) (solved|sorted|fixed|all)|solved|got it|danke|gracias|merci)\b/i
const but = /\b(but|not|no|n't|still|however|nothing|never)\b|n't\b|\?|thanks for (nothing|wasting)/i
/** "No, that's all" is a goodbye, whatever the "no" says elsewhere. */
const noMore = /^(no|nope|nah)[,.]? (?=(that('s| is)|thats|i('m| am)) (all|it|good|fine)\b)/i

/** Thanks with a "but", a "not" or a question in it is no goodbye. */
function saysThanks(text: string): boolean {
  const said = text.trim().replace(noMore, '')
  return thanks.test(said) && !but.test(said)
}
