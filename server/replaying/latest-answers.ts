import type { Kysely } from 'kysely'
import type { Schema } from '../db/schema.ts'
import { headOf } from '../events/head.ts'
import { readSmallTalk } from '../language/smalltalk.ts'

/** An answer of the AI, and what may have been asked in it. */
export interface Answered {
  conversationId: string
  messageId: string
  at: number
  visitor: string | null
  agentId: string
  /** Every message of the visitor that it may have answered. */
  questions: string[]
  /** What exactly was asked cannot be told from these messages alone. */
  isUnclear: boolean
}

/** So many conversations are read at a time: a stretch of the event loop is short. */
const atOnce = 25

/** Those of the conversations opened last, a stretch at a time: what nobody waits for any more is not read. */
export async function* latestAnswers(db: Kysely<Schema>, most: number): AsyncGenerator<Answered[]> {
  let [left, last] = [most, null as Opened | null]
  while (left > 0) {
    const opened = await openedBefore(db, last)
    if (!opened.length) return
    const answers = (await answersIn(db, opened)).slice(0, left)
    left -= answers.length
    last = opened.at(-1)!
    yield answers
  }
}

type Opened = { id: string; opened_at: number; head: string }

function openedBefore(db: Kysely<Schema>, last: Opened | null): Promise<Opened[]> {
  let wanted = db.selectFrom('conversations').select(['id', 'opened_at', 'head'])
  if (last)
    wanted = wanted.where((eb) =>
      eb.or([
        eb('opened_at', '<', last.opened_at),
        eb.and([eb('opened_at', '=', last.opened_at), eb('id', '<', last.id)]),
      ]),
    )
  return wanted.orderBy('opened_at', 'desc').orderBy('id', 'desc').limit(atOnce).execute()
}

async function answersIn(db: Kysely<Schema>, opened: Opened[]): Promise<Answered[]> {
  const said = await db
    .selectFrom('messages')
    .select(['id', 'conversation_id', 'seq', 'at', 'sender', 'text', 'run_id'])
    .where(
      'conversation_id',
      'in',
      opened.map(({ id }) => id),
    )
    .where('sender', 'in', ['visitor', 'ai', 'operator'])
    .orderBy('seq')
    .execute()
  const byConversation = Map.groupBy(said, ({ conversation_id }) => conversation_id)
  return opened.flatMap(({ id, head }) => {
    const { visitor, agent } = headOf(head)
    const all = byConversation.get(id) ?? []
    return all
      .filter(({ sender, run_id }) => sender === 'ai' && run_id !== null)
      .toReversed()
      .map((answer) => {
        const questions = askedIn(all.filter(({ seq }) => seq < answer.seq))
        return {
          conversationId: id,
          messageId: answer.id,
          at: Number(answer.at),
          visitor: visitor.name,
          agentId: agent.id,
          questions,
          isUnclear: questions.length > 2 || readSmallTalk(questions.at(-1) ?? '') === 'yes',
        }
      })
  })
}

/** What was asked while the answer before was being written stands before that answer: so everything since the one before it. */
function askedIn(before: { sender: string; seq: number; text: string }[]): string[] {
  const answers = before.filter(({ sender }) => sender !== 'visitor')
  const since = answers.at(-2)?.seq ?? 0
  return before.filter(({ sender, seq }) => sender === 'visitor' && seq > since).map(({ text }) => text)
}
