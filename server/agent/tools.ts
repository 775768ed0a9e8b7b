import { tool, type StopCondition, type ToolSet } from 'ai'
import { z } from 'zod'
import type { ModelPart, Passage, Turn } from './model.ts'

/** What a provider's model can do besides speaking, and what came of it once it is done. */
export function equip(turn: Turn) {
  const known = new Map<string, Passage>(turn.passages.map((passage) => [passage.articleId, passage]))
  const cited = new Set<string>()
  let human: string | null = null

  const requestHuman = tool({
    description: 'Bring a person of the team into this chat.',
    inputSchema: z.object({ reason: z.string().max(300) }),
    execute: ({ reason }) => {
      human = reason.trim() || 'The model asked for a person.'
      return 'A person has been asked for.'
    },
  })
  const tools = {
    searchKnowledge: tool({
      description: 'Search the articles of the company. Returns the best passages with the ids of their articles.',
      inputSchema: z.object({ query: z.string().min(1).max(500) }),
      execute: ({ query }) => {
        const found = turn.search(query)
        for (const passage of found) known.set(passage.articleId, passage)
        return found.length > 0 ? found.map(({ articleId, title, text }) => ({ articleId, title, text })) : 'Nothing was found.'
      },
    }),
    citeSources: tool({
      description: 'Name the articles that your answer rests on.',
      inputSchema: z.object({ articleIds: z.array(z.string()).min(1).max(10) }),
      execute: ({ articleIds }) => {
        for (const id of articleIds) if (known.has(id)) cited.add(id)
        const unknown = articleIds.filter((id) => !known.has(id))
        return unknown.length > 0 ? `There is no article ${unknown.join(', ')} among those you were given.` : 'Noted. If you have not answered yet, answer now.'
      },
    }),
    ...(turn.mayEscalate ? { requestHuman } : {}),
  }

  const results = (): ModelPart[] => [
    ...[...cited].flatMap((id): ModelPart[] => {
      const passage = known.get(id)
      return passage ? [{ type: 'source', source: { id, title: passage.title, url: passage.url } }] : []
    }),
    ...(human ? [{ type: 'human' as const, reason: human }] : []),
  ]
  return { tools, results }
}

/** A model that has spoken and then only named its sources is done; asked again it would say everything twice. */
export const answeredAndCited: StopCondition<ToolSet> = ({ steps }) => {
  const last = steps.at(-1)
  return !!last?.text.trim() && last.toolCalls.every(({ toolName }) => toolName === 'citeSources')
}
