import type { Conversation, Person, Transcript } from '../entities.ts'
import type { Note, Rating } from './shapes.ts'
import type { StoredEvent } from '../events.ts'
import type { Correction } from '../teaching/shapes.ts'

/** What reviewing does to a picture of the conversation; a part of apply.ts. */

/** The head of a conversation that nobody has judged yet. */
export const unreviewed = {
  score: null,
  reviewed: null,
  ratings: { up: 0, down: 0 },
  corrected: [],
  operators: [],
} satisfies Partial<Conversation>

/** Operators who took the pen, wrote or whispered, each once. */
export function withOperator({ operators }: Conversation, operator: Person | null): Partial<Conversation> {
  return !operator || operators.some(({ id }) => id === operator.id) ? {} : { operators: [...operators, operator] }
}

/** A message counts as corrected while a correction of it is in force. */
export function withCorrection(
  { corrected }: Conversation,
  { messageId, retiredAt }: Correction,
): Partial<Conversation> {
  if (!messageId) return {}
  const others = corrected.filter((id) => id !== messageId)
  return { corrected: retiredAt === null ? [...others, messageId] : others }
}

type Entries = Partial<Pick<Transcript, 'ratings' | 'notes'>>

export function reviewsOf({ ratings, notes }: Transcript, event: StoredEvent): Entries {
  switch (event.type) {
    case 'message.rated':
      return { ratings: [...without(ratings, event.payload.rating), event.payload.rating] }
    case 'rating.cleared':
      return { ratings: without(ratings, event.payload) }
    case 'note.written':
      return { notes: withNote(notes, event.payload.note) }
    default:
      return {}
  }
}

/** One vote a person and message: a new one takes the place of the old one. */
function without(ratings: Rating[], { messageId, by }: Pick<Rating, 'messageId' | 'by'>): Rating[] {
  return ratings.filter((each) => each.messageId !== messageId || each.by?.id !== by?.id)
}

function withNote(notes: Note[], note: Note): Note[] {
  const others = notes.filter(({ by }) => by.id !== note.by.id)
  return note.text ? [...others, note] : others
}
