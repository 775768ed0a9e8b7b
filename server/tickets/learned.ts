import type { Article, Ticket } from '../../protocol/entities.ts'
import { startOf } from '../../protocol/cut.ts'
import type { LearnedAnswer } from '../../protocol/tickets/shapes.ts'
import { newId, type Context } from '../ground/context.ts'
import { Conflict, NotFound } from '../ground/errors.ts'
import type { Change } from '../events/log.ts'

/** A person answers within so many messages, and what they say after that is about something else. */
const mostAnswers = 50
const longestAnswer = 20_000
const mostAsked = 30

/** What was asked and what a person answered, proposed as knowledge when the ticket is resolved. Without a person's words there is nothing to learn. */
export async function proposeAnswer({ trx, conversation: { id }, at }: Change, ticket: Ticket): Promise<void> {
  const said = trx
    .selectFrom('messages')
    .select(['seq', 'text'])
    .where('conversation_id', '=', id)
    .where('withdrawn_at', 'is', null)
  const answers = await said.where('sender', '=', 'operator').orderBy('seq').limit(mostAnswers).execute()
  const asked = await said
    .where('sender', '=', 'visitor')
    .where('seq', '<', answers[0]?.seq ?? 0)
    .orderBy('seq', 'desc')
    .limit(mostAsked)
    .execute()
  if (!asked.length) return
  const question = startOf(
    (asked.find(({ text }) => text.includes('?')) ?? asked[0]!).text.replace(/\s+/g, ' ').trim(),
    200,
  )
  const answer = startOf(answers.map(({ text }) => text).join('\n\n'), longestAnswer)
  const proposal = { conversation_id: id, question, answer, state: 'proposed' as const, at }
  await trx
    .insertInto('learned_answers')
    .values({ id: newId(), ticket_id: ticket.id, ...proposal })
    // What was decided once stays decided, unless something else was answered since.
    .onConflict((oc) =>
      oc
        .column('ticket_id')
        .doUpdateSet(proposal)
        .where((eb) =>
          eb.or([eb('learned_answers.state', '=', 'proposed'), eb('learned_answers.answer', '!=', answer)]),
        ),
    )
    .execute()
}

export async function listLearned(ctx: Context): Promise<LearnedAnswer[]> {
  const rows = await ctx.db.reads
    .selectFrom('learned_answers')
    .innerJoin('tickets', 'tickets.id', 'learned_answers.ticket_id')
    .select([
      'learned_answers.id',
      'ticket_id',
      'number',
      'learned_answers.conversation_id',
      'question',
      'answer',
      'at',
    ])
    .where('state', '=', 'proposed')
    .orderBy('at', 'desc')
    .limit(200)
    .execute()
  return rows.map(({ id, ticket_id, number, conversation_id, question, answer, at }) => ({
    id,
    ticket: { id: ticket_id, number },
    conversationId: conversation_id,
    question,
    answer,
    at,
  }))
}

/** It becomes an article, in the words that the operator left it in: both or neither are stored. */
export async function acceptLearned(
  ctx: Context,
  id: string,
  { question, answer }: { question: string; answer: string },
): Promise<Article> {
  const article = { id: newId(), title: question, body: answer, url: null }
  const changed_at = Date.now()
  await ctx.db.write(async (trx) => {
    const { numUpdatedRows } = await trx
      .updateTable('learned_answers')
      .set({ state: 'accepted' })
      .where('id', '=', id)
      .where('state', '=', 'proposed')
      .executeTakeFirst()
    if (!numUpdatedRows) throw new Conflict('decided', 'Somebody has decided on this already.')
    const { conversation_id } = await trx
      .selectFrom('learned_answers')
      .select('conversation_id')
      .where('id', '=', id)
      .executeTakeFirstOrThrow()
    await trx
      .insertInto('articles')
      .values({ ...article, changed_at, conversation_id })
      .execute()
  })
  ctx.bus.publish('knowledge', { put: article.id })
  return { ...article, changedAt: changed_at }
}

export async function dismissLearned(ctx: Context, id: string): Promise<void> {
  const { numUpdatedRows } = await ctx.db.write((trx) =>
    trx
      .updateTable('learned_answers')
      .set({ state: 'dismissed' })
      .where('id', '=', id)
      .where('state', '!=', 'accepted')
      .executeTakeFirst(),
  )
  if (!numUpdatedRows) throw new NotFound('There is no such proposal')
}
