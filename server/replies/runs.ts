import type { Cut, Hold } from '../../protocol/entities.ts'
import type { Context } from '../ground/context.ts'
import { postLine } from '../conversations/messages.ts'
import type { RunRow } from '../db/schema.ts'
import { change, type Change } from '../events/log.ts'
import type { Turn } from '../models/model.ts'
import { stillTaught } from '../teaching/read-taught.ts'
import { releaseWhispers, takeWhispers } from '../supervision/taken-whispers.ts'
import { openWhispers } from '../supervision/whispers.ts'
import { beginHold, endHold } from './holds.ts'
import { postReply } from './post-reply.ts'
import type { Held, Reply } from './reply.ts'
import { type Run } from './run.ts'

/** A person took the pen: nothing that runs or waits may speak any more. */
export async function supersedeRuns(change: Change): Promise<void> {
  const open = await change.trx
    .selectFrom('runs')
    .select('id')
    .where('conversation_id', '=', change.conversation.id)
    .where('state', 'in', ['waiting', 'running'])
    .execute()
  const { hold } = change.conversation
  const held = await endHold(change, 'dropped')
  if (held && hold)
    change.record('reply.cut', {
      cut: { run: hold.run, seq: change.nextSeq, at: change.at, text: (JSON.parse(held) as Held).reply.text },
    })
  if (!open.length) return
  for (const { id } of open) await releaseWhispers(change, id)
  await change.trx
    .updateTable('runs')
    .set({ state: 'superseded', ended_at: change.at })
    .where(
      'id',
      'in',
      open.map(({ id }) => id),
    )
    .execute()
}

/**
 * Take the conversation's next turn for this process: a new run, or one whose process died. Null when there is nothing to do, or another process is at it. `claiming`
 * is told before the commit, whose answer may be lost.
 */
export function claimRun(
  ctx: Context,
  conversationId: string,
  claiming: (run: Run) => void = () => {},
): Promise<Run | null> {
  return change(ctx, agentOf(), conversationId, async (change) => {
    const open = await change.trx
      .selectFrom('runs')
      .selectAll()
      .where('conversation_id', '=', conversationId)
      .where('state', 'in', ['waiting', 'running'])
      .execute()
    const running = open.find(({ state }) => state === 'running')
    const waiting = open.find(({ state }) => state === 'waiting')
    const now = Date.now()
    // A clock that was set back leaves leases in the far future; nobody leases for longer than this.
    if (running && running.lease_until > now && running.lease_until <= now + ctx.timing.runLeaseMs) return null
    if (running && waiting) await absorb(change, waiting)
    if (waiting) await endHold(change, 'dropped')
    const run = running ?? waiting
    if (!run) return null
    if (change.conversation.control.holder !== 'ai' || change.conversation.status === 'completed')
      return drop(change, run)
    const claimed = await claim(change, run, now + ctx.timing.runLeaseMs)
    claiming(claimed)
    return claimed
  })
}

async function claim(change: Change, row: RunRow, lease_until: number): Promise<Run> {
  const { id: conversationId, control, seq, agent } = change.conversation
  const claimed = {
    state: 'running',
    epoch: control.epoch,
    attempt: row.attempt + 1,
    trigger_seq: seq,
    lease_until,
  }
  await change.trx.updateTable('runs').set(claimed).where('id', '=', row.id).execute()
  return {
    id: row.id,
    conversationId,
    agentId: agent.id,
    epoch: claimed.epoch,
    attempt: claimed.attempt,
    upTo: seq,
  }
}

async function drop(change: Change, run: RunRow): Promise<null> {
  await releaseWhispers(change, run.id)
  await change.trx
    .updateTable('runs')
    .set({ state: 'superseded', ended_at: change.at })
    .where('id', '=', run.id)
    .execute()
  return null
}

async function absorb(change: Change, waiting: RunRow): Promise<void> {
  await change.trx.deleteFrom('runs').where('id', '=', waiting.id).execute()
}

/** The gate before the first word: 'go' only if the prompt still holds everything it should. After it the run's whispers can no longer be withdrawn. */
export function beginShowing(
  ctx: Context,
  run: Run,
  { whispers, taught }: Pick<Turn, 'whispers' | 'taught'>,
  mayStartOver: boolean,
): Promise<'go' | 'again' | 'lost'> {
  return change(ctx, agentOf(run), run.conversationId, async (change) => {
    const ids = whispers.map(({ id }) => id)
    const gate = await lookAround(change, run, { whispers: ids, taught }, mayStartOver)
    if (gate === 'go') await takeWhispers(change, run.id, ids)
    return gate
  })
}

/**
 * A whisper that came or went, a lesson or correction that was retired or edited, or a message that arrived, since the prompt was made means
 * 'again', with the picture moved forward.
 */
async function lookAround(
  change: Change,
  run: Run,
  { whispers, taught }: Pick<Held, 'whispers' | 'taught'>,
  mayStartOver: boolean,
): Promise<'go' | 'again' | 'lost'> {
  if (!(await stillMine(change, run))) return 'lost'
  const open = (await openWhispers(change.trx, run.conversationId, run.id)).map(({ id }) => id)
  const waiting = await change.trx
    .selectFrom('runs')
    .selectAll()
    .where('conversation_id', '=', run.conversationId)
    .where('state', '=', 'waiting')
    .executeTakeFirst()
  const whispersMoved = open.length !== whispers.length || open.some((id) => !whispers.includes(id))
  const stale = whispersMoved || !(await stillTaught(change.trx, taught))
  if (!stale && !(waiting && mayStartOver)) return 'go'
  if (waiting) await absorb(change, waiting)
  run.upTo = change.conversation.seq
  return 'again'
}

/** Post the finished reply; answers its id. Null when a person took the pen meanwhile or the lease was lost: then nothing was said. */
export function finishRun(ctx: Context, run: Run, reply: Reply): Promise<string | null> {
  return change(ctx, agentOf(run), run.conversationId, async (change) =>
    (await stillMine(change, run)) ? postReply(ctx, change, run, reply) : null,
  )
}

/** Keep the finished reply back instead, unless it is out of date. No word of it was shown. */
export function holdRun(
  ctx: Context,
  held: Held,
  { reason, dueAt }: Pick<Hold, 'reason' | 'dueAt'>,
  mayStartOver: boolean,
): Promise<'held' | 'again' | 'lost'> {
  const { run } = held
  return change(ctx, agentOf(run), run.conversationId, async (change) => {
    const gate = await lookAround(change, run, held, mayStartOver)
    if (gate !== 'go') return gate
    await change.trx
      .updateTable('runs')
      .set({ state: 'held', trigger_seq: run.upTo })
      .where('id', '=', run.id)
      .execute()
    await beginHold(change, { run: run.id, reason, dueAt }, held)
    return 'held'
  })
}

/** The AI could not answer: say so to the visitor, offer a person, and tell operators why. */
export function failRun(ctx: Context, run: Run, reason: string): Promise<void> {
  return change(ctx, agentOf(run), run.conversationId, async (change) => {
    if (!(await stillMine(change, run))) return
    await releaseWhispers(change, run.id)
    await change.trx
      .updateTable('runs')
      .set({ state: 'failed', reason, ended_at: change.at })
      .where('id', '=', run.id)
      .execute()
    change.record('run.failed', { failure: { run: run.id, seq: change.nextSeq, at: change.at, reason } })
    await postLine(change, (lines) => lines.failed)
  })
}

/** What the AI had shown when it was stopped, for operators only. */
export function recordCut(ctx: Context, run: Run, text: string): Promise<void> {
  return change(ctx, agentOf(run), run.conversationId, async (change) => {
    const cut: Cut = { run: run.id, seq: change.nextSeq, at: change.at, text }
    change.record('reply.cut', { cut })
  })
}

/** Keep the leases of this process's running replies alive. Answers the ids of those that are its own no more: taken by another process, or ended by a person. */
export async function renewLeases(ctx: Context, runs: Run[]): Promise<Set<string>> {
  if (!runs.length) return new Set()
  const ids = runs.map(({ id }) => id)
  const rows = await ctx.db.write(async (trx) => {
    const running = await trx
      .selectFrom('runs')
      .select(['id', 'attempt'])
      .where('id', 'in', ids)
      .where('state', '=', 'running')
      .execute()
    const own = running.filter(({ id, attempt }) => runs.some((run) => run.id === id && run.attempt === attempt))
    await trx
      .updateTable('runs')
      .set({ lease_until: Date.now() + ctx.timing.runLeaseMs })
      .where((eb) => eb.or(own.map(({ id, attempt }) => eb.and({ id, attempt }))))
      .where('state', '=', 'running')
      .execute()
    return own
  })
  return new Set(ids.filter((id) => !rows.some((row) => row.id === id)))
}

/** Give replies up so that another process, or this one after its restart, takes them at once. */
export async function releaseRuns(ctx: Context, runs: Run[] | 'all'): Promise<void> {
  if (!runs.length) return
  await ctx.db.write((trx) => {
    const running = trx.updateTable('runs').set({ lease_until: 0 }).where('state', '=', 'running')
    return (
      runs === 'all'
        ? running
        : running.where((eb) => eb.or(runs.map(({ id, attempt }) => eb.and({ id, attempt }))))
    ).execute()
  })
}

/** Conversations whose turn it is: asked for and not begun, or begun by a process that died. */
export async function openRuns(ctx: Context): Promise<string[]> {
  const now = Date.now()
  const rows = await ctx.db.reads
    .selectFrom('runs')
    .select('conversation_id')
    .where((eb) =>
      eb.or([
        eb('state', '=', 'waiting'),
        eb.and([
          eb('state', '=', 'running'),
          eb.or([eb('lease_until', '<=', now), eb('lease_until', '>', now + ctx.timing.runLeaseMs)]),
        ]),
      ]),
    )
    .limit(500)
    .execute()
  return [...new Set(rows.map((row) => row.conversation_id))]
}

async function stillMine(change: Change, run: Run): Promise<boolean> {
  const row = await change.trx
    .selectFrom('runs')
    .select(['state', 'attempt'])
    .where('id', '=', run.id)
    .executeTakeFirst()
  const { control, status } = change.conversation
  return (
    row?.state === 'running' &&
    row.attempt === run.attempt &&
    control.holder === 'ai' &&
    control.epoch === run.epoch &&
    status === 'live'
  )
}

const agentOf = (run?: Run) => ({ kind: 'ai', id: run?.agentId ?? null }) as const
