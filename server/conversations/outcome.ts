import type { Conversation, Outcome } from '../../protocol/entities.ts'

/**
 * How a conversation ended, by rule, with the evidence. Silence is never Resolved: a visitor who says nothing more has not said
 * that it helped.
 */
export function decideOutcome(conversation: Pick<Conversation, 'ticket' | 'humanRequestedAt'>, messages: { from: string; text: string }[]): Outcome {
  const asked = messages.filter(({ from }) => from === 'visitor')
  if (!asked.length) return { kind: 'no_question', evidence: 'The visitor never wrote.' }
  if (conversation.ticket) return { kind: 'escalated', evidence: `It became ticket #${conversation.ticket.number}.` }
  if (conversation.humanRequestedAt) return { kind: 'escalated', evidence: 'The visitor asked for a person.' }
  const last = asked.at(-1)!.text
  if (saysThanks(last)) return { kind: 'resolved', evidence: `The visitor's last words: “${last.slice(0, 140)}”` }
  const answered = messages.at(-1)!.from !== 'visitor'
  return { kind: 'abandoned', evidence: answered ? 'The visitor left after the last answer without a word.' : 'The last question was left unanswered.' }
}

const thanks = /\b(thanks|thank you|thx|ty|cheers|perfect|great|awesome|that (helps|helped|works|worked)|(it|that)('s| is) (solved|sorted|fixed|all)|solved|got it|danke|gracias|merci)\b/i
const but = /\b(but|not|no|n't|still|however|nothing|never)\b|n't\b|\?|thanks for nothing/i

/** Thanks with a "but", a "not" or a question in it is no goodbye. */
function saysThanks(text: string): boolean {
  return thanks.test(text) && !but.test(text)
}
