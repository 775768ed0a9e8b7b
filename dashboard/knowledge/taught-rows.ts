import { allows, type Access } from '../../protocol/access.ts'
import type { GuidanceRow, InternalDoc, UsedCorrection, UsedLesson } from '../../protocol/teaching/shapes.ts'
import { call } from '../session/session.ts'
import { usedWords } from '../teaching/used.ts'
import type { Reached } from '../teaching/scope.tsx'
import { texts } from '../texts.ts'

export type Kind = 'corrections' | 'training' | 'guidance' | 'instructions' | 'internal-docs'

/** One line of the ledger: whatever it is, it says something, holds for somebody, and was used or not. */
export interface TaughtRow {
  kind: Kind
  id: string
  text: string
  /** What it answers, or what follows its title. */
  about: string
  reached: Reached | null
  on: boolean
  used: string
  changedAt: number
}

/** Everything that whoever asks may see of what the AI was taught, the latest change first. */
export async function readTaught(access: Access): Promise<TaughtRow[]> {
  const mayReadAgents = allows(access, 'agents:view')
  const rows = await Promise.all([
    call('GET /api/corrections', { query: {} }).then(({ corrections }) => corrections.map(ofCorrection)),
    call('GET /api/lessons', { query: {} }).then(({ lessons }) => lessons.map(ofLesson)),
    ...(mayReadAgents ? readOfAgents() : []),
  ])
  return rows.flat().toSorted((one, other) => other.changedAt - one.changedAt)
}

const readOfAgents = (): Promise<TaughtRow[]>[] => [
  call('GET /api/guidance').then(({ guidance }) => guidance.map(ofGuidance)),
  call('GET /api/internal-docs').then(({ docs }) => docs.map(ofDoc)),
  call('GET /api/instructions').then(ofInstructions),
]

const ofCorrection = (correction: UsedCorrection): TaughtRow => ({
  kind: 'corrections',
  id: correction.id,
  text: correction.answer,
  about: correction.question,
  reached: correction,
  on: true,
  used: usedWords(correction),
  changedAt: correction.changedAt,
})

const ofLesson = (lesson: UsedLesson): TaughtRow => ({
  kind: 'training',
  id: lesson.id,
  text: lesson.text,
  about: '',
  reached: lesson,
  on: lesson.on,
  used: usedWords(lesson),
  changedAt: lesson.changedAt,
})

const ofGuidance = (row: GuidanceRow): TaughtRow => ({
  kind: 'guidance',
  id: row.id,
  text: row.text,
  about: '',
  reached: null,
  on: row.on,
  used: usedWords(row),
  changedAt: row.changedAt,
})

const ofDoc = ({ id, title, body, on, changedAt }: InternalDoc): TaughtRow => ({
  kind: 'internal-docs',
  id,
  text: title,
  about: body.slice(0, 300),
  reached: null,
  on,
  used: texts.knowledge.alwaysBeforeTheAi,
  changedAt,
})

const ofInstructions = ({ text, changedAt }: { text: string; changedAt: number | null }): TaughtRow[] =>
  changedAt === null || !text
    ? []
    : [
        {
          kind: 'instructions',
          id: 'instructions',
          text: text.slice(0, 300),
          about: '',
          reached: null,
          on: true,
          used: texts.knowledge.alwaysBeforeTheAi,
          changedAt,
        },
      ]

/** Those that hold the words, wherever they stand, whatever the case. */
export function matching(rows: TaughtRow[], text: string): TaughtRow[] {
  const words = text.trim().toLocaleLowerCase()
  if (!words) return rows
  const holds = ({ text, about, reached }: TaughtRow) =>
    [text, about, reached?.contact?.name, reached?.company?.name].join('\n').toLocaleLowerCase().includes(words)
  return rows.filter(holds)
}
