import type { Conversation, Hold, Message, Transcript } from '../../protocol/entities.ts'
import { texts } from '../texts.ts'
import type { Wrong } from './correct.tsx'

/** What is known of an AI message that is about to be corrected. */
export function wrongOf({ conversation, messages }: Transcript, messageId: string, me: string): Wrong | null {
  const place = messages.findIndex(({ id }) => id === messageId)
  const said = messages[place]
  if (!said) return null
  return {
    said: said.text,
    question: questionBefore(messages.slice(0, place)),
    known: [conversation.visitor.name, conversation.visitor.email],
    reached: { scope: 'everyone', contact: contactOf(conversation), company: conversation.visitor.company },
    place: { conversationId: conversation.id, messageId },
    cannotTell: whyNotTold(conversation, me),
  }
}

/** A held reply that somebody put other words in the place of: it was never said, so the correction hangs on no message. */
export function wrongHeld({ conversation, messages }: Transcript, hold: Hold, answer: string): Wrong {
  return {
    said: hold.text,
    question: questionBefore(messages.filter(({ seq }) => seq < hold.seq)),
    askedIn: conversation.id,
    known: [conversation.visitor.name, conversation.visitor.email],
    answer,
    reached: { scope: 'everyone', contact: contactOf(conversation), company: conversation.visitor.company },
    place: null,
  }
}

/** What the visitor had said since the last answer. */
function questionBefore(messages: Pick<Message, 'from' | 'text'>[]): string {
  const answered = messages.findLastIndex(({ from }) => from === 'ai' || from === 'operator')
  const open = messages.slice(answered + 1).filter(({ from }) => from === 'visitor')
  const asked = open.length ? open : messages.filter(({ from }) => from === 'visitor').slice(-1)
  return asked.map(({ text }) => text).join('\n')
}

function contactOf({ visitor }: Conversation): Wrong['reached']['contact'] {
  return visitor.contactId
    ? { id: visitor.contactId, name: visitor.name ?? visitor.email ?? texts.teaching.thisCustomer }
    : null
}

function whyNotTold({ status, control }: Conversation, me: string): string | null {
  if (status === 'completed') return texts.teaching.theConversationIsOver
  return control.operator && control.operator.id !== me ? texts.teaching.hasThePenAnd(control.operator.name) : null
}
