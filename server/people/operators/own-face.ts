import type { Person } from '../../../protocol/entities.ts'
import type { Context } from '../../ground/context.ts'
import { operatorsTopic } from './members.ts'
import { peopleOf } from './tables.ts'

/** How an operator is called and what they look like, from the next thing on that they do. */
export async function changeOwnFace(ctx: Context, { id, name, image }: Person): Promise<Person> {
  await ctx.db.write((trx) =>
    peopleOf(trx)
      .updateTable('operators')
      .set({ name, image, updated_at: new Date().toISOString() })
      .where('id', '=', id)
      .execute(),
  )
  ctx.bus.publish(operatorsTopic, { id })
  return { id, name, image }
}
