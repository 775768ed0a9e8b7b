import { setImmediate as nextTurn } from 'node:timers/promises'
import type { RouteReply } from '../../protocol/api.ts'
import {
  mostChangedShown,
  mostLookedAt,
  type ChangedAnswer,
  type TaughtChange,
} from '../../protocol/teaching/replay.ts'
import { findAgent } from '../agents/agents.ts'
import type { Context } from '../ground/context.ts'
import { NotFound } from '../ground/errors.ts'
import { inForce } from '../replies/turn.ts'
import { isAsked, wordsUnder } from './answer-under.ts'
import { candidatesFor } from './candidates.ts'
import { distanceOf } from './distance.ts'
import { draftState, type Drafted } from './drafted-state.ts'
import { latestAnswers, type Answered } from './latest-answers.ts'
import { praised } from './praised.ts'
import { findScene } from './replay.ts'

type Effect = RouteReply<'POST /api/effects'>

/** As long as somebody who writes waits for it: what was not looked at by then is not counted. */
const budgetMs = 1_500

const stretchMs = 4

/** Which of the latest answers would be others, if these changes were taught. Between two answers whoever else waits has their turn. */
export async function effectOf(ctx: Context, changes: TaughtChange[], withinMs = budgetMs): Promise<Effect> {
  const until = performance.now() + withinMs
  const drafted = await draftState(ctx, changes)
  try {
    const mayChange = await candidatesFor(ctx, changes, drafted.known)
    const seen: Seen = { looked: 0, unasked: 0, changed: [] }
    const breathe = turns()
    const isModels = byModel(ctx)
    for await (const answers of latestAnswers(ctx.db.reads, mostLookedAt)) {
      for (const answer of answers) {
        if (performance.now() > until || ctx.closing.aborted) return summed(ctx, seen, changes)
        if (await isModels(answer)) seen.unasked++
        else if (await mayChange(answer)) await look(ctx, answer, drafted, seen)
        seen.looked++
        await breathe()
      }
    }
    return await summed(ctx, seen, changes)
  } finally {
    drafted.close()
  }
}

/** Lets everybody else have their turn, whenever a stretch of work has lasted long enough. */
function turns(): () => Promise<void> {
  let since = performance.now()
  return async () => {
    if (performance.now() - since < stretchMs) return
    await nextTurn()
    since = performance.now()
  }
}

/** Whether a language model answers for the agent now. */
function byModel(ctx: Context): (answer: Answered) => Promise<boolean> {
  const known = new Map<string, boolean>()
  return async ({ agentId }) => {
    const agent = known.has(agentId) ? null : await findAgent(ctx, agentId)
    if (agent) known.set(agentId, isAsked(ctx, agent))
    return known.get(agentId)!
  }
}

type Other = Omit<ChangedAnswer, 'isWorse' | 'isTaught'>

interface Seen {
  looked: number
  unasked: number
  changed: Other[]
}

/** What was erased or put away meanwhile has no answer any more. */
async function look(ctx: Context, answer: Answered, drafted: Drafted, seen: Seen): Promise<void> {
  try {
    seen.changed.push(...(await compared(ctx, answer, drafted)))
  } catch (error) {
    if (!(error instanceof NotFound)) throw error
  }
}

/** Compared with what would be said today, not with what was said: only what the changes do is their effect. */
async function compared(
  ctx: Context,
  { conversationId, messageId, at, visitor }: Answered,
  drafted: Drafted,
): Promise<Other[]> {
  const { scene } = await findScene(ctx, conversationId, messageId)
  const before = await wordsUnder(ctx, scene, inForce(ctx))
  await nextTurn()
  const after = await wordsUnder(ctx, scene, drafted)
  if (before.text === after.text) return []
  const question = scene.history.findLast(({ from }) => from === 'visitor')?.text ?? ''
  const distance = distanceOf(before, after)
  return [{ conversationId, messageId, at, visitor, question, before: before.text, after: after.text, distance }]
}

async function summed(ctx: Context, { changed, ...seen }: Seen, changes: TaughtChange[]): Promise<Effect> {
  const right = changes.flatMap((change) => (change.kind === 'correction' ? [change.answer] : []))
  const good = await praised(
    ctx.db.reads,
    changed.map(({ messageId }) => messageId),
  )
  const answers = changed.map((answer) => ({
    ...answer,
    isWorse: good.has(answer.messageId),
    isTaught: right.some((text) => answer.after.includes(text)),
  }))
  const count = (is: (answer: ChangedAnswer) => boolean) => answers.filter(is).length
  return {
    ...seen,
    changed: answers.length,
    worse: count(({ isWorse }) => isWorse),
    taught: count(({ isTaught }) => isTaught),
    meaning: count(({ distance }) => distance === 'meaning'),
    silent: count(({ distance }) => distance === 'silent'),
    answers: answers.toSorted((a, b) => Number(b.isWorse) - Number(a.isWorse)).slice(0, mostChangedShown),
  }
}
