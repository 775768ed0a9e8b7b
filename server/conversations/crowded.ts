import type { Context } from '../ground/context.ts'
import type { Change } from '../events/log.ts'

const withinMs = 600_000

/**
 * Whether so many tickets came from this visitor's network lately that one more would be a flood: a script calls for a person as often as it likes, by the button or by
 * having the AI call. Whoever has a ticket already makes none, and whom the site proves is no script.
 */
export async function isCrowded(ctx: Context, { trx, at, conversation }: Change): Promise<boolean> {
  const { ticket, visitor, control } = conversation
  if (ticket || visitor.verified || control.holder === 'operator') return false
  const { count } = await trx
    .selectFrom('tickets')
    .innerJoin('conversations', 'conversations.id', 'tickets.conversation_id')
    .innerJoin('visitor_networks', 'visitor_networks.visitor_id', 'conversations.visitor_id')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('tickets.opened_at', '>', at - withinMs)
    .where('visitor_networks.network', '=', (eb) =>
      eb.selectFrom('visitor_networks as own').select('own.network').where('own.visitor_id', '=', visitor.id),
    )
    .executeTakeFirstOrThrow()
  return Number(count) >= ctx.mostCalls
}
