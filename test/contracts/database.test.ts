import assert from 'node:assert/strict'
import { AsyncLocalStorage } from 'node:async_hooks'
import { after, before, describe, test } from 'node:test'
import { sql, type Kysely } from 'kysely'
import type { Database } from '../../server/db/database.ts'
import { migrations } from '../../server/db/migrations/index.ts'
import { prepared, type Values } from '../../server/db/prepared.ts'
import type { Schema } from '../../server/db/schema.ts'
import { Unavailable } from '../../server/ground/errors.ts'
import { kinds, type Place } from './databases.ts'

const add = (db: Kysely<Schema>, key: string, value = '') =>
  db.insertInto('settings').values({ key, value }).execute()
const keys = async (db: Kysely<Schema>, prefix: string) => {
  const rows = await db
    .selectFrom('settings')
    .select('key')
    .where('key', 'like', `${prefix}%`)
    .orderBy('key')
    .execute()
  return rows.map((row) => row.key)
}

for (const { name, place, skip } of kinds) {
  describe(`the database port on ${name}`, { skip }, () => {
    let home: Place
    let db: Database
    before(async () => {
      home = await place()
      db = await home.open()
    })
    after(async () => {
      await db.close()
      await home.clear()
    })

    test('an action is stored whole', async () => {
      const answer = await db.write(async (trx) => {
        await add(trx, 'whole-1')
        await add(trx, 'whole-2')
        return 'done'
      })
      assert.equal(answer, 'done')
      assert.deepEqual(await keys(db.reads, 'whole'), ['whole-1', 'whole-2'])
    })

    test('what nobody waits for is stored too: with the next action, by itself, and before the end', async () => {
      const soon = (database: Database, key: string) => database.writeSoon((trx) => add(trx, key))
      await Promise.all([soon(db, 'soon-1'), db.write((trx) => add(trx, 'soon-2'))])
      await soon(db, 'soon-3')
      await assert.rejects(soon(db, 'soon-3'))
      assert.deepEqual(await keys(db.reads, 'soon'), ['soon-1', 'soon-2', 'soon-3'])
      const another = await home.open()
      const last = soon(another, 'soon-4')
      await another.close()
      await last
      assert.deepEqual(await keys(db.reads, 'soon'), ['soon-1', 'soon-2', 'soon-3', 'soon-4'])
    })

    test('an action that fails leaves nothing, and those of the same moment are stored', async () => {
      const write = (n: number) =>
        db.write(async (trx) => {
          await add(trx, `batch-${n}`)
          if (n === 1) throw new Error('Changed my mind')
        })
      const ends = await Promise.allSettled([write(0), write(1), write(2)])
      assert.deepEqual(
        ends.map((end) => end.status),
        ['fulfilled', 'rejected', 'fulfilled'],
      )
      assert.deepEqual(await keys(db.reads, 'batch'), ['batch-0', 'batch-2'])
    })

    test('a statement that fails ends its action, even when the error is caught', async () => {
      await db.write((trx) => add(trx, 'taken'))
      const stubborn = db.write(async (trx) => {
        await add(trx, 'stubborn')
        await add(trx, 'taken').catch(() => {})
      })
      await assert.rejects(stubborn, /unique/i)
      assert.deepEqual(await keys(db.reads, 'stubborn'), [])
    })

    test('nothing is in an empty list, and everything is outside it', async () => {
      await db.write((trx) => add(trx, 'listed'))
      const rows = (how: 'in' | 'not in') =>
        db.reads.selectFrom('settings').select('key').where('key', '=', 'listed').where('key', how, []).execute()
      assert.deepEqual([(await rows('in')).length, (await rows('not in')).length], [0, 1])
    })

    test('what was acknowledged is there after closing and opening', async () => {
      await db.write((trx) => add(trx, 'durable'))
      await db.close()
      db = await home.open()
      assert.deepEqual(await keys(db.reads, 'durable'), ['durable'])
    })

    test('closing lets finish what was asked for, and refuses what comes later', async () => {
      const writes = [1, 2, 3].map((n) => db.write((trx) => add(trx, `closing-${n}`)))
      const looks = [1, 2].flatMap(() => [db.snapshot((trx) => keys(trx, 'closing')), keys(db.reads, 'closing')])
      await Promise.all([...writes, ...looks, db.close()])
      await assert.rejects(
        db.write((trx) => add(trx, 'too-late')),
        Unavailable,
      )
      await assert.rejects(keys(db.reads, 'closing'), Unavailable)
      db = await home.open()
      assert.deepEqual(await keys(db.reads, 'closing'), ['closing-1', 'closing-2', 'closing-3'])
    })

    test('a reader never sees half an action', async () => {
      const [halfway, goOn] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
      const writing = db.write(async (trx) => {
        await add(trx, 'half-1')
        halfway.resolve()
        await goOn.promise
        await add(trx, 'half-2')
      })
      await halfway.promise
      assert.deepEqual(await keys(db.reads, 'half'), [])
      assert.deepEqual(await db.snapshot((trx) => keys(trx, 'half')), [])
      goOn.resolve()
      await writing
      assert.deepEqual(await keys(db.reads, 'half'), ['half-1', 'half-2'])
    })

    test('a snapshot stays at its point in time, and other readers do not', async () => {
      const [looked, written] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
      const snapshot = db.snapshot(async (trx) => {
        const first = await keys(trx, 'moment')
        looked.resolve()
        await written.promise
        return [first, await keys(trx, 'moment')]
      })
      await looked.promise
      await db.write((trx) => add(trx, 'moment'))
      const meanwhile = keys(db.reads, 'moment')
      written.resolve()
      assert.deepEqual(await snapshot, [[], []])
      assert.deepEqual(await meanwhile, ['moment'])
    })

    test('snapshots and reads asked for at once do not get into each other', async () => {
      await db.write((trx) => add(trx, 'crowd'))
      const looks = Array.from({ length: 10 }, () => [
        db.snapshot(async (trx) => [...(await keys(trx, 'crowd')), ...(await keys(trx, 'crowd'))]),
        keys(db.reads, 'crowd'),
      ]).flat()
      assert.deepEqual(new Set((await Promise.all(looks)).flat()), new Set(['crowd']))
    })

    test('a snapshot cannot write', async () => {
      await assert.rejects(
        db.snapshot((trx) => add(trx, 'sly')),
        /read.?only/i,
      )
      assert.deepEqual(await keys(db.reads, 'sly'), [])
    })

    test('two hundred actions that lock one row count to two hundred', async () => {
      await db.write((trx) => trx.insertInto('counters').values({ name: 'turns', value: 0 }).execute())
      const count = () =>
        db.write(async (trx) => {
          const locked = trx.selectFrom('counters').select('value').where('name', '=', 'turns')
          const { value } = await (
            db.dialect === 'postgres' ? locked.forUpdate() : locked
          ).executeTakeFirstOrThrow()
          await trx
            .updateTable('counters')
            .set({ value: value + 1 })
            .where('name', '=', 'turns')
            .execute()
        })
      await Promise.all(Array.from({ length: 200 }, count))
      const { value } = await db.reads
        .selectFrom('counters')
        .select('value')
        .where('name', '=', 'turns')
        .executeTakeFirstOrThrow()
      assert.equal(value, 200)
    })

    test(
      'actions are stored in the order in which they were asked for',
      { skip: name === 'PostgreSQL' && 'its connections overtake each other' },
      async () => {
        const order: number[] = []
        await Promise.all(Array.from({ length: 50 }, (_, n) => db.write(async () => void order.push(n))))
        assert.deepEqual(
          order,
          Array.from({ length: 50 }, (_, n) => n),
        )
      },
    )

    test('whatever would wait for itself is refused at once', async () => {
      const refused = /would wait for itself/
      const attempts: [string, () => Promise<unknown>][] = [
        ['write', () => db.write((trx) => add(trx, 'nested'))],
        ['snapshot', () => db.snapshot((trx) => keys(trx, 'nested'))],
        ['read', () => keys(db.reads, 'nested')],
        ['statement', () => add(db.statements, 'nested')],
      ]
      for (const [what, attempt] of attempts) {
        await assert.rejects(db.write(attempt), refused, `a ${what} inside a write`)
        await assert.rejects(db.snapshot(attempt), refused, `a ${what} inside a snapshot`)
      }
      await db.write((trx) => add(trx, 'nested-not'))
      assert.deepEqual(await keys(db.reads, 'nested'), ['nested-not'])
    })

    test('a statement that nobody waited for cannot slip into another action', async () => {
      let leaked: Kysely<Schema>
      await db.write(async (trx) => void (leaked = trx))
      await assert.rejects(add(leaked!, 'leaked'), /is over/)
    })

    test('transactions are made by the port alone', async () => {
      for (const way of [db.reads, db.statements]) {
        await assert.rejects(
          way.transaction().execute((trx) => add(trx, 'around')),
          /made by write and snapshot/,
        )
      }
      assert.deepEqual(await keys(db.reads, 'around'), [])
    })

    test('an action runs in the context of its caller, whoever shares its commit', async () => {
      const caller = new AsyncLocalStorage<number>()
      const seen = [1, 2, 3].map((n) => caller.run(n, () => db.write(async () => caller.getStore())))
      assert.deepEqual(await Promise.all(seen), [1, 2, 3])
    })

    test('a library may bring single statements, and sees what it wrote', async () => {
      await add(db.statements, 'single', 'before')
      const changed = await db.statements
        .updateTable('settings')
        .set({ value: 'after' })
        .where('key', '=', 'single')
        .executeTakeFirst()
      assert.equal(changed.numUpdatedRows, 1n)
      const rows = await db.statements.selectFrom('settings').selectAll().where('key', '=', 'single').execute()
      assert.deepEqual(rows, [{ key: 'single', value: 'after' }])
      await assert.rejects(add(db.statements, 'single'), /unique/i)
    })

    test('times and counts are numbers, and returned rows are plain', async () => {
      const now = Date.now()
      const row = await db.write((trx) =>
        trx.insertInto('processes').values({ id: 'one', lease_until: now }).returningAll().executeTakeFirst(),
      )
      assert.deepEqual(row, { id: 'one', lease_until: now })
      const sums = await db.reads
        .selectFrom('processes')
        .select((eb) => [eb.fn.countAll().as('count'), eb.fn.sum('lease_until').as('sum')])
        .execute()
      assert.deepEqual(sums, [{ count: 1, sum: now }])
    })

    test('an undefined value is refused, not stored as nothing', async () => {
      const forgetful = db.write((trx) =>
        trx
          .selectFrom('settings')
          .selectAll()
          .where('key', '=', undefined as unknown as string)
          .execute(),
      )
      await assert.rejects(forgetful, /undefined/)
    })

    test('a prepared statement runs with new values each time', async () => {
      const put = prepared((db, value: Values<{ key: string; text: string }>) =>
        db
          .insertInto('settings')
          .values({ key: value('key'), value: value('text') })
          .onConflict((oc) => oc.column('key').doUpdateSet({ value: value('text') })),
      )
      const find = prepared((db, value: Values<{ key: string }>) =>
        db.selectFrom('settings').select('value').where('key', '=', value('key')).where('value', '<>', 'fixed'),
      )
      await db.write(async (trx) => {
        assert.equal((await put(trx, { key: 'prepared-1', text: 'one' })).numAffectedRows, 1n)
        await put(trx, { key: 'prepared-2', text: 'two' })
        await put(trx, { key: 'prepared-1', text: 'uno' })
      })
      assert.deepEqual((await find(db.reads, { key: 'prepared-1' })).rows, [{ value: 'uno' }])
      assert.deepEqual((await find(db.reads, { key: 'prepared-2' })).rows, [{ value: 'two' }])
    })

    test('processes that start at once migrate once', async () => {
      const other = await place()
      const all = await Promise.all([other.open(), other.open(), other.open()])
      const { rows } = await sql<{ number: number }>`select number from migrations order by number`.execute(
        all[2]!.reads,
      )
      assert.deepEqual(
        rows.map((row) => row.number),
        migrations.map((_, index) => index + 1),
      )
      for (const one of all) await one.close()
      await other.clear()
    })

    test('a database of a newer program stops the start', async () => {
      const other = await place()
      const newer = await other.open()
      await sql`insert into migrations (number, name, applied_at) values (99, 'later', 0)`.execute(newer.statements)
      await newer.close()
      await assert.rejects(other.open(), /made by a newer Halo/)
      await other.clear()
    })

    test('a ping succeeds and leaves nothing behind', async () => {
      await db.ping()
      assert.deepEqual(await keys(db.reads, 'ping'), [])
    })
  })
}
