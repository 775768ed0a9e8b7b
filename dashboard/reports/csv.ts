import type { Report } from '../../protocol/reports.ts'
import { texts } from '../texts.ts'

/** A day as the address of Completed writes it: 2026-03-29, in the reader's zone. */
export function dayWord(at: number): string {
  const day = new Date(at)
  return `${day.getFullYear()}-${String(day.getMonth() + 1).padStart(2, '0')}-${String(day.getDate()).padStart(2, '0')}`
}

type Counted = Omit<Report['agents'][number], 'id' | 'name'>
const costOf = (groups: Report['spending']['agents'], id: string) => groups.find((group) => group.id === id)?.cost

/** One line a day, then one for each agent, operator, topic and model, then what each day was about. */
export function csvOf({ days, agents, operators, topics, topicDays, spending }: Report): string {
  const head = [
    'kind',
    'name',
    'conversations',
    'resolved',
    'escalated',
    'answered',
    'abandoned',
    texts.reports.noQuestion,
    'score',
    `cost ${spending.currency}`,
  ]
  const line = (kind: string, name: string, row: Counted, cost: number | null | undefined = null) => [
    kind,
    name,
    row.conversations,
    row.resolved,
    row.escalated,
    row.answered,
    row.abandoned,
    row.noQuestion,
    row.score ?? '',
    cost ?? '',
  ]
  const rows = [
    ...days.map((day, place) => line('day', dayWord(day.day), day, spending.days[place]?.cost)),
    ...agents.map((group) => line('agent', group.name, group, costOf(spending.agents, group.id))),
    ...operators.map((group) => line('operator', group.name, group)),
    ...topics.map((group) => line('topic', group.name, group)),
    ...spending.models.map(({ name, cost }) => ['model', name, '', '', '', '', '', '', '', cost ?? '']),
    ...topicDays.days.flatMap(({ day, counts }) =>
      counts.flatMap((count, place) =>
        count
          ? [
              [
                texts.reports.topicOnADay,
                `${dayWord(day)} ${topicDays.titles[place] ?? texts.reports.otherTopics}`,
                count,
                '',
                '',
                '',
                '',
                '',
                '',
                '',
              ],
            ]
          : [],
      ),
    ),
  ]
  return `\ufeff${[head, ...rows].map((row) => row.map(cell).join(',')).join('\r\n')}\r\n`
}

/** A cell that begins like a formula would be one in a spreadsheet, and topics are made of what visitors write. */
function cell(value: string | number): string {
  const text = typeof value === 'string' && /^\s*[=+\-@\t\r＝＋－＠]/.test(value) ? `'${value}` : String(value)
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

export function save(name: string, text: string): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(new Blob([text], { type: 'text/csv' }))
  link.download = name
  link.click()
  URL.revokeObjectURL(link.href)
}
