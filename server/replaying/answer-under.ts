import type { PromptLayer, Source } from '../../protocol/entities.ts'
import { openBuiltin } from '../builtin/builtin.ts'
import type { Context } from '../ground/context.ts'
import { Unavailable } from '../ground/errors.ts'
import { Gathered } from '../models/gathered.ts'
import { ModelFailed, type Model, type Turn } from '../models/model.ts'
import { assemblePrompt } from '../models/prompt.ts'
import type { Scene } from '../replies/scene.ts'
import { buildTurn, type State } from '../replies/turn.ts'
import { noteSearches, wordsOf, written } from '../replies/written.ts'
import type { Provenance } from '../teaching/read-taught.ts'

/** What would be said. */
export interface Answer {
  text: string
  sources: Source[]
  /** How sure the answer is, as the built-in assessment has it: 0 to 100. */
  confidence: number
  /** Why a person would be called, or null. */
  human: string | null
  /** What went into it. */
  provenance: Provenance[]
  layers: PromptLayer[]
}

/** The same words as in a live reply, and nobody waits for them one by one. */
const atOnce = openBuiltin({ pace: 0 })

/** A language model is asked, at a cost; the built-in answerer is not. */
export const isAsked = (ctx: Context, agent: Turn['agent']): boolean =>
  ctx.models.of(agent.model).name !== atOnce.name

/** The answer in this scene, if this were taught. It writes nothing and tells nobody; `signal` cuts it off. */
export async function answerUnder(
  ctx: Context,
  scene: Scene,
  state: State,
  signal: AbortSignal = ctx.closing,
): Promise<Answer> {
  const turn = noteSearches(await buildTurn(scene, state))
  const model = isAsked(ctx, turn.agent) ? ctx.models.of(turn.agent.model) : atOnce
  const gathered = await gather(model, turn, signal)
  const { reply } = written(turn, gathered, { name: model.name, judges: false })
  const { text, sources, provenance, layers } = reply
  return { text, sources, provenance, layers, confidence: reply.opinion.confidence, human: gathered.human }
}

/** Only the words and what they rest on, of the built-in answerer: what is thought of them takes longer than they do. */
export async function wordsUnder(
  ctx: Context,
  scene: Scene,
  state: State,
): Promise<Pick<Answer, 'text' | 'sources'>> {
  const gathered = await gather(atOnce, await buildTurn(scene, state), ctx.closing)
  return { text: wordsOf(gathered), sources: gathered.sources }
}

/** What a model would be shown. */
export async function promptUnder(scene: Scene, state: State): Promise<PromptLayer[]> {
  return assemblePrompt(await buildTurn(scene, state)).layers
}

async function gather(model: Model, turn: Turn, signal: AbortSignal): Promise<Gathered> {
  const gathered = new Gathered()
  try {
    for await (const part of model.reply(turn, signal)) gathered.hear(part)
  } catch (error) {
    if (error instanceof ModelFailed) throw new Unavailable('no_reply', `The AI could not answer: ${error.message}`)
    throw error
  }
  return gathered
}
