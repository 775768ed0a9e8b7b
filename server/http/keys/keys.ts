import { createHash, randomBytes } from 'node:crypto'
import type { Kysely } from 'kysely'
import type { RouteParsed } from '../../../protocol/api.ts'
import type { Person } from '../../../protocol/entities.ts'
import type { ApiKey } from '../../../protocol/programs/keys.ts'
import type { Database } from '../../db/database.ts'
import type { ApiKeyRow, Schema } from '../../db/schema.ts'
import { Conflict, NotFound } from '../../ground/errors.ts'

export async function listKeys(db: Kysely<Schema>): Promise<ApiKey[]> {
  return (await db.selectFrom('api_keys').selectAll().orderBy('created_at', 'desc').orderBy('id').execute()).map(
    keyOf,
  )
}

/** The secret leaves here once. */
export async function makeKey(
  db: Database,
  by: Person,
  { id, name, scopes, expiresAt }: RouteParsed<'POST /api/keys'>['body'],
): Promise<{ key: ApiKey; secret: string }> {
  const secret = `halo_sk_${randomBytes(32).toString('base64url')}`
  const row: ApiKeyRow = {
    id,
    name,
    prefix: secret.slice(0, 14),
    hash: hashOf(secret),
    scopes: JSON.stringify([...new Set(scopes)]),
    by: JSON.stringify(by),
    created_at: Date.now(),
    expires_at: expiresAt,
    revoked_at: null,
    used_at: null,
  }
  await db.write(async (trx) => {
    const { numInsertedOrUpdatedRows } = await trx
      .insertInto('api_keys')
      .values(row)
      .onConflict((oc) => oc.column('id').doNothing())
      .executeTakeFirst()
    if (!numInsertedOrUpdatedRows)
      throw new Conflict(
        'id_taken',
        'This key was made already, and its secret cannot be shown again. Revoke it and make another one.',
      )
  })
  return { key: keyOf(row), secret }
}

export function revokeKey(db: Database, id: string): Promise<ApiKey> {
  return db.write(async (trx) => {
    await trx
      .updateTable('api_keys')
      .set({ revoked_at: Date.now() })
      .where('id', '=', id)
      .where('revoked_at', 'is', null)
      .execute()
    const row = await trx.selectFrom('api_keys').selectAll().where('id', '=', id).executeTakeFirst()
    if (!row) throw new NotFound('There is no such key')
    return keyOf(row)
  })
}

/** Whoever works here no more must not go on by a program. */
export async function revokeKeysOf(trx: Kysely<Schema>, operatorId: string): Promise<void> {
  const rows = await trx.selectFrom('api_keys').select(['id', 'by']).where('revoked_at', 'is', null).execute()
  const theirs = rows.filter(({ by }) => (JSON.parse(by) as Person).id === operatorId).map(({ id }) => id)
  if (theirs.length)
    await trx.updateTable('api_keys').set({ revoked_at: Date.now() }).where('id', 'in', theirs).execute()
}

/** The key behind a secret, if it may be used now. Asked of the database each time, so that a revoked key opens nothing any more, in any process. */
export async function findKey(db: Kysely<Schema>, secret: string): Promise<ApiKey | null> {
  return inForce(await db.selectFrom('api_keys').selectAll().where('hash', '=', hashOf(secret)).executeTakeFirst())
}

/** Whether a key that was let in may still be told something. */
export async function isInForce(db: Kysely<Schema>, id: string): Promise<boolean> {
  return inForce(await db.selectFrom('api_keys').selectAll().where('id', '=', id).executeTakeFirst()) !== null
}

const minute = 60_000

/** Notes that a key is in use, at most once a minute: a busy key must not cost a write for each of its reads. */
export async function noteUse(db: Database, { id, usedAt }: ApiKey): Promise<void> {
  const now = Date.now()
  if (usedAt !== null && now - usedAt < minute) return
  await db.write((trx) => trx.updateTable('api_keys').set({ used_at: now }).where('id', '=', id).execute())
}

function inForce(row: ApiKeyRow | undefined): ApiKey | null {
  return row && row.revoked_at === null && (row.expires_at === null || row.expires_at > Date.now())
    ? keyOf(row)
    : null
}

/** One round of SHA-256 is right here and wrong for passwords: 32 random bytes cannot be guessed however fast guessing is, and the hash is how a key is found. */
const hashOf = (secret: string): string => createHash('sha256').update(secret).digest('base64url')

function keyOf(row: ApiKeyRow): ApiKey {
  return {
    id: row.id,
    name: row.name,
    prefix: row.prefix,
    scopes: JSON.parse(row.scopes),
    by: JSON.parse(row.by),
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    revokedAt: row.revoked_at,
    usedAt: row.used_at,
  }
}
