import { sql } from 'kysely'
import { Conflict } from '../ground/errors.ts'
import type { Change } from '../events/log.ts'

/** More than anybody reads again; a transcript is shown whole, and what it holds is paid with memory for each reader. */
export const mostWritten = { messages: 2_000, characters: 1_000_000 }
/** In a shorter log there can be no more than fits. */
const shortest = Math.floor(mostWritten.characters / 10_000)

/** A conversation takes so much of its visitor and no more. */
export async function mustHaveRoom({ trx, conversation }: Change, text: string): Promise<void> {
  if (conversation.seq < shortest) return
  const { messages, characters } = await trx
    .selectFrom('messages')
    .select((eb) => [
      eb.fn.countAll<number>().as('messages'),
      sql<number>`coalesce(sum(length(text)), 0)`.as('characters'),
    ])
    .where('conversation_id', '=', conversation.id)
    .where('sender', '=', 'visitor')
    .executeTakeFirstOrThrow()
  if (Number(messages) < mostWritten.messages && Number(characters) + text.length <= mostWritten.characters) return
  throw new Conflict('full', 'This conversation is full. Close it and start a new one to go on.')
}
