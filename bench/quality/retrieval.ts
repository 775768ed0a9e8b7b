import { pick, quotable, join } from '../../server/builtin/sentences.ts'
import type { Encoder } from '../../server/knowledge/vectors/encoder.ts'
import { ArticleIndex, scoreOf, type Before, type Passage } from '../../server/knowledge/search.ts'
import { askedTerms } from '../../server/knowledge/words.ts'
import { readLines } from './datasets.ts'
import { areaUnderCurve } from './auc.ts'
import { mean } from './row.ts'

interface Task {
  question: string
  before: Before
  gold: Set<string>
  answerability: string
  targets: string[]
}

interface Line {
  contexts: { document_id: string; text: string }[]
  input: { speaker: 'user' | 'agent'; text: string }[]
  targets: { text: string }[]
  answerability: string[]
}

/** 131 turns of conversations about a cloud; the pool is every reference passage of all of them. */
export async function measureRetrieval(
  encoder: Encoder | null,
): Promise<{ hit: number; recall: number; auc: number; f1: number }> {
  const lines = readLines('mtrag/ibmcloud.jsonl').map((line) => JSON.parse(line) as Line)
  const index = new ArticleIndex(encoder)
  const pool = new Map(
    lines.flatMap(({ contexts }) => contexts.map(({ document_id, text }) => [document_id, text] as const)),
  )
  index.replace([...pool].map(([id, body]) => ({ id, title: '', body, url: null })))
  await index.filled()
  const seen: (Task & { found: Passage[] })[] = []
  for (const task of lines.map(taskOf))
    seen.push({ ...task, found: await index.find(task.question, task.before, 40) })
  const answerable = seen.filter(
    ({ answerability, gold }) => gold.size > 0 && ['ANSWERABLE', 'PARTIAL'].includes(answerability),
  )
  const scores = (answerability: string) =>
    seen.filter((task) => task.answerability === answerability).map(({ found }) => scoreOf(found))
  return {
    hit: mean(answerable.map(({ gold, found }) => Number(firstFive(found).some((id) => gold.has(id))))),
    recall: mean(
      answerable.map(({ gold, found }) => firstFive(found).filter((id) => gold.has(id)).length / gold.size),
    ),
    auc: areaUnderCurve(scores('ANSWERABLE'), scores('UNANSWERABLE')),
    f1: mean(
      answerable.map(({ question, targets, found }) =>
        Math.max(...targets.map((target) => tokenF1(extract(question, found), target))),
      ),
    ),
  }
}

function taskOf({ input, contexts, targets, answerability }: Line): Task {
  const asked = input.filter(({ speaker }) => speaker === 'user').map(({ text }) => text)
  return {
    question: asked.at(-1)!,
    before: { asked: asked.at(-2), answered: input.findLast(({ speaker }) => speaker === 'agent')?.text },
    gold: new Set(contexts.map(({ document_id }) => document_id)),
    answerability: answerability[0]!,
    targets: targets.map(({ text }) => text),
  }
}

const firstFive = (found: Passage[]) => [...new Set(found.map(({ articleId }) => articleId))].slice(0, 5)

/** What the built-in answerer would quote, without the words around it. */
function extract(question: string, [best]: Passage[]): string {
  return best ? join(pick(quotable(best.around), new Map(askedTerms(question).map((term) => [term, 1])))) : ''
}

/** As in SQuAD: the harmonic mean of precision and recall of lower-case words without articles. */
function tokenF1(answer: string, target: string): number {
  const [said, wanted] = [tokensOf(answer), tokensOf(target)]
  const left = [...wanted]
  let shared = 0
  for (const token of said) {
    const at = left.indexOf(token)
    if (at < 0) continue
    left.splice(at, 1)
    shared++
  }
  return shared === 0 ? 0 : (2 * shared) / (said.length + wanted.length)
}

const tokensOf = (text: string) =>
  (text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []).filter((token) => !['a', 'an', 'the'].includes(token))
