import type { Compilable, CompiledQuery, Kysely, QueryResult } from 'kysely'
import { Connected, type KyselyMaker } from './kysely.ts'
import type { Schema } from './schema.ts'

/** Stands for a value that is known when the statement runs. */
export type Values<V> = <K extends keyof V & string>(name: K) => V[K]

/**
 * A statement for the hot path, built once for each dialect and run with new values: building one takes several times as long as running it on SQLite.
 *
 *     const findHead = prepared((db, value: Values<{ id: string }>) => db.selectFrom('conversations').select('head').where('id', '=', value('id')))
 *     const { rows } = await findHead(trx, { id })
 */
export function prepared<V extends Record<string, unknown>, R>(
  build: (db: Kysely<Schema>, value: Values<V>) => Compilable<R>,
) {
  const plans = new Map<KyselyMaker, Plan>()
  return (db: Kysely<Schema>, values: V): Promise<QueryResult<R>> => {
    if (!(db instanceof Connected)) throw new TypeError('A prepared statement runs on what the Database handed out')
    let plan = plans.get(db.maker)
    if (!plan) plans.set(db.maker, (plan = makePlan(build(db, ((name) => new Slot(name)) as Values<V>).compile())))
    return db.run({
      ...plan.query,
      parameters: plan.slots.map((slot) => (slot instanceof Slot ? values[slot.name] : slot)),
    })
  }
}

class Slot {
  readonly name: string
  constructor(name: string) {
    this.name = name
  }
}

interface Plan {
  query: CompiledQuery
  slots: readonly unknown[]
}

const makePlan = (query: CompiledQuery): Plan => ({ query, slots: query.parameters })
