import type { Kysely } from 'kysely'
import type { RouteParsed, RouteReply } from '../../protocol/api.ts'
import type { Person, Source } from '../../protocol/entities.ts'
import type { EscalationSettings } from '../../protocol/agents/escalation.ts'
import { findAgent } from '../agents/agents.ts'
import { fits, tellsToEscalate } from '../agents/escalation.ts'
import { Gathered } from '../models/gathered.ts'
import { ModelFailed, type Entry, type Turn } from '../models/model.ts'
import { assemblePrompt, reasoningLayer } from '../models/prompt.ts'
import { buildTurn, inForce } from '../replies/turn.ts'
import { readTaught } from '../teaching/read-taught.ts'
import type { Context } from '../ground/context.ts'
import type { Schema } from '../db/schema.ts'
import { Invalid, Unavailable } from '../ground/errors.ts'
import { findContact } from '../people/visitors/contacts.ts'
import { profileOf, unknown } from '../people/visitors/profile.ts'
import { nobody, reachOfContact } from '../teaching/reach.ts'

type Practice = RouteParsed<'POST /api/agents/:id/training'>['body']

/**
 * One reply of the real agent, with what it was really taught, to a conversation that the trainer's browser holds. Nothing is stored, so nothing of
 * it can reach the feed, the statistics, a ticket or another system; what the trainer saves beside it is real.
 */
export async function practise(
  ctx: Context,
  trainer: Person,
  agentId: string,
  practice: Practice,
): Promise<RouteReply<'POST /api/agents/:id/training'>> {
  if (practice.history.at(-1)?.from !== 'visitor')
    throw new Invalid('no_question', 'Say something as the visitor first.')
  const turn = await setScene(ctx, trainer, agentId, practice)
  const { reasoning, ...said } = await answer(ctx, turn)
  return { ...said, layers: [...assemblePrompt(turn).layers, ...reasoningLayer(reasoning)] }
}

async function setScene(
  ctx: Context,
  trainer: Person,
  agentId: string,
  { contactId, page, history, whispers }: Practice,
): Promise<Turn> {
  const agent = await findAgent(ctx, agentId)
  const entries = history.map((entry, place): Entry => ({
    ...entry,
    author: null,
    at: Date.now() - (history.length - place) * 1000,
  }))
  const played = await escalationPlayed(ctx, agent.escalation, contactId)
  return buildTurn(
    {
      agent,
      ...played,
      mayEscalate: played.mayEscalate || tellsToEscalate(whispers),
      history: entries,
      whispers: whispers.map(({ id, text }) => ({ id, by: trainer.name, text })),
      page,
    },
    inForce(ctx),
  )
}

/** What the AI would know of this contact, or of somebody it knows nothing about. */
function escalationPlayed(ctx: Context, { mode, who }: EscalationSettings, contactId: string | null) {
  return ctx.db.snapshot(async (db) => {
    const reach = contactId ? await reachOfContact(db, contactId) : nobody
    const { contact, traits } = contactId ? await findContact(db, contactId) : { contact: null, traits: {} }
    return {
      reach,
      visitor: { name: contact?.name ?? null, email: contact?.email ?? null },
      known: contactId
        ? await profileOf(db, {
            id: await lastVisitor(db, contactId),
            contactId,
            company: reach.company,
            verified: true,
          })
        : unknown,
      taught: await readTaught(db, reach),
      mayEscalate: mode !== 'off' && fits(who, traits),
    }
  })
}

/** The browser in which this contact was last met: what its page told last is the context that is played. */
async function lastVisitor(db: Kysely<Schema>, contactId: string): Promise<string | null> {
  const row = await db
    .selectFrom('visitors')
    .select('id')
    .where('contact_id', '=', contactId)
    .orderBy('created_at', 'desc')
    .orderBy('id')
    .limit(1)
    .executeTakeFirst()
  return row?.id ?? null
}

async function answer(
  ctx: Context,
  turn: Turn,
): Promise<{ text: string; sources: Source[]; human: string | null; reasoning: string }> {
  const reply = new Gathered()
  try {
    for await (const part of ctx.models
      .of(turn.agent.model)
      .reply(turn, AbortSignal.any([ctx.closing, AbortSignal.timeout(ctx.timing.runTimeoutMs)]))) {
      reply.hear(part)
    }
  } catch (error) {
    if (error instanceof ModelFailed) throw new Unavailable('no_reply', `The AI could not answer: ${error.message}`)
    if (error instanceof DOMException) throw new Unavailable('no_reply', 'The AI did not finish in time.')
    throw error
  }
  const { text, sources, human, reasoning } = reply
  return { text: text.trim() || 'Let me get a person for this.', sources, human, reasoning }
}
