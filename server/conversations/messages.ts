import type { Kysely } from 'kysely'
import type { Message, Person } from '../../protocol/entities.ts'
import { languageOf } from '../../texts/languages.ts'
import { lines, type Lines } from '../../texts/lines.ts'
import { endless, newest, type Before } from '../db/newest.ts'
import { prepared, type Values } from '../db/prepared.ts'
import type { MessageRow, Schema } from '../db/schema.ts'
import { newId } from '../ground/context.ts'
import { Conflict } from '../ground/errors.ts'
import type { Change } from '../events/log.ts'

type Draft = Pick<Message, 'from' | 'text'> & {
  id?: string
  author?: Person | null
  sources?: Message['sources']
  run?: string | null
  corrects?: string
}

/** Write one message into the conversation that `change` holds: a visitor's, an operator's, the server's own. */
export async function postMessage(change: Change, draft: Draft): Promise<Message> {
  const message = await tryPosting(change, draft)
  if (!message) throw idTaken()
  return message
}

/** Null when a message with this id is there already; then nothing was written. */
export async function tryPosting(change: Change, draft: Draft): Promise<Message | null> {
  const message: Message = {
    id: newId(),
    author: null,
    sources: [],
    run: null,
    ...draft,
    seq: change.nextSeq,
    at: change.at,
  }
  const { numAffectedRows } = await insertMessage(change.trx, { ...rowOf(change.conversation.id, message) })
  if (!numAffectedRows) return null
  change.record('message.posted', { message })
  return message
}

const insertMessage = prepared((db, value: Values<MessageRow & Record<string, unknown>>) =>
  db
    .insertInto('messages')
    .values({
      id: value('id'),
      conversation_id: value('conversation_id'),
      seq: value('seq'),
      at: value('at'),
      sender: value('sender'),
      author: value('author'),
      text: value('text'),
      sources: value('sources'),
      run_id: value('run_id'),
      corrects: value('corrects'),
    })
    .onConflict((oc) => oc.doNothing()),
)

/** A line that the server writes for everyone to see, in the language of the visitor's page. */
export function postLine(change: Change, write: (lines: Lines) => string): Promise<Message> {
  const said = lines[languageOf(change.conversation.page?.language)]
  return postMessage(change, { from: 'system', text: write(said) })
}

/** Unless it is the last thing that was said. */
export async function postLineOnce(change: Change, write: (lines: Lines) => string): Promise<void> {
  const last = await change.trx
    .selectFrom('messages')
    .select(['sender', 'text'])
    .where('conversation_id', '=', change.conversation.id)
    .orderBy('seq', 'desc')
    .limit(1)
    .executeTakeFirst()
  const text = write(lines[languageOf(change.conversation.page?.language)])
  if (last?.sender !== 'system' || last.text !== text) await postMessage(change, { from: 'system', text })
}

/**
 * The message that a retried request already stored, or null. The same id from somebody else, in another conversation or with
 * other words is no retry; it is refused without saying whose it is.
 */
export async function findRetried(
  change: Change,
  id: string,
  from: Message['from'],
  text: string,
): Promise<Message | null> {
  const [row] = (await selectMessage(change.trx, { id })).rows
  if (!row) return null
  if (row.conversation_id !== change.conversation.id || row.sender !== from || row.text !== text) throw idTaken()
  return messageOf(row)
}

const idTaken = () => new Conflict('id_taken', 'This message id was used before. Send again with a new one.')

const selectMessage = prepared((db, value: Values<{ id: string }>) =>
  db.selectFrom('messages').selectAll().where('id', '=', value('id')),
)

/** One message of this conversation, or null. */
export async function findMessage(db: Kysely<Schema>, conversationId: string, id: string): Promise<Message | null> {
  const [row] = (await selectMessage(db, { id })).rows
  return row?.conversation_id === conversationId ? messageOf(row) : null
}

/** The newest before a place in the log, oldest first. */
export async function newestMessages(
  db: Kysely<Schema>,
  conversationId: string,
  before: Before,
): Promise<Message[]> {
  const wanted = db.selectFrom('messages').selectAll().where('conversation_id', '=', conversationId)
  return (await newest(wanted, before)).map(messageOf)
}

/** The last `most` of them, oldest first; only what had been said when the log counted `upTo`. */
export const latestMessages = (
  db: Kysely<Schema>,
  conversationId: string,
  most: number,
  upTo = endless - 1,
): Promise<Message[]> => newestMessages(db, conversationId, { seq: upTo + 1, most })

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
    corrects: message.corrects ?? null,
    edited_at: message.editedAt ?? null,
    withdrawn_at: message.withdrawnAt ?? null,
  }
}

export function messageOf(row: MessageRow): Message {
  return {
    id: row.id,
    seq: row.seq,
    at: row.at,
    from: row.sender as Message['from'],
    author: row.author ? JSON.parse(row.author) : null,
    text: row.text,
    sources: JSON.parse(row.sources),
    run: row.run_id,
    ...(row.corrects && { corrects: row.corrects }),
    ...(row.edited_at && { editedAt: Number(row.edited_at) }),
    ...(row.withdrawn_at && { withdrawnAt: Number(row.withdrawn_at) }),
  }
}
