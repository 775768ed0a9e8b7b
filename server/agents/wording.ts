import type { Kysely } from 'kysely'
import type { Agent } from '../../protocol/entities.ts'
import type { Schema } from '../db/schema.ts'
import type { Context } from '../ground/context.ts'

type Wording = Pick<Agent, 'name' | 'greeting' | 'suggestions' | 'instructions'>

/** How the first agent introduces itself, before anybody wrote how it should. */
export const plainAgent: Wording = {
  name: 'Nora',
  greeting: 'Hi, I am Nora, an AI assistant. How can I help?',
  suggestions: [],
  instructions: '',
}

/** Of agents that say exactly `from`: what somebody wrote is theirs. */
export async function reword(trx: Kysely<Schema>, from: Wording, to: Wording): Promise<void> {
  await trx
    .updateTable('agents')
    .set({
      name: to.name,
      greeting: to.greeting,
      suggestions: JSON.stringify(to.suggestions),
      instructions: to.instructions,
    })
    .where('name', '=', from.name)
    .where('greeting', '=', from.greeting)
    .where('suggestions', '=', JSON.stringify(from.suggestions))
    .where('instructions', '=', from.instructions)
    .execute()
}

/** The first agent of a new workspace gets its name, and says for whom it answers. */
export async function introduceAgent(
  { db }: Pick<Context, 'db'>,
  workspace: { name: string; site: string | null; agent: string },
): Promise<void> {
  const { name, site, agent } = workspace
  await db.write((trx) =>
    reword(trx, plainAgent, {
      name: agent,
      greeting: `Hi, I am ${agent}, the AI assistant of ${name}. How can I help?`,
      suggestions: [],
      instructions: `You help customers of ${name}${site ? ` (${site})` : ''}. Be warm, brief and exact.`,
    }),
  )
}
