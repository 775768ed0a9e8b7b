import { tool, type StopCondition, type ToolSet } from 'ai'
import { z } from 'zod'
import { shortened } from '../../protocol/cut.ts'
import type { CitationCheck, Given } from './citations.ts'
import { GivenAddresses, writtenByTeam } from './given-addresses.ts'
import type { ModelPart, Passage, Turn } from './model.ts'

/** Everything that a model may cite: articles and addresses that the team gave it, and what it looks up by itself. */
export class Shown implements Given {
  readonly passages = new Map<string, Passage>()
  readonly #addresses: GivenAddresses

  constructor(turn: Turn) {
    this.#addresses = new GivenAddresses(turn.page?.url ?? null, writtenByTeam(turn))
    this.add(turn.passages)
  }

  add(passages: Passage[]): void {
    for (const passage of passages) {
      this.passages.set(passage.articleId, passage)
      this.#addresses.add(`${passage.text}\n${passage.url ?? ''}`)
    }
  }

  address(url: string): boolean {
    return this.#addresses.has(url)
  }

  article(name: string): string | null {
    if (this.passages.has(name)) return name
    return /^\d+$/.test(name) ? ([...this.passages.keys()][Number(name) - 1] ?? null) : null
  }

  count(): number {
    return this.passages.size
  }
}

/** What a provider's model can do besides speaking, and what came of it once it is done. `check` gathers what it cites in its words. */
export function equip(turn: Turn, shown: Shown, check: CitationCheck) {
  let human: string | null = null
  let inquiry: string | null = null

  const requestHuman = tool({
    description: 'Bring a person of the team into this chat.',
    inputSchema: z.object({ reason: z.string().nullish() }),
    execute: ({ reason }) => {
      human = shortened(reason?.trim() ?? '', 300) || 'The model asked for a person.'
      return 'A person has been asked for.'
    },
  })
  const askTeam = tool({
    description: 'Ask the people of the team what you need to know to answer. Their answer comes later.',
    inputSchema: z.object({ question: z.string().min(1).max(1000) }),
    execute: ({ question }) => {
      inquiry = shortened(question.trim(), 1000)
      return 'The team is asked. Tell the visitor only that you are checking with a colleague.'
    },
  })
  const tools = {
    searchKnowledge: tool({
      description: 'Search the articles of the company. Returns the best passages with the ids of their articles.',
      inputSchema: z.object({ query: z.string().min(1).max(500) }),
      execute: async ({ query }) => {
        const found = await turn.find(query)
        shown.add(found)
        return found.length > 0
          ? found.map(({ articleId, title, text }) => ({ articleId, title, text }))
          : 'Nothing was found.'
      },
    }),
    citeSources: tool({
      description: 'Name the articles that your answer rests on.',
      inputSchema: z.object({ articleIds: z.array(z.string()).min(1).max(10) }),
      execute: ({ articleIds }) => {
        const unknown = articleIds.filter((id) => !shown.passages.has(id))
        for (const id of articleIds) (unknown.includes(id) ? check.unknown : check.cited).add(id)
        return unknown.length > 0
          ? `There is no article ${unknown.join(', ')} among those you were given.`
          : 'Noted. If you have not answered yet, answer now.'
      },
    }),
    ...(turn.mayEscalate ? { requestHuman } : {}),
    ...(turn.asksTeam ? { askTeam } : {}),
  }

  const results = (): ModelPart[] => [
    ...[...check.cited].map((id): ModelPart => {
      const { title, url } = shown.passages.get(id)!
      return { type: 'source', source: { id, title, url } }
    }),
    ...[...check.unknown].map((cited): ModelPart => ({ type: 'unknown', cited })),
    ...(human ? [{ type: 'human' as const, reason: human }] : []),
    ...(inquiry ? [{ type: 'inquiry' as const, question: inquiry }] : []),
  ]
  return { tools, results }
}

/** A model that has spoken and then only named its sources is done; asked again it would say everything twice. */
export const answeredAndCited: StopCondition<ToolSet> = ({ steps }) => {
  const last = steps.at(-1)
  return !!last?.text.trim() && last.toolCalls.every(({ toolName }) => toolName === 'citeSources')
}
