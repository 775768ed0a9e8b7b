import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { pino } from 'pino'
import type { Database } from '../../db/database.ts'
import { openDatabase } from '../../db/open.ts'
import type { Model, ModelPart, Turn } from '../model.ts'
import { Ration, rationed } from './ration.ts'

let db: Database
const folder = mkdtempSync(join(tmpdir(), 'halo-ration-'))
before(async () => {
  db = await openDatabase({ url: null, folder })
})
after(async () => {
  await db.close()
  rmSync(folder, { recursive: true })
})

/** The ration of a process, on a day that nobody has called on. */
async function rationOf(limits: ConstructorParameters<typeof Ration>[0]): Promise<Ration> {
  await db.write((trx) => trx.deleteFrom('model_days').execute())
  const ration = new Ration(limits)
  ration.start({ db, log: pino({ level: 'silent' }) })
  return ration
}

/** Until something is the case that needs turns of the database. */
async function until(is: () => boolean): Promise<void> {
  while (!is()) await new Promise(setImmediate)
}

const turnOf = (visitor: string, text = 'Hello') =>
  ({
    agent: { id: 'a', name: 'Halo', instructions: '', goal: '', idealCustomer: '', boundaries: '' },
    history: [{ id: '1', from: 'visitor', author: null, text, at: 0 }],
    whispers: [],
    taught: { guidance: [], corrections: [], lessons: [], docs: [], instructions: '' },
    visitor: { id: visitor, name: null, email: null },
    page: null,
    passages: [],
    search: () => [],
    find: async () => [],
    mayEscalate: true,
  }) as Turn

/** A model that says a word and then waits until it is let go. */
function heldModel() {
  const held: (() => void)[] = []
  let running = 0
  const model: Model = {
    name: 'held',
    follows: '',
    async *reply() {
      running++
      try {
        yield { type: 'text', text: 'word' }
        await new Promise<void>((resolve) => held.push(resolve))
      } finally {
        running--
      }
    },
  }
  return { model, held, running: () => running }
}

async function partsOf(reply: AsyncIterable<ModelPart>): Promise<ModelPart[]> {
  const parts: ModelPart[] = []
  for await (const part of reply) parts.push(part)
  return parts
}

const textOf = (parts: ModelPart[]) => parts.flatMap((part) => (part.type === 'text' ? [part.text] : [])).join('')
const never = new AbortController().signal
const ticks = async (count = 20) => {
  for (let n = 0; n < count; n++) await new Promise(setImmediate)
}

test('one visitor has one call at a time, and all together have so many', async () => {
  const { model, held, running } = heldModel()
  const limited = rationed(model, await rationOf({ atOnce: 2, perDay: 100 }))
  const replies = ['vic', 'vic', 'eve', 'joe'].map((visitor) => partsOf(limited.reply(turnOf(visitor), never)))
  await until(() => running() === 2)
  for (let ended = 0; ended < replies.length;) {
    assert.ok(running() <= 2)
    const next = held.shift()
    if (next) {
      next()
      ended++
    }
    await ticks()
  }
  assert.deepEqual((await Promise.all(replies)).map(textOf), ['word', 'word', 'word', 'word'])
})

test('past the day’s calls, and past the wait for a turn, the built-in answerer answers and operators read why', async () => {
  const { model, held } = heldModel()
  const limited = rationed(model, await rationOf({ atOnce: 1, perDay: 2, waitMs: 5 }))
  const first = partsOf(limited.reply(turnOf('vic'), never))
  await until(() => held.length === 1)
  const crowded = await partsOf(limited.reply(turnOf('eve'), never))
  assert.match(JSON.stringify(crowded[0]), /Too many calls/)
  assert.match(textOf(crowded), /help|do for you/)
  held.shift()!()
  await first
  const second = partsOf(limited.reply(turnOf('vic'), never))
  await until(() => held.length === 1)
  held.shift()!()
  await second
  const spent = await partsOf(limited.reply(turnOf('joe'), never))
  assert.match(JSON.stringify(spent[0]), /2 calls of the model are used up/)
})

test('a model that never stops is stopped, and its request with it', async () => {
  let ended = false
  const endless: Model = {
    name: 'endless',
    follows: '',
    async *reply() {
      try {
        for (;;) yield { type: 'text', text: 'and so on '.repeat(10) }
      } finally {
        ended = true
      }
    },
  }
  const text = textOf(
    await partsOf(
      rationed(endless, await rationOf({ atOnce: 1, perDay: 1, longest: 1_000 })).reply(turnOf('vic'), never),
    ),
  )
  assert.ok(text.length >= 1_000 && text.length < 1_200)
  assert.ok(ended)
})

test('who gives up waiting leaves the queue', async () => {
  const { model, held } = heldModel()
  const limited = rationed(model, await rationOf({ atOnce: 1, perDay: 100 }))
  const first = partsOf(limited.reply(turnOf('vic'), never))
  await ticks()
  const gone = new AbortController()
  await until(() => held.length === 1)
  const second = partsOf(limited.reply(turnOf('eve'), gone.signal))
  gone.abort()
  await assert.rejects(second, { name: 'AbortError' })
  held.shift()!()
  assert.equal(textOf(await first), 'word')
})
