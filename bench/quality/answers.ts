import { compose } from '../../server/builtin/compose.ts'
import type { Meaning } from '../../server/knowledge/vectors/meaning.ts'
import { indexOf, turnOf } from './play.ts'
import { mean, share, type Row } from './row.ts'
import { readQuestions, trades, type Cut, type Question } from './sets.ts'

const admits =
  /can't find|don't know|not covered|says? (?:nothing|no more)|find (?:nothing|no |out)|say nothing|does not say/i
const asksBack = /^(?:Is this about|Did you mean)/

type Judged = 'right' | 'wrong' | 'unknown' | 'back'

/** Right, honestly unknown, asked back, or wrong. Of what no article says, only the admission is right. */
export function judgeAnswer({ kind, must, not }: Question, text: string): Judged {
  const forbidden = not !== '' && new RegExp(not, 'i').test(text)
  if (asksBack.test(text)) return 'back'
  if (kind === 'none' || kind === 'part') return admits.test(text) && !forbidden ? 'right' : 'wrong'
  if (!forbidden && new RegExp(must, 'i').test(text)) return 'right'
  return admits.test(text) && !forbidden ? 'unknown' : 'wrong'
}

/** Plain questions to the built-in answerer, and second questions about something else, on trades that were learned from and on trades that were not. */
export async function measureAnswers(meaning: Meaning | null): Promise<Row[]> {
  const rows: Row[] = []
  for (const cut of ['learned', 'unseen'] as const) {
    const judged = await judgedOf(cut, meaning)
    const of = (questions: typeof judged, verdict: Judged) =>
      share(mean(questions.map((one) => Number(one.verdict === verdict))))
    const seconds = judged.filter(({ kind }) => kind === 'two')
    const which = `${cut === 'learned' ? 'learned from' : 'not learned from'}: ${trades[cut].join(', ')}`
    rows.push(
      {
        what: `answers, ${judged.length} questions (${which})`,
        target: 'right 0.75, wrong at most 0.07',
        seen: `right ${of(judged, 'right')}, wrong ${of(judged, 'wrong')}, unknown although said ${of(judged, 'unknown')}`,
      },
      {
        what: `answers, second questions on another subject (${cut})`,
        target: '0.95',
        seen: `right ${of(seconds, 'right')}, wrong ${of(seconds, 'wrong')}`,
      },
    )
  }
  return rows
}

async function judgedOf(cut: Cut, meaning: Meaning | null): Promise<{ kind: string; verdict: Judged }[]> {
  const judged = []
  for (const trade of trades[cut]) {
    const index = await indexOf(trade, meaning)
    for (const question of readQuestions(trade)) {
      const { text } = compose(await turnOf(index, question.asked))
      judged.push({ kind: question.kind, verdict: judgeAnswer(question, text) })
    }
  }
  return judged
}
