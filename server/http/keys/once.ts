import { createHash } from 'node:crypto'
import type { FastifyRequest } from 'fastify'
import type { Kysely } from 'kysely'
import { newId } from '../../ground/context.ts'
import type { Database } from '../../db/database.ts'
import type { Schema } from '../../db/schema.ts'
import { Conflict, Invalid, Problem, Unavailable } from '../../ground/errors.ts'
import type { RequestContext } from '../../ground/request.ts'

const day = 24 * 60 * 60_000
/** Longer than any request takes: whoever began it is gone. */
const abandoned = 60_000

type Attempt = NonNullable<RequestContext['once']>

/**
 * With an `Idempotency-Key` the same request is done once, and answered for a day as it was answered first. What was refused changed nothing and may be tried
 * again under the same key. That it was done is committed with what it did (`markDone`); its answer is kept a moment later. Where a process ends in
 * between, the repeat is told that it was done, and not again. A request with an id of its own is answered anew instead: by its id nothing is done twice.
 */
export async function answerOnce<T>(
  db: Database,
  request: FastifyRequest,
  asked: RequestContext,
  work: () => Promise<T> | T,
): Promise<T> {
  const token = request.headers['idempotency-key']
  if (token === undefined) return work()
  if (typeof token !== 'string' || !/^[\x21-\x7e]{1,200}$/.test(token))
    throw new Invalid('bad_idempotency_key', 'An Idempotency-Key is 1 to 200 visible characters.')
  const attempt = { keyId: asked.by.id, token, attempt: newId() }
  const given = await begin(db, attempt, fingerprint(request), hasOwnId(request))
  if (given.answer !== null) return JSON.parse(given.answer) as T
  // What the caller saw has changed since by this very request.
  if (given.done) asked.expects = null
  asked.once = attempt
  const answer = await workOrRelease(db, attempt, work)
  await db.write((trx) =>
    own(trx, attempt)
      .set({ answer: JSON.stringify(answer) })
      .execute(),
  )
  return answer
}

const fingerprint = ({ method, url, body }: FastifyRequest): string =>
  createHash('sha256')
    .update(JSON.stringify([method, url, body]))
    .digest('base64url')

function hasOwnId({ body }: FastifyRequest): boolean {
  return typeof body === 'object' && body !== null && 'id' in body && typeof body.id === 'string'
}

/** The answer that was given before, or null: then the caller is the one to work it out; `done`: for the second time. */
function begin(
  db: Database,
  { keyId, token, attempt }: Attempt,
  asked: string,
  again: boolean,
): Promise<{ answer: string | null; done: boolean }> {
  const now = Date.now()
  return db.write(async (trx) => {
    await trx
      .deleteFrom('given_answers')
      .where((eb) =>
        eb.or([
          eb('at', '<', now - day),
          eb.and([eb('answer', 'is', null), eb('done', '=', 0), eb('at', '<', now - abandoned)]),
        ]),
      )
      .execute()
    // Two at once meet here: one inserts, the other waits for its commit and finds the row.
    const { numInsertedOrUpdatedRows } = await trx
      .insertInto('given_answers')
      .values({ key_id: keyId, token, asked, answer: null, at: now, attempt })
      .onConflict((oc) => oc.doNothing())
      .executeTakeFirst()
    if (numInsertedOrUpdatedRows) return { answer: null, done: false }
    const before = await trx
      .selectFrom('given_answers')
      .selectAll()
      .where('key_id', '=', keyId)
      .where('token', '=', token)
      .executeTakeFirstOrThrow()
    if (before.asked !== asked)
      throw new Conflict(
        'idempotency_key_used',
        'This Idempotency-Key was sent with another request before. Use a new one.',
      )
    if (before.answer !== null) return { answer: before.answer, done: true }
    if (before.at >= now - abandoned)
      throw new Conflict('in_progress', 'The same request is being worked on. Ask again in a moment.')
    if (!again)
      throw new Conflict(
        'done',
        'This was done, but its answer was lost. Nothing was done again: read how it stands now.',
      )
    // Of two who repeat it at once, one takes it over.
    const { numUpdatedRows } = await trx
      .updateTable('given_answers')
      .set({ attempt, at: now })
      .where('key_id', '=', keyId)
      .where('token', '=', token)
      .where('attempt', '=', before.attempt ?? '')
      .executeTakeFirst()
    if (!numUpdatedRows)
      throw new Conflict('in_progress', 'The same request is being worked on. Ask again in a moment.')
    return { answer: null, done: true }
  })
}

/** Stored with what was done. A process that slept through its minute finds that another took over, and does nothing. */
export async function markDone(trx: Kysely<Schema>, attempt: Attempt): Promise<void> {
  const { numUpdatedRows } = await own(trx, attempt).set({ done: 1 }).executeTakeFirst()
  if (!numUpdatedRows)
    throw new Conflict('in_progress', 'The same request is being worked on elsewhere. Ask again in a moment.')
}

async function workOrRelease<T>(
  db: Database,
  { keyId, token, attempt }: Attempt,
  work: () => Promise<T> | T,
): Promise<T> {
  try {
    return await work()
  } catch (error) {
    const refused = error instanceof Problem && !(error instanceof Unavailable)
    const mine = db.write((trx) => {
      const row = trx
        .deleteFrom('given_answers')
        .where('key_id', '=', keyId)
        .where('token', '=', token)
        .where('attempt', '=', attempt)
      // A connection that broke during a commit does not say whether that holds; the row does.
      return (refused ? row : row.where('done', '=', 0)).execute()
    })
    // Where it cannot be let go now, it is let go after its minute; what the caller hears is why the work failed.
    await mine.catch(() => {})
    throw error
  }
}

const own = (trx: Kysely<Schema>, { keyId, token, attempt }: Attempt) =>
  trx
    .updateTable('given_answers')
    .where('key_id', '=', keyId)
    .where('token', '=', token)
    .where('attempt', '=', attempt)
