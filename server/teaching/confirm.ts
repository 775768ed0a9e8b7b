import type { Kysely } from 'kysely'
import type { Person } from '../../protocol/entities.ts'
import { didYouMean } from '../language/did-you-mean.ts'
import { readSmallTalk } from '../language/smalltalk.ts'
import type { RatingRow, Schema } from '../db/schema.ts'
import type { Change } from '../events/log.ts'
import { askedBefore } from './asked-before.ts'
import { learn, unlearn } from './phrasings.ts'

/** Whoever says more than this says more than yes or no. */
const longestReply = 80

/** A plain yes or no to "Did you mean …?" teaches the correction that was asked about. Answers its id, or null when nothing was learned. */
export async function learnFromReply(change: Change, text: string): Promise<string | null> {
  const talk = text.length > longestReply ? null : readSmallTalk(text)
  if (talk !== 'yes' && talk !== 'no') return null
  const { id: conversationId, seq } = change.conversation
  const asking = await change.trx
    .selectFrom('messages')
    .select(['id', 'text'])
    .where('conversation_id', '=', conversationId)
    .where('seq', '<', seq)
    .where('sender', 'in', ['ai', 'operator'])
    .orderBy('seq', 'desc')
    .limit(1)
    .executeTakeFirst()
  const correction =
    asking &&
    (await correctionsBehind(change.trx, asking.id)).find(({ question }) => asksAbout(asking.text, question))
  return correction
    ? teach(change, correction.id, asking.id, { right: talk === 'yes', origin: 'visitor', by: null })
    : null
}

/** The votes on an answer that one correction surely gave say whether it was the right one: an operator's before the visitor's, the latest first. */
export async function learnFromVotes(change: Change, messageId: string): Promise<string | null> {
  const behind = await correctionsBehind(change.trx, messageId)
  const sure = behind.filter(({ band }) => band === 'sure')
  const [correction] = sure
  if (!correction || sure.length > 1) return null
  const votes = await change.trx.selectFrom('ratings').selectAll().where('message_id', '=', messageId).execute()
  const vote = decisive(votes)
  if (vote)
    return teach(change, correction.id, messageId, {
      right: vote.vote === 'up',
      origin: 'vote',
      by: vote.by === null ? null : (JSON.parse(vote.by) as Person),
    })
  await unlearn(change.trx, correction.id, messageId)
  return correction.id
}

/** A thumb down for its tone or its length says nothing about the match. */
function decisive(votes: RatingRow[]): RatingRow | null {
  const telling = votes.filter(({ vote, reason }) => vote === 'up' || reason === null || reason === 'wrong')
  const [first] = telling.sort(
    (a, b) => Number(b.by !== null) - Number(a.by !== null) || b.at - a.at || b.seq - a.seq,
  )
  return first ?? null
}

async function teach(
  change: Change,
  correctionId: string,
  messageId: string,
  judged: { right: boolean; origin: 'visitor' | 'vote'; by: Person | null },
): Promise<string | null> {
  const asked = await askedBefore(change.trx, messageId)
  if (!asked) return null
  const learned = await learn(change.trx, { correctionId, messageId, ...asked, ...judged, at: change.at })
  return learned && correctionId
}

/** The corrections in force that went into the prompt of an AI message, each with how surely it matched. */
function correctionsBehind(
  db: Kysely<Schema>,
  messageId: string,
): Promise<{ id: string; question: string; band: string | null }[]> {
  return db
    .selectFrom('provenance')
    .innerJoin('corrections', 'corrections.id', 'provenance.ref')
    .select(['corrections.id', 'question', 'band'])
    .where('provenance.message_id', '=', messageId)
    .where('kind', '=', 'correction')
    .where('retired_at', 'is', null)
    .execute()
}

function asksAbout(text: string, question: string): boolean {
  const asked = didYouMean(question)
  return asked !== null && text.includes(asked)
}
