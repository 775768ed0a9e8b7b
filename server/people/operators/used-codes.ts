import { createHash } from 'node:crypto'
import type { Database } from '../../db/database.ts'
import { peopleOf } from './tables.ts'

/** An authenticator's code is right for a minute and a half (RFC 6238, one step to each side): so long nobody may use it again. */
const rightAtMostMs = 2 * 60_000

const digest = (code: string) => createHash('sha256').update(code).digest('base64url')

/** Takes a code for one sign-in. False when somebody took it before, in whichever process. */
export function takeCode(db: Database, operatorId: string, code: string): Promise<boolean> {
  const usedAt = Date.now()
  return db.write(async (trx) => {
    const codes = peopleOf(trx)
    await codes
      .deleteFrom('operator_used_codes')
      .where('used_at', '<', usedAt - rightAtMostMs)
      .execute()
    const { numInsertedOrUpdatedRows } = await codes
      .insertInto('operator_used_codes')
      .values({ operator_id: operatorId, code: digest(code), used_at: usedAt })
      .onConflict((oc) => oc.columns(['operator_id', 'code']).doNothing())
      .executeTakeFirst()
    return Boolean(numInsertedOrUpdatedRows)
  })
}

/** It was wrong, and may be right in a moment. */
export async function giveCodeBack(db: Database, operatorId: string, code: string): Promise<void> {
  await db.write((trx) =>
    peopleOf(trx)
      .deleteFrom('operator_used_codes')
      .where('operator_id', '=', operatorId)
      .where('code', '=', digest(code))
      .execute(),
  )
}
