import type { Person } from '../../protocol/entities.ts'
import type { Context } from '../ground/context.ts'
import { Invalid } from '../ground/errors.ts'
import { listMembers } from '../people/operators/members.ts'
import { face } from '../ground/face.ts'

/** The operator in whose name a key does a person's work. Visitors read the name and colleagues rely on it, so it must be somebody who is here. */
export async function operatorNamed(ctx: Context, id: string): Promise<Person> {
  const member = (await listMembers(ctx.db.reads)).find((each) => each.id === id)
  if (!member)
    throw new Invalid('no_operator', 'There is no operator with this operatorId. GET /api/v1/operators lists them.')
  return face(member)
}
