import type { Kysely } from 'kysely'
import type { Message, Person } from '../../protocol/entities.ts'
import type { OwnVote, Rating, RatingCount, RatingReason, Vote } from '../../protocol/review/shapes.ts'
import type { Context } from '../ground/context.ts'
import { redecide } from '../conversations/complete.ts'
import { mustBeTheirs } from '../conversations/guards.ts'
import type { RatingRow, Schema } from '../db/schema.ts'
import { Invalid, NotFound } from '../ground/errors.ts'
import { change, type Change } from '../events/log.ts'
import { learnFromVotes } from '../teaching/confirm.ts'
import { tellLearned } from '../teaching/phrasings.ts'
import { ofMessages, votesOf } from '../conversations/votes.ts'

/** Where a message stands: a conversation and one of its messages. */
interface MessagePlace {
  id: string
  messageId: string
}

interface Cast {
  vote: Vote
  reason: RatingReason | null
  comment: string
}

/** An operator's vote. The same vote again changes nothing, another one replaces it. */
export function rateMessage(ctx: Context, by: Person, place: MessagePlace, cast: Cast): Promise<Rating> {
  return voting(ctx, { kind: 'operator', id: by.id }, place, (change) =>
    put(change, by.id, place.messageId, { by, ...cast }),
  )
}

/** Taking back a vote that is not there changes nothing. */
export function clearRating(ctx: Context, by: Person, place: MessagePlace): Promise<void> {
  return voting(ctx, { kind: 'operator', id: by.id }, place, (change) => clear(change, place.messageId, by.id, by))
}

/** The visitor's vote says something about the ending, so it may move the outcome of a conversation that is over. Answers all their votes. */
export function rateAsVisitor(
  ctx: Context,
  visitorId: string,
  place: MessagePlace,
  vote: Vote | null,
): Promise<OwnVote[]> {
  const { id: conversationId, messageId } = place
  return voting(ctx, { kind: 'visitor', id: visitorId }, place, async (change) => {
    await mustBeTheirs(change, visitorId)
    if (vote) await put(change, visitorId, messageId, { by: null, vote, reason: null, comment: '' })
    else await clear(change, messageId, visitorId, null)
    if (change.conversation.status === 'completed') await redecide(change)
    return votesOf(change.trx, conversationId)
  })
}

/** A vote also says whether a correction that answered was the right one. */
async function voting<T>(
  ctx: Context,
  actor: Parameters<typeof change>[1],
  { id, messageId }: MessagePlace,
  work: (change: Change) => Promise<T>,
): Promise<T> {
  const { result, learned } = await change(ctx, actor, id, async (change) => {
    const result = await work(change)
    return { result, learned: await learnFromVotes(change, messageId) }
  })
  tellLearned(ctx, learned)
  return result
}

async function put(
  change: Change,
  rater: string,
  messageId: string,
  cast: Cast & { by: Person | null },
): Promise<Rating> {
  await mustBeAnswer(change, messageId)
  const existing = await find(change, messageId, rater)
  if (
    existing &&
    existing.vote === cast.vote &&
    existing.reason === cast.reason &&
    existing.comment === cast.comment
  )
    return ratingOf(existing)
  const rating: Rating = { messageId, ...cast, seq: change.nextSeq, at: change.at }
  const row = rowOf(change.conversation.id, rater, rating)
  await change.trx
    .insertInto('ratings')
    .values(row)
    .onConflict((oc) => oc.columns(['message_id', 'rater']).doUpdateSet(row))
    .execute()
  change.record('message.rated', {
    rating,
    ratings: moved(change.conversation.ratings, existing?.vote as Vote | undefined, cast.vote),
  })
  return rating
}

async function clear(change: Change, messageId: string, rater: string, by: Person | null): Promise<void> {
  await mustBeAnswer(change, messageId)
  const existing = await find(change, messageId, rater)
  if (!existing) return
  await change.trx.deleteFrom('ratings').where('message_id', '=', messageId).where('rater', '=', rater).execute()
  change.record('rating.cleared', {
    messageId,
    by,
    ratings: moved(change.conversation.ratings, existing.vote as Vote, undefined),
  })
}

async function mustBeAnswer(change: Change, messageId: string): Promise<void> {
  const message = await change.trx
    .selectFrom('messages')
    .select('sender')
    .where('id', '=', messageId)
    .where('conversation_id', '=', change.conversation.id)
    .executeTakeFirst()
  if (!message) throw new NotFound('There is no such message')
  if (message.sender !== 'ai') throw new Invalid('not_an_answer', 'Only what the AI wrote can be rated.')
}

function find(change: Change, messageId: string, rater: string): Promise<RatingRow | undefined> {
  return change.trx
    .selectFrom('ratings')
    .selectAll()
    .where('message_id', '=', messageId)
    .where('rater', '=', rater)
    .executeTakeFirst()
}

function moved(count: RatingCount, from: Vote | undefined, to: Vote | undefined): RatingCount {
  const after = { ...count }
  if (from) after[from]--
  if (to) after[to]++
  return after
}

/** All, or those of these messages. */
export async function listRatings(
  db: Kysely<Schema>,
  conversationId: string,
  messages?: Pick<Message, 'id'>[],
): Promise<Rating[]> {
  const wanted = db.selectFrom('ratings').selectAll().where('conversation_id', '=', conversationId).orderBy('seq')
  return (await ofMessages(wanted, messages).execute()).map(ratingOf)
}

function rowOf(
  conversationId: string,
  rater: string,
  { messageId, by, vote, reason, comment, seq, at }: Rating,
): RatingRow {
  return {
    message_id: messageId,
    rater,
    conversation_id: conversationId,
    by: by && JSON.stringify(by),
    vote,
    reason,
    comment,
    seq,
    at,
  }
}

function ratingOf(row: RatingRow): Rating {
  return {
    messageId: row.message_id,
    by: row.by ? JSON.parse(row.by) : null,
    vote: row.vote as Vote,
    reason: row.reason as RatingReason | null,
    comment: row.comment,
    seq: row.seq,
    at: row.at,
  }
}
