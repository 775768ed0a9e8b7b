import { createHash } from 'node:crypto'
import type { FastifyRequest } from 'fastify'
import type { Database } from '../db/database.ts'
import { Conflict, Invalid } from '../errors.ts'

const day = 24 * 60 * 60_000
/** Longer than any request takes: whoever began it is gone. */
const abandoned = 60_000

/**
 * With an `Idempotency-Key` the same request is done once, and answered for a day as it was answered first. What failed changed nothing and may be tried
 * again under the same key. A process that ends between the action and keeping its answer leaves the key free after a minute: every action of `/api/v1` is
 * told its ids or the state it should end in, so doing it again then changes nothing.
 */
export async function answerOnce<T>(db: Database, request: FastifyRequest, keyId: string, work: () => Promise<T> | T): Promise<T> {
  const token = request.headers['idempotency-key']
  if (token === undefined) return work()
  if (typeof token !== 'string' || !/^[\x21-\x7e]{1,200}$/.test(token)) throw new Invalid('bad_idempotency_key', 'An Idempotency-Key is 1 to 200 visible characters.')
  const asked = createHash('sha256').update(JSON.stringify([request.method, request.url, request.body])).digest('base64url')
  const given = await begin(db, { keyId, token, asked })
  if (given !== null) return JSON.parse(given) as T
  try {
    const answer = await work()
    await db.write((trx) => trx.updateTable('given_answers').set({ answer: JSON.stringify(answer) }).where('key_id', '=', keyId).where('token', '=', token).execute())
    return answer
  } catch (error) {
    await db.write((trx) => trx.deleteFrom('given_answers').where('key_id', '=', keyId).where('token', '=', token).execute())
    throw error
  }
}

/** The answer that was given before, or null: then the caller is the one to work it out. */
function begin(db: Database, { keyId, token, asked }: { keyId: string; token: string; asked: string }): Promise<string | null> {
  const now = Date.now()
  return db.write(async (trx) => {
    await trx.deleteFrom('given_answers').where((eb) => eb.or([eb('at', '<', now - day), eb.and([eb('answer', 'is', null), eb('at', '<', now - abandoned)])])).execute()
    // Two at once meet here: one inserts, the other waits for its commit and finds the row.
    const { numInsertedOrUpdatedRows } = await trx.insertInto('given_answers').values({ key_id: keyId, token, asked, answer: null, at: now }).onConflict((oc) => oc.doNothing()).executeTakeFirst()
    if (numInsertedOrUpdatedRows) return null
    const before = await trx.selectFrom('given_answers').select(['asked', 'answer']).where('key_id', '=', keyId).where('token', '=', token).executeTakeFirstOrThrow()
    if (before.asked !== asked) throw new Conflict('idempotency_key_used', 'This Idempotency-Key was sent with another request before. Use a new one.')
    if (before.answer === null) throw new Conflict('in_progress', 'The same request is being worked on. Ask again in a moment.')
    return before.answer
  })
}
