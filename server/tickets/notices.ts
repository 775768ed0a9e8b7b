import type { Kysely } from 'kysely'
import { startOf } from '../../protocol/cut.ts'
import type { Conversation, Person } from '../../protocol/entities.ts'
import type { Schema } from '../db/schema.ts'
import { headOf } from '../events/head.ts'
import type { Change } from '../events/log.ts'
import type { Context } from '../ground/context.ts'
import { planMail } from '../mail/outbox.ts'
import type { Writer } from '../mail/postman.ts'
import { mailAddressOf } from '../people/operators/mail-wishes.ts'

/** Who is called by a note, or given a ticket by somebody else, hears of it by mail, unless they have looked meanwhile or want none. */
export async function noteMails(ctx: Context, change: Change): Promise<void> {
  if (!ctx.mail.isOn) return
  const { trx, conversation, actor, at } = change
  const plan = async (kind: 'mention' | 'assignment', operator: string, about: Record<string, string>) => {
    const to = await mailAddressOf(trx, operator, kind)
    const once = [kind, conversation.id, change.nextSeq, operator].join(' ')
    const due = at + ctx.timing.mailDelayMs
    if (to)
      await planMail(trx, {
        kind,
        to,
        about: { ...about, operator },
        once,
        conversationId: conversation.id,
        at: due,
      })
  }
  for (const { type, payload } of change.events)
    if (type === 'comment.posted')
      for (const operator of payload.comment.mentions)
        if (operator !== actor.id) await plan('mention', operator, { comment: payload.comment.id })
  const given = assigneeOf(conversation)
  if (given && given !== assigneeOf(change.before) && given !== actor.id)
    await plan('assignment', given, { conversation: conversation.id })
}

const assigneeOf = ({ ticket }: Conversation) => ticket?.assignee?.id

/** Written when they are sent: what was read, given on or erased meanwhile is told to nobody. */
export function ticketLetters(address: { url: string }): { mention: Writer; assignment: Writer } {
  const linkTo = (id: string) => ({ label: 'Open it in Halo', url: `${address.url}/tickets/${id}` })
  return {
    mention: async ({ db }, { comment, operator }) => {
      const row = await db.reads
        .selectFrom('mentions')
        .innerJoin('comments', 'comments.id', 'mentions.comment_id')
        .innerJoin('conversations', 'conversations.id', 'mentions.conversation_id')
        .select(['comments.by', 'comments.text', 'conversations.head'])
        .where('mentions.comment_id', '=', comment!)
        .where('mentions.operator_id', '=', operator!)
        .where('mentions.read_at', 'is', null)
        .executeTakeFirst()
      if (!row || !(await mailAddressOf(db.reads, operator!, 'mention'))) return null
      const [by, head] = [JSON.parse(row.by) as Person, headOf(row.head)]
      return {
        subject: `${by.name} mentions you: ${titleOf(head)}`,
        paragraphs: [`${by.name} mentions you in a note on “${titleOf(head)}”.`],
        quotes: [{ by: by.name, text: startOf(row.text, 2_000) }],
        link: linkTo(head.id),
        reason,
      }
    },
    assignment: async ({ db }, { conversation, operator }) => {
      const head = await findHead(db.reads, conversation!)
      if (!head || head.ticket?.assignee?.id !== operator || head.ticket?.status === 'resolved') return null
      if (!(await mailAddressOf(db.reads, operator!, 'assignment'))) return null
      return {
        subject: `Yours now: ${titleOf(head)}`,
        paragraphs: [`The ticket “${titleOf(head)}” was given to you.`],
        ...(head.lastMessage && {
          quotes: [{ by: 'Last words', text: startOf(head.lastMessage.text, 2_000) }],
        }),
        link: linkTo(head.id),
        reason,
      }
    },
  }
}

const reason = 'You get this because you work here. Under Your account you choose what is mailed to you.'

const titleOf = ({ ticket, visitor }: Conversation) =>
  ticket ? `#${ticket.number} ${ticket.subject}` : (visitor.name ?? 'Anonymous')

async function findHead(db: Kysely<Schema>, id: string): Promise<Conversation | null> {
  const row = await db.selectFrom('conversations').select('head').where('id', '=', id).executeTakeFirst()
  return row ? headOf(row.head) : null
}
