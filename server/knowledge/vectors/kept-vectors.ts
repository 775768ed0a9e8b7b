import { createHash } from 'node:crypto'
import type { Database } from '../../db/database.ts'

/** What a vector was made of. The database deletes the vector with it. */
export interface Owner {
  article?: string
  correction?: string
  phrasing?: string
}

interface Kept {
  key: string
  hash: string
  vector: Float32Array
  owner: Owner
}

/** Vectors of one model that outlive the process, so that a start reads them instead of making them again. */
export class KeptVectors {
  readonly #db: Database
  readonly #model: string

  constructor(db: Database, model: string) {
    this.#db = db
    this.#model = model
  }

  async read(keys: string[]): Promise<Map<string, { hash: string; vector: Float32Array }>> {
    const rows = await this.#db.reads
      .selectFrom('vectors')
      .select(['key', 'hash', 'vector'])
      .where('model', '=', this.#model)
      .where('key', 'in', keys)
      .execute()
    return new Map(rows.map(({ key, hash, vector }) => [key, { hash, vector: vectorOf(vector) }]))
  }

  /** Refused by the database when what it was made of is gone meanwhile; then nothing is kept, as it should be. */
  async write(all: Kept[]): Promise<void> {
    for (const { key, hash, vector, owner } of all) {
      const row = {
        hash,
        vector: textOf(vector),
        article_id: owner.article ?? null,
        correction_id: owner.correction ?? null,
        phrasing_id: owner.phrasing ?? null,
      }
      await this.#db
        .write((trx) =>
          trx
            .insertInto('vectors')
            .values({ model: this.#model, key, ...row })
            .onConflict((oc) => oc.columns(['model', 'key']).doUpdateSet(row))
            .execute(),
        )
        .catch(() => {})
    }
  }

  /** Of every model: what one of them made of a text that is gone is gone, too. */
  async remove(keys: string[]): Promise<void> {
    await this.#db.write((trx) => trx.deleteFrom('vectors').where('key', 'in', keys).execute())
  }
}

/** Those of models that are none of these. */
export async function removeVectorsBut(db: Database, models: string[]): Promise<void> {
  await db.write((trx) => trx.deleteFrom('vectors').where('model', 'not in', models).execute())
}

export const hashOf = (text: string): string => createHash('sha256').update(text).digest('base64url').slice(0, 22)

const textOf = (vector: Float32Array) =>
  Buffer.from(vector.buffer, vector.byteOffset, vector.byteLength).toString('base64')

function vectorOf(text: string): Float32Array {
  const bytes = Buffer.from(text, 'base64')
  return new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength))
}
