import type { OperatorSession } from '../../../protocol/people/team.ts'
import type { Context } from '../../ground/context.ts'
import type { Access } from '../../../protocol/access.ts'
import { NotFound } from '../../ground/errors.ts'
import { accessOf, mayTouch, operatorsTopic, timeOf } from './members.ts'
import { peopleOf } from './tables.ts'

/** Where an operator is signed in, the latest first. `cookie` tells which one asks. */
export async function listSessions(ctx: Context, operatorId: string, cookie: string): Promise<OperatorSession[]> {
  const rows = await peopleOf(ctx.db.reads)
    .selectFrom('operator_sessions')
    .selectAll()
    .where('operator_id', '=', operatorId)
    .execute()
  const token = tokenIn(cookie)
  return rows
    .map((row) => ({
      id: row.id,
      current: row.token === token,
      startedAt: timeOf(row.created_at),
      seenAt: timeOf(row.updated_at),
      address: row.ip_address || null,
      browser: row.user_agent || null,
    }))
    .sort((a, b) => Number(b.current) - Number(a.current) || b.seenAt - a.seenAt)
}

/** Sign one browser of this operator out, or all. What is gone is no error. */
export async function endSessions(ctx: Context, operatorId: string, id?: string): Promise<void> {
  await ctx.db.write((trx) => {
    const own = peopleOf(trx).deleteFrom('operator_sessions').where('operator_id', '=', operatorId)
    return (id === undefined ? own : own.where('id', '=', id)).execute()
  })
  ctx.bus.publish(operatorsTopic, { id: operatorId })
}

/** Sign somebody else out everywhere. */
export async function endSessionsOf(ctx: Context, by: { access: Access }, id: string): Promise<void> {
  const access = await accessOf(ctx.db.reads, id)
  if (!access) throw new NotFound('There is no such operator')
  mayTouch(by, access, access)
  await endSessions(ctx, id)
}

/** The cookie holds the token and a signature behind a dot. */
function tokenIn(cookie: string): string | null {
  const value = /(?:^|;\s*)(?:__Secure-)?halo\.session_token=([^;]+)/.exec(cookie)?.[1]
  return value ? decodeURIComponent(value).split('.')[0]! : null
}
