import type { Kysely } from 'kysely'
import type { Context } from '../ground/context.ts'
import type { Schema } from '../db/schema.ts'
import { findConversation } from '../conversations/queries.ts'
import type { ArticleIndex } from '../knowledge/search.ts'
import { findVisitor } from '../people/visitors/find-visitor.ts'
import { latestBrief } from '../supervision/briefs.ts'
import { openWhispers } from '../supervision/whispers.ts'
import { findAgent } from '../agents/agents.ts'
import type { Entry, Turn } from '../models/model.ts'
import type { Taught } from '../models/taught-shape.ts'
import type { Reach } from '../teaching/reach.ts'
import { readCorrections } from '../teaching/read-taught.ts'
import type { Run } from './run.ts'
import { readScene, type Scene } from './scene.ts'

/** What is looked up for a reply, and what of the rest is followed: what is in force, or what would be. */
export interface State {
  follow(taught: Scene['taught'], reach: Reach): Scene['taught']
  corrections(history: Entry[], reach: Reach): Promise<Taught['corrections']>
  knowledge: Pick<ArticleIndex, 'find' | 'search'>
}

export const inForce = (ctx: Context): State => ({
  follow: (taught) => taught,
  corrections: (history, reach) => readCorrections(ctx, history, reach),
  knowledge: ctx.knowledge,
})

/** Everything the AI is to know for this turn, as the log stood when the run last looked. */
export async function readTurn(ctx: Context, run: Run): Promise<Turn> {
  const agent = await findAgent(ctx, run.agentId)
  const scene = await ctx.db.snapshot(async (db) => {
    const conversation = await findConversation(db, run.conversationId)
    return readScene(db, agent, {
      conversation,
      visitor: await findVisitor(db, conversation.visitor.id),
      upTo: run.upTo,
      answered: await answeredUpTo(db, run.conversationId),
      whispers: await openWhispers(db, run.conversationId, run.id),
      brief: conversation.operators.length ? await latestBrief(db, run.conversationId) : null,
    })
  })
  return buildTurn(scene, inForce(ctx))
}

/** The one way in which a turn is built: for live replies, in Live Train, and when something is answered once more. */
export async function buildTurn({ reach, ...scene }: Scene, state: State): Promise<Turn> {
  const { history } = scene
  const asked = history.filter(({ from }) => from === 'visitor')
  const { knowledge } = state
  return {
    ...scene,
    taught: { ...state.follow(scene.taught, reach), corrections: await state.corrections(history, reach) },
    passages: await knowledge.find(asked.at(-1)?.text ?? '', {
      asked: asked.at(-2)?.text,
      answered: history.findLast(({ from }) => from === 'ai' || from === 'operator')?.text,
    }),
    search: (query) => knowledge.search(query),
    find: (query) => knowledge.find(query),
  }
}

async function answeredUpTo(db: Kysely<Schema>, conversationId: string): Promise<number> {
  const row = await db
    .selectFrom('runs')
    .select((eb) => eb.fn.max('trigger_seq').as('seq'))
    .where('conversation_id', '=', conversationId)
    .where('state', '=', 'done')
    .executeTakeFirst()
  return Number(row?.seq ?? 0)
}
