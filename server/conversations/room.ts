import { sql } from 'kysely'
import { longestConversation } from '../ground/limits.ts'
import { Conflict } from '../ground/errors.ts'
import type { Change } from '../events/log.ts'

/** More than anybody reads again. */
export const mostWritten = { messages: longestConversation, characters: longestConversation * 500 }

/** A conversation takes so much of its visitor and no more. */
export async function mustHaveRoom({ trx, conversation }: Change, text: string, most: number): Promise<void> {
  const room = { messages: most, characters: most * 500 }
  // In a shorter log there can be no more than fits.
  if (conversation.seq < room.characters / 10_000) return
  const { messages, characters } = await trx
    .selectFrom('messages')
    .select((eb) => [
      eb.fn.countAll<number>().as('messages'),
      sql<number>`coalesce(sum(length(text)), 0)`.as('characters'),
    ])
    .where('conversation_id', '=', conversation.id)
    .where('sender', '=', 'visitor')
    .executeTakeFirstOrThrow()
  if (Number(messages) < room.messages && Number(characters) + text.length <= room.characters) return
  throw new Conflict('full', 'This conversation is full. Close it and start a new one to go on.')
}
