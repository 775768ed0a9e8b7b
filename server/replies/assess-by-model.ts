import { moodHistoryLength } from '../../protocol/apply.ts'
import type { Context } from '../ground/context.ts'
import { change, type Change } from '../events/log.ts'
import { escalationOf } from '../agents/escalation.ts'
import { escalateIfNeeded, type Signals } from './escalate.ts'
import { ModelFailed, type Turn, type Usage } from '../models/model.ts'
import { recordUsage } from '../models/spending/usage.ts'
import type { Run } from './run.ts'
import { assessReply, isAsked } from '../judging/assess-reply.ts'
import { type ReplyAssessment, type FinishedReply } from '../models/reply-assessment.ts'
import { judgedCue } from '../language/upset.ts'
import { isMarked } from '../judging/model-moods.ts'

/** A reply that stands, and what it was made from. */
interface PostedReply {
  messageId: string
  turn: Turn
  reply: FinishedReply
  signals: Signals
}

/**
 * The second look at a reply that the visitor has already read: the provider's model judges it, and whatever keeps it from that, words and retrieval do.
 * Nobody waits for it; a process that dies before it leaves a reply with the built-in confidence and whispers without a receipt.
 */
export async function assessByModel(
  ctx: Context,
  run: Run,
  { messageId, turn, reply, signals }: PostedReply,
): Promise<void> {
  const assessment = await requestAssessment(ctx, turn, reply)
  const namedAfter = await ctx.topics.find(
    turn.history.filter(({ from }) => from === 'visitor').map(({ text }) => text),
  )
  await change(ctx, { kind: 'ai', id: run.agentId }, run.conversationId, async (change) => {
    if (assessment.usage)
      await recordUsage(change.trx, {
        kind: 'assessment',
        model: assessment.by,
        agentId: run.agentId,
        messageId,
        at: change.at,
        usage: assessment.usage,
      })
    await recordReceipts(change, assessment)
    // What is thought of an older answer must not stand for the latest one.
    if (!(await isLatestAnswer(change, messageId))) return
    if (assessment.by !== 'built-in') await recordConfidence(change, messageId, assessment)
    // What operators named is not for the model to call otherwise.
    await recordVisitorState(
      change,
      turn,
      namedAfter(change.conversation.topic) ? { ...assessment, topic: null } : assessment,
    )
    await escalateIfNeeded(ctx, change, { ...signals, asked: null, text: '', confidence: assessment.confidence })
  })
}

async function requestAssessment(
  ctx: Context,
  turn: Turn,
  reply: FinishedReply,
): Promise<ReplyAssessment & { usage?: Usage }> {
  const own = assessReply(turn, reply)
  try {
    const assessment = await ctx.models.of(turn.agent.model).assess!(
      turn,
      reply,
      AbortSignal.any([ctx.closing, AbortSignal.timeout(ctx.timing.assessTimeoutMs)]),
    )
    // Who asked nothing was owed no answer, however unsure the model is of one.
    if (!isAsked(turn) && !reply.sources.length)
      assessment.confidence = Math.max(assessment.confidence, own.confidence)
    const assessed = (id: string) => assessment.whispers.find((whisper) => whisper.id === id)
    return {
      ...assessment,
      unknown: own.unknown,
      claims: own.claims,
      notes: own.notes,
      whispers: own.whispers.map((whisper) => assessed(whisper.id) ?? whisper),
    }
  } catch (error) {
    if (!(error instanceof ModelFailed)) throw error
    ctx.log.warn({ reason: error.message }, 'the model gave no verdict on its reply; the built-in one holds')
    return own
  }
}

/** How sure the answer is, and what came of the whispers in it. */
export async function recordAssessment(
  change: Change,
  messageId: string,
  assessment: ReplyAssessment,
): Promise<void> {
  await recordConfidence(change, messageId, assessment)
  await recordReceipts(change, assessment)
}

async function recordConfidence(
  change: Change,
  messageId: string,
  { confidence, by, ground, unknown, claims, notes }: ReplyAssessment,
): Promise<void> {
  const { threshold } = await escalationOf(change.trx, change.conversation.agent.id)
  change.record('verdict.reached', {
    messageId,
    confidence,
    low: confidence < threshold,
    by,
    ...(ground && { ground }),
    ...(unknown && { unknown }),
    ...(claims && { claims }),
    ...(notes && { notes }),
  })
}

async function recordReceipts(change: Change, { whispers }: ReplyAssessment): Promise<void> {
  for (const { id, receipt, sentence } of whispers) {
    await change.trx
      .updateTable('whispers')
      .set({ receipt, receipt_sentence: sentence })
      .where('id', '=', id)
      .execute()
    change.record('whisper.judged', { id, receipt, sentence })
  }
}

/** What the model makes of the visitor, unless they have written again since: then it is out of date. */
async function recordVisitorState(
  change: Change,
  { history }: Turn,
  { mood, topic }: ReplyAssessment,
): Promise<void> {
  const last = await change.trx
    .selectFrom('messages')
    .select('id')
    .where('conversation_id', '=', change.conversation.id)
    .where('sender', '=', 'visitor')
    .orderBy('seq', 'desc')
    .limit(1)
    .executeTakeFirst()
  if (!last || last.id !== history.findLast(({ from }) => from === 'visitor')?.id) return
  if (topic && topic !== change.conversation.topic) change.record('topic.changed', { topic })
  if (!mood) return
  const before = change.conversation.mood
  const marked = await isMarked(change.trx, change.conversation.id, last.id)
  if (marked && mood === before.mood) return
  const score = middle[mood]
  const points = Math.round((score - before.score) * 100) / 100
  change.record('mood.changed', {
    reading: {
      mood,
      score,
      history: [...before.history.slice(marked ? 0 : 1 - moodHistoryLength, marked ? -1 : undefined), score],
    },
    mark: { messageId: last.id, mood, score, why: [{ cue: judgedCue, points }] },
  })
}

/** Where on the scale a mood stands that was named and not measured. */
const middle = { happy: 0.5, neutral: 0, confused: -0.1, frustrated: -0.4, angry: -0.75 }

async function isLatestAnswer(change: Change, messageId: string): Promise<boolean> {
  const latest = await change.trx
    .selectFrom('messages')
    .select('id')
    .where('conversation_id', '=', change.conversation.id)
    .where('sender', '=', 'ai')
    .orderBy('seq', 'desc')
    .limit(1)
    .executeTakeFirst()
  return latest?.id === messageId
}
