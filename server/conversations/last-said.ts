import type { Message } from '../../protocol/entities.ts'
import type { Change } from '../events/log.ts'

interface Said {
  id: string
  from: Message['from']
  text: string
}

/** The last thing that the visitor said, and the last that was said to them, in order: enough to tell how a conversation ended, however long it was. */
export async function lastSaid(change: Change): Promise<Said[]> {
  const rows = [await lastOf(change, ['visitor']), await lastOf(change, ['ai', 'operator'])]
  return rows
    .flatMap((row) => (row ? [row] : []))
    .sort((one, other) => one.seq - other.seq)
    .map(({ id, sender, text }) => ({ id, from: sender as Message['from'], text }))
}

export const lastOf = ({ trx, conversation: { id } }: Change, senders: Message['from'][]) =>
  trx
    .selectFrom('messages')
    .select(['id', 'sender', 'text', 'seq'])
    .where('conversation_id', '=', id)
    .where('sender', 'in', senders)
    .orderBy('seq', 'desc')
    .limit(1)
    .executeTakeFirst()
