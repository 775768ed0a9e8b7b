import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import type { Access } from '../../../protocol/access.ts'
import type { Person } from '../../../protocol/entities.ts'
import type { Database } from '../../db/database.ts'
import { Conflict, NotAllowed } from '../../ground/errors.ts'
import { isSentBy } from '../../ground/request.ts'
import { countOperators, hashed, insertOperator, type NewOperator } from './create.ts'
import type { Operators } from './operators.ts'

export interface Setup {
  /** The token of the one-time link that creates the first operator; null when there is one already. */
  issue(): Promise<string | null>
  /** Creates the first operator. Of any number of attempts at once, one succeeds; the others hear `set_up`. */
  redeem(attempt: NewOperator & { token: string }): Promise<Person>
}

const key = 'setup'

const superAdmin: Access = { role: 'super_admin', inbox: 'manage', agents: 'edit' }

/**
 * Only a random seed is stored, and the token is its signature: who reads the database cannot make the token of it, while every process
 * and every restart prints the same link.
 */
export function openSetup(db: Database, { sign }: Pick<Operators, 'sign'>): Setup {
  const tokenOf = (seed: string) => sign(`setup ${seed}`)
  return {
    issue: async () => ((await countOperators(db.reads)) ? null : tokenOf(await keepSeed(db))),
    async redeem({ token, ...person }) {
      if (await countOperators(db.reads)) throw alreadySetUp()
      const seed = await readSeed(db)
      if (seed === null || !same(token, tokenOf(seed))) throw wrongLink()
      return createFirst(db, seed, person)
    },
  }
}

/** The operator named in the settings, created at the first start that names it. Safe when several processes start at once. */
export async function ensureAdmin(operators: Operators, admin: NewOperator): Promise<void> {
  try {
    await operators.create(admin, superAdmin)
  } catch (error) {
    if (!(error instanceof Conflict)) throw error
  }
}

async function keepSeed(db: Database): Promise<string> {
  const value = randomBytes(32).toString('base64url')
  return db.write(async (trx) => {
    await trx
      .insertInto('settings')
      .values({ key, value })
      .onConflict((oc) => oc.column('key').doNothing())
      .execute()
    return (await trx.selectFrom('settings').select('value').where('key', '=', key).executeTakeFirstOrThrow()).value
  })
}

async function readSeed(db: Database): Promise<string | null> {
  const row = await db.reads.selectFrom('settings').select('value').where('key', '=', key).executeTakeFirst()
  return row?.value ?? null
}

async function createFirst(db: Database, seed: string, person: NewOperator): Promise<Person> {
  const operator = await hashed(person)
  return db.write(async (trx) => {
    // Whoever removes the seed is the first; everyone else finds it gone. An operator may also have come from the settings meanwhile.
    const { numDeletedRows } = await trx
      .deleteFrom('settings')
      .where('key', '=', key)
      .where('value', '=', seed)
      .executeTakeFirst()
    const created =
      numDeletedRows === 1n && !(await countOperators(trx)) ? await insertOperator(trx, operator, superAdmin) : null
    if (!created) throw alreadySetUp()
    isSentBy(created)
    return created
  })
}

// Compared by digest, so that neither length nor time tells how much of a guess was right.
export const same = (one: string, other: string) => timingSafeEqual(digest(one), digest(other))
const digest = (value: string) => createHash('sha256').update(value).digest()

const alreadySetUp = () =>
  new Conflict('set_up', 'This Halo has its first operator already. Sign in, or ask that person.')
const wrongLink = () =>
  new NotAllowed(
    'wrong_link',
    'This is not the link that the server printed. Copy all of it from there, or start the server again to see it.',
  )
