import type { Kysely } from 'kysely'
import type { Agent, Brief, Conversation, Message, Visitor, Whisper } from '../../protocol/entities.ts'
import { fetchesWhenUnsure, mayEscalate, tellsToEscalate } from '../agents/escalation.ts'
import { latestMessages } from '../conversations/messages.ts'
import type { Schema } from '../db/schema.ts'
import type { Turn } from '../models/model.ts'
import type { Taught } from '../models/taught-shape.ts'
import { profileOf } from '../people/visitors/profile.ts'
import { listInquiries } from '../supervision/open-inquiry.ts'
import { reachOfVisitor, type Reach } from '../teaching/reach.ts'
import { readTaught } from '../teaching/read-taught.ts'

/** As far back as a reply looks, however long the conversation is. */
const lookedAt = 80

/** Everything that a reply is made from, but what is looked up for it: that depends on what is taught. */
export type Scene = Omit<Turn, 'taught' | 'passages' | 'search' | 'find'> & {
  reach: Reach
  taught: Omit<Taught, 'corrections'>
}

/** One point of a conversation: now, or when something was said. */
export interface Point {
  conversation: Conversation
  visitor: Visitor
  /** The log counts up to here. */
  upTo: number
  /** How far it had been answered. */
  answered: number
  whispers: Whisper[]
  brief: Brief | null
}

/** What the reply depends on at this point; what is taught, as it is in force now. */
export async function readScene(db: Kysely<Schema>, agent: Agent, point: Point): Promise<Scene> {
  const { conversation, visitor, upTo, whispers, brief } = point
  const reach = await reachOfVisitor(db, visitor)
  const messages = (await latestMessages(db, conversation.id, lookedAt, upTo)).filter(
    ({ withdrawnAt }) => !withdrawnAt,
  )
  const inquiries = whispers.length ? await listInquiries(db, conversation.id) : []
  return {
    agent,
    reach,
    history: inTurn(messages, point.answered).map(({ id, from, author, text, at }) => ({
      id,
      from,
      author: author?.name ?? null,
      text,
      at,
    })),
    whispers: inOrder(whispers).map(({ id, by, text, must }) => {
      const asked = inquiries.find((inquiry) => inquiry.id === id)?.text
      return { id, by: by.name, text, must, ...(asked && { asked }) }
    }),
    brief: brief && { by: brief.by.name, text: brief.text },
    taught: await readTaught(db, reach, whispers),
    // Not as the head has it: that may hold a name from before this visit had to prove it.
    visitor: { id: visitor.id, name: visitor.name, email: visitor.email },
    known: await profileOf(db, visitor, conversation.id),
    page: conversation.page,
    mayEscalate: tellsToEscalate(whispers) || (await mayEscalate(db, agent.escalation, conversation)),
    fetchesPerson: fetchesWhenUnsure(agent.escalation, attemptsIn(messages) + 1),
    asksTeam: agent.escalation.asksTeam === true && !conversation.inquiry,
    teamAsked: Boolean(conversation.inquiry),
    personAsked: conversation.humanRequestedAt !== null && conversation.control.holder === 'ai',
  }
}

/** How often the AI has answered since it has the pen. */
function attemptsIn(messages: Message[]): number {
  const lastHuman = messages.findLastIndex(({ from }) => from === 'operator')
  return messages.slice(lastHuman + 1).filter(({ from }) => from === 'ai').length
}

/** What was ignored once comes first. */
const inOrder = (whispers: Whisper[]): Whisper[] => whispers.toSorted((a, b) => Number(b.must) - Number(a.must))

/** What was asked while the last reply was being written stands before that reply in the log, and is yet to be answered: it comes last. */
function inTurn(messages: Message[], answered: number): Message[] {
  const lastHuman = messages.findLast(({ from }) => from === 'operator')?.seq ?? 0
  const isOpen = ({ from, seq }: Message) => from === 'visitor' && seq > Math.max(answered, lastHuman)
  return [...messages.filter((message) => !isOpen(message)), ...messages.filter(isOpen)]
}
