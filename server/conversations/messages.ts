import type { Kysely } from 'kysely'
import type { Message, Person } from '../../protocol/entities.ts'
import type { MessageRow, Schema } from '../db/schema.ts'
import { newId } from '../context.ts'
import { Conflict } from '../errors.ts'
import type { Change } from '../events/log.ts'

type Draft = Pick<Message, 'from' | 'text'> & { id?: string; author?: Person | null; sources?: Message['sources']; run?: string | null }

/** Write one message into the conversation that `change` holds. Everyone posts through here: visitor, AI, operator, the server itself. */
export async function postMessage(change: Change, draft: Draft): Promise<Message> {
  const message: Message = { id: newId(), author: null, sources: [], run: null, ...draft, seq: change.nextSeq, at: change.at }
  await change.trx.insertInto('messages').values(rowOf(change.conversation.id, message)).execute()
  change.record('message.posted', { message })
  return message
}

/** A line that the server writes for everyone to see. */
export function postLine(change: Change, text: string): Promise<Message> {
  return postMessage(change, { from: 'system', text })
}

/**
 * The message that a retried request already stored, or null. The same id from somebody else, in another conversation or with
 * other words is no retry; it is refused without saying whose it is.
 */
export async function findRetried(change: Change, id: string, from: Message['from'], text: string): Promise<Message | null> {
  const row = await change.trx.selectFrom('messages').selectAll().where('id', '=', id).executeTakeFirst()
  if (!row) return null
  if (row.conversation_id !== change.conversation.id || row.sender !== from || row.text !== text) throw new Conflict('id_taken', 'This message id was used before. Send again with a new one.')
  return messageOf(row)
}

export async function listMessages(db: Kysely<Schema>, conversationId: string): Promise<Message[]> {
  const rows = await db.selectFrom('messages').selectAll().where('conversation_id', '=', conversationId).orderBy('seq').execute()
  return rows.map(messageOf)
}

export function rowOf(conversationId: string, message: Message): MessageRow {
  return {
    id: message.id,
    conversation_id: conversationId,
    seq: message.seq,
    at: message.at,
    sender: message.from,
    author: message.author && JSON.stringify(message.author),
    text: message.text,
    sources: JSON.stringify(message.sources),
    run_id: message.run,
  }
}

function messageOf(row: MessageRow): Message {
  return {
    id: row.id,
    seq: row.seq,
    at: row.at,
    from: row.sender as Message['from'],
    author: row.author ? JSON.parse(row.author) : null,
    text: row.text,
    sources: JSON.parse(row.sources),
    run: row.run_id,
  }
}
