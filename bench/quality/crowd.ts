import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { isQuestion } from '../../server/language/question.ts'
import { eventually, world, type World } from '../../test/world.ts'
import { regulars } from './crowd/regulars.ts'
import type { Script } from './crowd/shape.ts'
import { strangers } from './crowd/strangers.ts'
import { share, type Row } from './row.ts'

/** Two crowds, each by a hand of its own. */
export async function measureCrowd(): Promise<Row[]> {
  const rows: Row[] = []
  for (const [name, scripts] of Object.entries({ regulars, strangers })) {
    const { precision, recall, untrue, gaps } = await playCrowd(scripts)
    rows.push(
      { what: `crowd of ${name}: tickets, precision`, target: '0.80', seen: share(precision) },
      { what: `crowd of ${name}: tickets, recall`, target: '0.90', seen: share(recall) },
      { what: `crowd of ${name}: untrue alerts`, target: 'at most 0', seen: String(untrue.length) },
      {
        what: `crowd of ${name}: gap rows that are questions`,
        target: '0.95',
        seen: share(gaps.questions / Math.max(1, gaps.rows)),
      },
    )
  }
  return rows
}

interface CrowdResult {
  /** What was opened and should not have been, what was not and should have been. */
  needless: string[]
  missed: string[]
  untrue: string[]
  precision: number
  recall: number
  gaps: { rows: number; questions: number }
}

/** Plays short conversations on a Halo as it is set up first, and compares what came of them with what a support lead would want. */
export async function playCrowd(scripts: Script[]): Promise<CrowdResult> {
  const folder = await mkdtemp(join(tmpdir(), 'halo-crowd-'))
  const w = await world({
    folder,
    overrides: { timing: { closeGraceMs: 100, leaveGraceMs: 50, sweepIntervalMs: 100 } },
  })
  try {
    const played: string[] = []
    for (let at = 0; at < scripts.length; at += 10)
      played.push(...(await Promise.all(scripts.slice(at, at + 10).map((script) => play(w, script)))))
    return await judge(w, scripts, played)
  } finally {
    await w.close()
    await rm(folder, { recursive: true, force: true })
  }
}

/** Says one thing after the other, each once the one before was answered, and leaves. */
async function play(w: World, { says }: Script): Promise<string> {
  const vic = await w.visitor()
  const chat = await vic.open()
  for (const text of says) {
    await vic.say(chat, text)
    await eventually(async () => (await w.ada.transcript(chat)).conversation.waitingSince === null, 'an answer')
  }
  await eventually(
    async () => (await w.ada.transcript(chat)).moods.length >= says.length,
    'the mood to be read',
  ).catch(() => null)
  await vic.leave(chat)
  await eventually(async () => (await w.ada.transcript(chat)).conversation.status === 'completed', 'its end')
  return chat
}

async function judge(w: World, scripts: Script[], played: string[]): Promise<CrowdResult> {
  const heads = await Promise.all(played.map(async (id) => (await w.ada.transcript(id)).conversation))
  const { incidents } = await w.ada.call('GET /api/alerts')
  const [needless, missed, untrue]: [string[], string[], string[]] = [[], [], []]
  let right = 0
  for (const [index, script] of scripts.entries()) {
    const { id, ticket } = heads[index]!
    const said = script.says.join(' / ')
    if (ticket && script.ticket) right++
    if (ticket && !script.ticket) needless.push(said)
    if (!ticket && script.ticket) missed.push(said)
    for (const { kind, detail } of incidents.filter(({ conversationId }) => conversationId === id))
      if (!isTrue(script, kind)) untrue.push(`${kind} (${detail}): ${said}`)
  }
  const { gaps } = await w.ada.call('GET /api/gaps')
  return {
    needless,
    missed,
    untrue,
    precision: right / Math.max(1, right + needless.length),
    recall: right / Math.max(1, right + missed.length),
    gaps: { rows: gaps.length, questions: gaps.filter(({ question }) => isQuestion(question)).length },
  }
}

/** Of a conversation that should become a ticket it is true that the AI called for a person or was not sure. */
function isTrue({ ticket, alerts = [] }: Script, kind: string): boolean {
  if (kind === 'sentiment' || kind === 'human') return alerts.includes(kind)
  return ticket || kind === 'gap'
}
