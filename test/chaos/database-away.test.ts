import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Model } from '../../server/models/model.ts'
import { Wire } from '../long/faults/wire.ts'
import { freshDatabase } from '../servers.ts'
import { eventually, world } from '../world.ts'

const postgres = process.env.HALO_TEST_DATABASE_URL

/** Its first answer comes when the test says so. */
class Hesitant implements Model {
  readonly name = 'hesitant'
  readonly follows = ''
  asked = 0
  readonly #ready = Promise.withResolvers<void>()
  readonly speak = this.#ready.resolve

  async *reply() {
    if (this.asked++ === 0) await this.#ready.promise
    yield { type: 'text' as const, text: 'Here I am.' }
  }
}

const skip = postgres ? false : 'set HALO_TEST_DATABASE_URL'

test(
  'a reply that broke while the database was away begins anew once it is back, and not when its lease is over',
  { skip },
  async () => {
    const database = await freshDatabase(postgres!)
    const url = new URL(database.url)
    const wire = await Wire.to(Number(url.port))
    url.port = String(wire.port)
    const model = new Hesitant()
    const w = await world({
      env: { DATABASE_URL: url.href },
      overrides: { model, timing: { runLeaseMs: 120_000, sweepIntervalMs: 100 } },
    })
    try {
      const vic = await w.visitor()
      const chat = await vic.open()
      await vic.say(chat, 'Are you there?')
      await eventually(async () => model.asked === 1, 'the question to the model')
      wire.cut()
      model.speak()
      const isReady = async () => (await fetch(`${w.url}/readyz`)).ok
      await eventually(async () => !(await isReady()), 'the outage')
      wire.mend()
      await eventually(isReady, 'the database')
      await eventually(
        async () => (await w.ada.transcript(chat)).messages.some(({ from }) => from === 'ai'),
        'the answer',
      )
      assert.equal(model.asked, 2)
    } finally {
      wire.mend()
      await w.close()
      await wire.close()
      await database.drop()
    }
  },
)
