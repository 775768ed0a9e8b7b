import { symmetricDecrypt, symmetricEncrypt } from 'better-auth/crypto'
import { sql, type Kysely } from 'kysely'
import type { Logger } from 'pino'
import type { Database } from './database.ts'
import type { Schema } from './schema.ts'
import { openSeal } from '../ground/seal.ts'

/** One kind of sealing under two secrets. `open` throws what was sealed under neither. */
interface Kind {
  seal(text: string): Promise<string>
  open(sealed: string, old: boolean): Promise<string>
}

interface Secrets {
  secret: string
  old: string | null
}

/**
 * After HALO_SECRET was changed: whatever the old one had sealed is sealed anew, in one transaction, and done twice it is done once. Here stand all columns that
 * hold a secret of somebody's that must be read again; everything else that is secret is a hash, or is signed and not kept.
 */
export async function reseal(db: Database, secrets: Secrets, log: Logger): Promise<void> {
  const [ours, library] = [ourSeal(secrets), librarySeal(secrets)]
  const lost = await db.write(async (trx) => {
    let lost = 0
    const renew = async (kind: Kind, sealed: string): Promise<string> => {
      if (await opens(kind, sealed, false)) return sealed
      if (secrets.old !== null && (await opens(kind, sealed, true))) return kind.seal(await kind.open(sealed, true))
      lost++
      return sealed
    }
    await renewChannels(trx, (sealed) => renew(ours, sealed))
    await renewIdentity(trx, (sealed) => renew(ours, sealed))
    await renewModels(trx, (sealed) => renew(ours, sealed))
    await renewMail(trx, (sealed) => renew(ours, sealed))
    await renewSecondFactors(trx, (sealed) => renew(library, sealed))
    return lost
  })
  if (lost)
    log.warn(
      { lost },
      'some secrets were sealed under another HALO_SECRET and cannot be read: start once with that one as HALO_OLD_SECRET, or enter them again',
    )
}

type Renew = (sealed: string) => Promise<string>

async function renewChannels(trx: Kysely<Schema>, renew: Renew): Promise<void> {
  for (const table of ['alert_channels', 'webhooks'] as const)
    for (const { id, secret } of await trx.selectFrom(table).select(['id', 'secret']).execute()) {
      const renewed = await renew(secret)
      if (renewed !== secret) await trx.updateTable(table).set({ secret: renewed }).where('id', '=', id).execute()
    }
}

async function renewIdentity(trx: Kysely<Schema>, renew: Renew): Promise<void> {
  const row = await trx.selectFrom('settings').select('value').where('key', '=', 'identity').executeTakeFirst()
  if (!row) return
  const kept = JSON.parse(row.value) as { secrets: { sealed: string }[] }
  for (const each of kept.secrets) each.sealed = await renew(each.sealed)
  const value = JSON.stringify(kept)
  if (value !== row.value) await trx.updateTable('settings').set({ value }).where('key', '=', 'identity').execute()
}

async function renewModels(trx: Kysely<Schema>, renew: Renew): Promise<void> {
  const row = await trx.selectFrom('settings').select('value').where('key', '=', 'models').executeTakeFirst()
  if (!row) return
  const kept = JSON.parse(row.value) as { models: { key: string | null; headers: string | null }[] }
  for (const each of kept.models) {
    each.key &&= await renew(each.key)
    each.headers &&= await renew(each.headers)
  }
  const value = JSON.stringify(kept)
  if (value !== row.value) await trx.updateTable('settings').set({ value }).where('key', '=', 'models').execute()
}

async function renewMail(trx: Kysely<Schema>, renew: Renew): Promise<void> {
  const row = await trx.selectFrom('settings').select('value').where('key', '=', 'mail').executeTakeFirst()
  if (!row) return
  const kept = JSON.parse(row.value) as { password: string | null }
  kept.password &&= await renew(kept.password)
  const value = JSON.stringify(kept)
  if (value !== row.value) await trx.updateTable('settings').set({ value }).where('key', '=', 'mail').execute()
}

/** The sign-in library's table; what is in it was encrypted by the library, in its own way. */
async function renewSecondFactors(trx: Kysely<Schema>, renew: Renew): Promise<void> {
  const { rows } = await sql<{
    id: string
    secret: string
    backup_codes: string
  }>`select id, secret, backup_codes from operator_two_factors`.execute(trx)
  for (const { id, secret, backup_codes: codes } of rows) {
    const [renewed, renewedCodes] = [await renew(secret), await renew(codes)]
    if (renewed !== secret || renewedCodes !== codes)
      await sql`update operator_two_factors set secret = ${renewed}, backup_codes = ${renewedCodes} where id = ${id}`.execute(
        trx,
      )
  }
}

async function opens(kind: Kind, sealed: string, old: boolean): Promise<boolean> {
  return kind.open(sealed, old).then(
    () => true,
    () => false,
  )
}

function ourSeal({ secret, old }: Secrets): Kind {
  const [now, before] = [openSeal(secret), openSeal(old ?? secret)]
  return {
    seal: async (text) => now.seal(text),
    open: async (sealed, isOld) => (isOld ? before : now).open(sealed),
  }
}

function librarySeal({ secret, old }: Secrets): Kind {
  return {
    seal: (data) => symmetricEncrypt({ key: secret, data }),
    open: (data, isOld) => symmetricDecrypt({ key: isOld ? (old ?? secret) : secret, data }),
  }
}
