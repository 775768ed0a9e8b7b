import { startOf } from '../../../protocol/cut.ts'
import type { GapReason } from '../../../protocol/knowledge/gaps.ts'
import { isQuestion } from '../../language/question.ts'
import { readSmallTalk } from '../../language/smalltalk.ts'
import type { Change } from '../../events/log.ts'

/** `answered` is no gap: it is how a later question closes one. */
type Reason = GapReason | 'answered'

/**
 * After each action, in its transaction: what was answered badly is noted with its question, so that no crash loses it. Which gap it belongs to is found out
 * afterwards, beside everybody's path.
 */
export async function noteQuestions(change: Change): Promise<void> {
  for (const { type, payload } of change.events) {
    if (type === 'verdict.reached') await note(change, payload.messageId, payload.low ? 'unanswered' : 'answered')
    if (type === 'message.rated' && payload.rating.vote === 'down')
      await note(change, payload.rating.messageId, 'thumbed_down')
    if (type === 'correction.added' && payload.correction.messageId)
      await note(change, payload.correction.messageId, 'corrected', payload.correction.question)
  }
}

async function note(change: Change, messageId: string, reason: Reason, known?: string): Promise<void> {
  if (reason === 'answered') {
    // A second opinion may find sure what the first one did not.
    await change.trx
      .deleteFrom('gap_questions')
      .where('message_id', '=', messageId)
      .where('reason', '=', 'unanswered')
      .where('gap_id', 'is', null)
      .execute()
    if (
      !(await change.trx.selectFrom('gaps').select('id').where('ended_at', 'is', null).limit(1).executeTakeFirst())
    )
      return
  }
  const question = known ?? (await questionBefore(change, messageId, reason))
  if (!question) return
  const row = {
    message_id: messageId,
    reason,
    conversation_id: change.conversation.id,
    question: startOf(question, 1000),
    at: change.at,
    gap_id: null,
  }
  await change.trx
    .insertInto('gap_questions')
    .values(row)
    .onConflict((conflict) => conflict.columns(['message_id', 'reason']).doNothing())
    .execute()
}

/**
 * What the visitor asked before this answer. A vote is about the last thing that was a question, past thanks and complaints; an answer that was unsure of nothing but
 * "This is ridiculous" is no gap, and not one more of the question before.
 */
async function questionBefore(change: Change, messageId: string, reason: Reason): Promise<string | null> {
  const { id } = change.conversation
  const asked = await change.trx
    .selectFrom('messages')
    .select('text')
    .where('conversation_id', '=', id)
    .where('sender', '=', 'visitor')
    .where('seq', '<', (eb) =>
      eb
        .selectFrom('messages as answer')
        .select('answer.seq')
        .where('answer.conversation_id', '=', id)
        .where('answer.id', '=', messageId),
    )
    .orderBy('seq', 'desc')
    .limit(5)
    .execute()
  const said = asked.map(({ text }) => text.trim()).filter((text) => text && !readSmallTalk(text))
  if (reason !== 'thumbed_down' && said[0] && !isQuestion(said[0])) return null
  return said.find(isQuestion) ?? null
}
