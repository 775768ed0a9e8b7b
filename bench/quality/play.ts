import { compose } from '../../server/builtin/compose.ts'
import type { Meaning } from '../../server/knowledge/vectors/meaning.ts'
import { ArticleIndex } from '../../server/knowledge/search.ts'
import type { Entry, Turn } from '../../server/models/model.ts'
import { nothingTaught } from '../../server/teaching/read-taught.ts'
import { readArticles } from './sets.ts'

export async function indexOf(trade: string, meaning: Meaning | null): Promise<ArticleIndex> {
  const index = new ArticleIndex(meaning)
  index.replace(readArticles(trade))
  await index.filled()
  return index
}

/** What the built-in answerer is given for the last of these messages of a visitor, after answering the ones before. */
export async function turnOf(index: ArticleIndex, asked: string[], whispers: string[] = []): Promise<Turn> {
  const history: Entry[] = []
  for (const [number, text] of asked.entries()) {
    history.push({ id: `asked-${number}`, from: 'visitor', author: null, text, at: number })
    if (number === asked.length - 1) break
    const { text: answer } = compose(await turnAfter(index, history, []))
    history.push({ id: `answer-${number}`, from: 'ai', author: null, text: answer, at: number })
  }
  return turnAfter(index, history, whispers)
}

async function turnAfter(index: ArticleIndex, history: Entry[], whispers: string[]): Promise<Turn> {
  const asked = history.filter(({ from }) => from === 'visitor')
  return {
    agent: { id: 'agent', name: 'Nora', instructions: '', goal: '', idealCustomer: '', boundaries: '' },
    history: [...history],
    whispers: whispers.map((text, number) => ({ id: `whisper-${number}`, by: 'Sarah', text })),
    taught: nothingTaught,
    visitor: { name: null, email: null },
    page: null,
    passages: await index.find(asked.at(-1)!.text, {
      asked: asked.at(-2)?.text,
      answered: history.findLast(({ from }) => from === 'ai')?.text,
    }),
    search: (question) => index.search(question),
    find: (question) => index.find(question),
    mayEscalate: true,
  }
}
