import { escalationOf, fitsVisitor, isPriority } from '../agents/escalation.ts'
import type { Change } from '../events/log.ts'
import { askedTerms } from '../knowledge/words.ts'
import { isQuestion } from '../language/question.ts'
import { isCrowded } from '../conversations/crowded.ts'
import type { Context } from '../ground/context.ts'
import { openTicket } from './open.ts'

/** At the end of a conversation that the AI holds: what was asked last and not answered is work for the team, instead of standing in no list. */
export async function keepOpenQuestion(ctx: Context, change: Change): Promise<void> {
  const { conversation, trx } = change
  const { control, ticket, unsure, agent } = conversation
  if (control.holder !== 'ai' || ticket) return
  const settings = await escalationOf(trx, agent.id)
  if (settings.mode === 'off') return
  const rows = await trx
    .selectFrom('messages')
    .select('text')
    .where('conversation_id', '=', conversation.id)
    .where('sender', '=', 'visitor')
    .orderBy('seq', 'desc')
    .limit(5)
    .execute()
  const [last, ...before] = rows.map(({ text }) => text)
  if (!last || !isQuestion(last) || !(unsure.length || before.some((text) => asksTheSame(text, last)))) return
  if (!(await fitsVisitor(trx, settings.who, conversation)) || (await isCrowded(ctx, change))) return
  await openTicket(change, { status: (await isPriority(trx, conversation)) ? 'priority' : 'open', assignee: null })
}

/** Whoever asks the same again and leaves has not been answered, however sure the answers were. */
function asksTheSame(one: string, other: string): boolean {
  const [fewer, more] = [new Set(askedTerms(one)), new Set(askedTerms(other))].sort((a, b) => a.size - b.size)
  const shared = [...fewer!].filter((term) => more!.has(term)).length
  return shared >= 2 && shared / fewer!.size >= 0.75
}
