import { Gathered } from '../models/gathered.ts'
import { ModelFailed, type Turn } from '../models/model.ts'
import { readTurn } from '../replies/turn.ts'
import type { Context } from '../ground/context.ts'
import { findConversation } from '../conversations/queries.ts'
import { Conflict, Unavailable } from '../ground/errors.ts'

/** What the AI would say now, from the same turn as a reply of its own. Nobody but the caller sees it, and no whisper is used up by it. */
export async function draftReply(ctx: Context, conversationId: string): Promise<string> {
  const { agent, seq, control } = await findConversation(ctx.db.reads, conversationId)
  const turn = await readTurn(ctx, {
    id: 'draft',
    conversationId,
    agentId: agent.id,
    epoch: control.epoch,
    attempt: 0,
    upTo: seq,
  })
  const asked = turn.history.findLastIndex(({ from }) => from === 'visitor')
  if (asked < 0)
    throw new Conflict('nothing_asked', 'The visitor has not written yet, so there is nothing to answer.')
  // A person writes already: the model is not to offer one. What was said after the question is known, and the question comes last.
  return write(ctx, {
    ...turn,
    history: [...turn.history.toSpliced(asked, 1), turn.history[asked]!],
    mayEscalate: false,
    forOperator: true,
    asksTeam: false,
  })
}

async function write(ctx: Context, turn: Turn): Promise<string> {
  const limit = AbortSignal.any([ctx.closing, AbortSignal.timeout(ctx.timing.runTimeoutMs)])
  const reply = new Gathered()
  try {
    for await (const part of ctx.models.of(turn.agent.model).reply(turn, limit)) reply.hear(part)
  } catch (error) {
    if (!limit.aborted && !(error instanceof ModelFailed)) throw error
    throw new Unavailable('no_draft', 'The model could not write a draft. Try again, or write it yourself.')
  }
  if (!reply.text.trim()) throw new Unavailable('no_draft', 'The model had nothing to say. Write it yourself.')
  return reply.text.trim().toWellFormed()
}
