import type { RouteReply } from '../../protocol/api.ts'
import type { PromptLayer } from '../../protocol/entities.ts'
import type { Replayed, TaughtChange } from '../../protocol/teaching/replay.ts'
import { findAgent } from '../agents/agents.ts'
import type { Context } from '../ground/context.ts'
import { readScene, type Scene } from '../replies/scene.ts'
import { inForce } from '../replies/turn.ts'
import { answerUnder, isAsked, promptUnder, type Answer } from './answer-under.ts'
import { distanceOf } from './distance.ts'
import { draftState } from './drafted-state.ts'
import { findSaid, promptOf, type Said } from './point.ts'

type Reply = RouteReply<'POST /api/conversations/:id/messages/:messageId/replay'>

/** What would have been said in place of a message, if these changes were taught. */
export async function replay(
  ctx: Context,
  { id, messageId }: { id: string; messageId: string },
  changes: TaughtChange[],
): Promise<Reply> {
  const { said, scene } = await findScene(ctx, id, messageId)
  const then = await promptOf(ctx.db.reads, messageId)
  const drafted = await draftState(ctx, changes)
  try {
    const before = await promptUnder(scene, inForce(ctx))
    const after = await promptUnder(scene, drafted)
    const asked = isAsked(ctx, scene.agent)
    const now = asked ? null : await answerUnder(ctx, scene, inForce(ctx))
    return {
      said: said.message.text,
      now: now && replayed(said, now),
      changed: asked ? null : replayed(said, await answerUnder(ctx, scene, drafted)),
      promptChanges: differing(before, after).length > 0,
      since: then ? differing(then, now?.layers ?? before) : [],
    }
  } finally {
    drafted.close()
  }
}

/** A message of the AI, and the scene in which it was said. */
export async function findScene(
  ctx: Context,
  conversationId: string,
  messageId: string,
): Promise<{ said: Said; scene: Scene }> {
  return ctx.db.snapshot(async (db) => {
    const said = await findSaid(db, conversationId, messageId)
    const agent = await findAgent(ctx, said.point.conversation.agent.id, db)
    return { said, scene: await readScene(db, agent, said.point) }
  })
}

function replayed({ message }: Said, { text, sources, confidence, human }: Answer): Replayed {
  return { text, sources, confidence, human, distance: distanceOf(message, { text, sources }) }
}

/** What it thought is no part of what it was shown. */
const reasoning = 11

/** The names of the layers that are not the same in both. */
function differing(one: PromptLayer[], other: PromptLayer[]): string[] {
  const written = (layers: PromptLayer[], layer: number) =>
    JSON.stringify(layers.find((each) => each.layer === layer)?.items ?? [])
  const names = new Map([...one, ...other].map(({ layer, name }) => [layer, name]))
  return [...names]
    .filter(([layer]) => layer !== reasoning && written(one, layer) !== written(other, layer))
    .sort(([a], [b]) => a - b)
    .map(([, name]) => name)
}
