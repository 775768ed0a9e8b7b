import type { Kysely } from 'kysely'
import type { Firing, Use } from '../../protocol/teaching/shapes.ts'
import { headOf } from '../events/head.ts'
import type { Schema } from '../db/schema.ts'

/** What can be told of a reply: it went into its prompt. */
type Kind = 'whisper' | 'lesson' | 'correction' | 'article' | 'guidance' | 'doc'

const unused: Use = { uses: 0, lastUsedAt: null }

/** How often each of them went into a reply that was posted. Counted from the provenance, which nobody keeps beside it. */
export async function usesOf(db: Kysely<Schema>, kind: Kind, refs: string[]): Promise<(ref: string) => Use> {
  if (!refs.length) return () => unused
  const rows = await db
    .selectFrom('provenance')
    .innerJoin('messages', 'messages.id', 'provenance.message_id')
    .select((eb) => ['provenance.ref', eb.fn.countAll<number>().as('uses'), eb.fn.max('messages.at').as('last')])
    .where('provenance.kind', '=', kind)
    .where('provenance.ref', 'in', refs)
    .groupBy('provenance.ref')
    .execute()
  const known = new Map(rows.map(({ ref, uses, last }) => [ref, { uses: Number(uses), lastUsedAt: Number(last) }]))
  return (ref) => known.get(ref) ?? unused
}

/** The replies it went into, the latest first. */
export async function firingsOf(db: Kysely<Schema>, kind: Kind, ref: string): Promise<Firing[]> {
  const rows = await db
    .selectFrom('provenance')
    .innerJoin('messages', 'messages.id', 'provenance.message_id')
    .innerJoin('conversations', 'conversations.id', 'messages.conversation_id')
    .select(['messages.id', 'messages.conversation_id', 'messages.at', 'messages.text', 'conversations.head'])
    .where('provenance.kind', '=', kind)
    .where('provenance.ref', '=', ref)
    .orderBy('messages.at', 'desc')
    .limit(100)
    .execute()
  return rows.map(({ id, conversation_id, at, text, head }) => ({
    conversationId: conversation_id,
    messageId: id,
    at,
    text,
    visitor: headOf(head).visitor.name,
  }))
}
