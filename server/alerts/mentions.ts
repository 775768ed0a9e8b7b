import { startOf } from '../../protocol/apply.ts'
import type { Comment } from '../../protocol/tickets.ts'
import type { Context } from '../context.ts'
import type { Change } from '../events/log.ts'
import { clear, type Begun } from './incidents.ts'

/** Of each note of this action that calls somebody one incident, which is theirs alone. Its subject is the note. */
export function mentionsIn({ events, conversation }: Pick<Change, 'events' | 'conversation'>): Begun[] {
  const notes = events.flatMap((event) => (event.type === 'comment.posted' ? [event.payload.comment] : []))
  const title = conversation.ticket ? `#${conversation.ticket.number} ${conversation.ticket.subject}` : (conversation.visitor.name ?? 'Anonymous')
  return notes.filter(({ mentions }) => mentions.length).map((note) => ({ kind: 'mention', subject: note.id, conversation_id: conversation.id, title, detail: saysOf(note), level: 0, people: JSON.stringify(note.mentions) }))
}

const saysOf = ({ by, text }: Comment) => `${by.name} wrote: ${startOf(text, 300)}`

/** Over when everyone whom the note calls has opened it. */
export async function clearMentions(ctx: Context, conversationId: string): Promise<void> {
  const open = await ctx.db.reads.selectFrom('incidents').select('subject').where('kind', '=', 'mention').where('conversation_id', '=', conversationId).where('cleared_at', 'is', null)
    .where((eb) => eb.not(eb.exists(eb.selectFrom('mentions').select('comment_id').whereRef('comment_id', '=', 'incidents.subject').where('read_at', 'is', null)))).execute()
  for (const { subject } of open) await clear(ctx, 'mention', subject)
}
