import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { pino } from 'pino'
import type { Database } from '../../server/db/database.ts'
import { Unavailable } from '../../server/ground/errors.ts'
import { Ration } from '../../server/models/spending/ration.ts'
import { eventually } from '../world.ts'
import { kinds, type Place } from './databases.ts'

// Calls of a model cost money, however many processes make them and however often they start.

const never = new AbortController().signal

for (const { name, place, skip } of kinds) {
  describe(`the ration of model calls on ${name}`, { skip }, () => {
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

    /** That of one process. */
    const ofProcess = (limits: { atOnce?: number; perDay?: number }, own = db) => {
      const ration = new Ration({ atOnce: 100, perDay: 10_000, waitMs: 1, ...limits })
      ration.start({ db: own, log: pino({ level: 'silent' }) })
      return ration
    }
    const taken = async (ration: Ration, visitor: string) => {
      const turned = await ration.take(visitor, never)
      assert.ok(typeof turned !== 'string', String(turned))
      return turned
    }

    test('a visitor has one call in all processes, and all processes have so many', async () => {
      const [one, other] = [ofProcess({ atOnce: 2 }), ofProcess({ atOnce: 2 })]
      const end = await taken(one, 'vic')
      assert.match(String(await other.take('vic', never)), /Too many/)
      const endEve = await taken(other, 'eve')
      assert.match(String(await one.take('joe', never)), /Too many/)
      await endEve()
      await (
        await taken(one, 'joe')
      )()
      await end()
      await (
        await taken(other, 'vic')
      )()
    })

    test('twenty that come at once to two processes get no more places than there are', async () => {
      const both = [ofProcess({ atOnce: 5 }), ofProcess({ atOnce: 5 })]
      const all = await Promise.all(Array.from({ length: 20 }, (_, n) => both[n % 2]!.take(`visitor ${n}`, never)))
      const ends = all.filter((each) => typeof each !== 'string')
      assert.equal(ends.length, 5)
      for (const end of ends) await end()
    })

    test('the day’s calls are counted together, and still after a restart', async () => {
      const { calls } = await ofProcess({}).today()
      const limits = { perDay: calls + 3 }
      for (let n = 0; n < 3; n++) await (await taken(ofProcess(limits), 'vic'))()
      await db.close()
      db = await home.open()
      assert.match(String(await ofProcess(limits).take('vic', never)), /calls of the model are used up/)
      assert.deepEqual(await ofProcess(limits).today(), { calls: calls + 3, most: calls + 3, spent: true })
      // A place that was refused is none that was used.
      assert.equal((await ofProcess({}).today()).calls, calls + 3)
    })

    test('a call that ended while the database was away takes no place once it is back', async () => {
      let away = false
      const gone = () => Promise.reject(new Unavailable('unavailable', 'The database is away'))
      const own: Database = { ...db, write: (work) => (away ? gone() : db.write(work)) }
      const [mine, other] = [ofProcess({}, own), ofProcess({})]
      const end = await taken(mine, 'vic')
      away = true
      await end()
      await assert.rejects(mine.take('vic', never), Unavailable)
      assert.match(String(await other.take('vic', never)), /Too many/)
      away = false
      // Sooner than a lease runs out.
      const again = await eventually(
        async () => {
          const turned = await other.take('vic', never)
          return typeof turned !== 'string' && turned
        },
        'a place',
        10,
      )
      await again()
    })

    test('what a process that died had running takes no place for long', async () => {
      const lost = { id: 'lost', visitor_id: 'vic', lease_until: Date.now() - 1 }
      await db.write((trx) => trx.insertInto('model_calls').values(lost).execute())
      await (
        await taken(ofProcess({ atOnce: 1 }), 'vic')
      )()
      assert.deepEqual(await db.reads.selectFrom('model_calls').selectAll().execute(), [])
    })
  })
}
