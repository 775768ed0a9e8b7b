import type { Kysely } from 'kysely'
import type { Person } from '../../protocol/entities.ts'
import type { Note } from '../../protocol/review/shapes.ts'
import type { Context } from '../ground/context.ts'
import type { Schema } from '../db/schema.ts'
import { change } from '../events/log.ts'

/** Each operator has one note on a conversation. The same text again changes nothing, no text removes it. */
export function writeNote(ctx: Context, by: Person, conversationId: string, text: string): Promise<Note | null> {
  return change(ctx, { kind: 'operator', id: by.id }, conversationId, async (change) => {
    const mine = change.trx
      .selectFrom('notes')
      .selectAll()
      .where('conversation_id', '=', conversationId)
      .where('operator_id', '=', by.id)
    const before = await mine.executeTakeFirst()
    if ((before?.text ?? '') === text) return before ? noteOf(before) : null
    const note: Note = { by, text, seq: change.nextSeq, at: change.at }
    await change.trx
      .deleteFrom('notes')
      .where('conversation_id', '=', conversationId)
      .where('operator_id', '=', by.id)
      .execute()
    if (text)
      await change.trx
        .insertInto('notes')
        .values({ ...note, by: JSON.stringify(by), conversation_id: conversationId, operator_id: by.id })
        .execute()
    change.record('note.written', { note })
    return text ? note : null
  })
}

export async function listNotes(db: Kysely<Schema>, conversationId: string): Promise<Note[]> {
  const rows = await db
    .selectFrom('notes')
    .selectAll()
    .where('conversation_id', '=', conversationId)
    .orderBy('seq')
    .execute()
  return rows.map(noteOf)
}

const noteOf = ({ by, text, seq, at }: Schema['notes']): Note => ({ by: JSON.parse(by), text, seq, at })
