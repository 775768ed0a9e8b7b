import { startOf } from '../../protocol/cut.ts'
import type { Comment } from '../../protocol/tickets/shapes.ts'
import type { Change } from '../events/log.ts'
import { type Begun } from './incident.ts'

/** Of each note of this action that calls somebody one incident, which is theirs alone. Its subject is the note. */
export function mentionsIn({ events, conversation }: Pick<Change, 'events' | 'conversation'>): Begun[] {
  const notes = events.flatMap((event) => (event.type === 'comment.posted' ? [event.payload.comment] : []))
  const title = conversation.ticket
    ? `#${conversation.ticket.number} ${conversation.ticket.subject}`
    : (conversation.visitor.name ?? 'Anonymous')
  return notes
    .filter(({ mentions }) => mentions.length)
    .map((note) => ({
      kind: 'mention',
      subject: note.id,
      conversation_id: conversation.id,
      title,
      detail: saysOf(note),
      level: 0,
      people: JSON.stringify(note.mentions),
    }))
}

const saysOf = ({ by, text }: Comment) => `${by.name} wrote: ${startOf(text, 300)}`
