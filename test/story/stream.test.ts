import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { HaloEvent } from '../../sdk/api.ts'
import { world, type World } from '../world.ts'

let w: World
before(async () => {
  w = await world()
})
after(() => w.close())

/** Everything after a position, in pages of this size, until nothing comes. */
async function readOn(
  halo: Awaited<ReturnType<World['program']>>['halo'],
  after: number,
  limit: number,
): Promise<HaloEvent[]> {
  const read: HaloEvent[] = []
  for (;;) {
    const { events, upTo } = await halo.listEvents({ after, limit })
    if (!events.length) return read
    read.push(...events)
    after = upTo
  }
}

test('readers who read while many write see every event once, in one order, and each conversation in its own', async () => {
  const { halo } = await w.program()
  const visitors = await Promise.all(Array.from({ length: 8 }, () => w.visitor()))
  let writing = true
  const reader = async (limit: number) => {
    const read: HaloEvent[] = []
    const last = () => read.at(-1)?.position ?? 0
    while (writing) read.push(...(await halo.listEvents({ after: last(), limit })).events)
    return [...read, ...(await readOn(halo, last(), limit))]
  }
  const readers = [reader(1), reader(7), reader(500)]
  await Promise.all(
    visitors.map(async (visitor) => {
      const id = await visitor.open()
      await w.ada.takeOver(id)
      for (let i = 0; i < 6; i++)
        await Promise.all([visitor.say(id, `Question ${i}`), w.ada.whisper(id, `Whisper ${i}`)])
    }),
  )
  writing = false
  const [one, seven, all] = await Promise.all(readers)
  const rows = await w.halo.ctx.db.reads.selectFrom('events').select(['conversation_id', 'seq']).execute()

  const placesOf = (events: HaloEvent[]) => events.map(({ conversationId, seq }) => `${conversationId} ${seq}`)
  // The slowest reader has seen what came after the others stopped.
  const longest = [one!, seven!, all!].sort((a, b) => b.length - a.length)[0]!
  // Moods and topics may still be added.
  const told = new Set(placesOf(await readOn(halo, 0, 500)))
  for (const { conversation_id, seq } of rows)
    assert.ok(told.has(`${conversation_id} ${seq}`), 'every event is told')
  for (const read of [one!, seven!, all!]) {
    assert.deepEqual(placesOf(read), placesOf(longest.slice(0, read.length)), 'all readers read the same order')
    assert.deepEqual(
      read.map(({ position }) => position),
      read.map((_, index) => index + 1),
      'positions have no gap',
    )
    const heard = new Map<string, number>()
    for (const { conversationId, seq } of read) {
      assert.equal(seq, (heard.get(conversationId) ?? 0) + 1)
      heard.set(conversationId, seq)
    }
  }
})

test('an event that is written first and committed last is not skipped', async () => {
  const { halo } = await w.program()
  const [slow, quick] = [await w.visitor(), await w.visitor()]
  const [slowChat, quickChat] = [await slow.open(), await quick.open()]
  await readOn(halo, 0, 500)
  let commit = () => {}
  const held = new Promise<void>((resolve) => {
    commit = resolve
  })
  let written = () => {}
  const inserted = new Promise<void>((resolve) => {
    written = resolve
  })
  // SQLite has one writer: there nobody can commit in between, and nothing is to be held.
  const isOne = w.halo.ctx.db.dialect === 'sqlite'
  const late = w.halo.ctx.db.write(async (trx) => {
    const { seq } = await trx
      .selectFrom('conversations')
      .select('seq')
      .where('id', '=', slowChat)
      .executeTakeFirstOrThrow()
    await trx
      .insertInto('events')
      .values({
        conversation_id: slowChat,
        seq: seq + 1,
        type: 'topic.changed',
        at: Date.now(),
        actor_kind: 'system',
        actor_id: null,
        payload: JSON.stringify({ topic: 'late' }),
      })
      .execute()
    await trx
      .updateTable('conversations')
      .set({ seq: seq + 1 })
      .where('id', '=', slowChat)
      .execute()
    written()
    if (!isOne) await held
  })
  await inserted
  await quick.say(quickChat, 'Quick')
  const before = await readOn(halo, 0, 500)
  commit()
  await late
  const later = await readOn(halo, before.at(-1)!.position, 500)
  const isLate = ({ conversationId, type }: HaloEvent) => conversationId === slowChat && type === 'topic.changed'
  assert.ok(before.some(({ conversationId, type }) => conversationId === quickChat && type === 'message.posted'))
  assert.equal([...before, ...later].filter(isLate).length, 1)
  if (!isOne) assert.ok(later.some(isLate), 'it comes after what was committed before it')
})

test('a reader who waits is told when something happens, and told nothing when nothing does', async () => {
  await using quiet = await world()
  const { halo } = await quiet.program()
  assert.deepEqual(await halo.listEvents(), { events: [], upTo: 0 })
  const waiting = halo.listEvents({ wait: 20 })
  const id = await (await quiet.visitor()).open()
  const { events, upTo } = await waiting
  assert.deepEqual(
    [events[0]!.conversationId, events[0]!.type, events[0]!.position],
    [id, 'conversation.started', 1],
  )
  assert.deepEqual(await halo.listEvents({ after: upTo + 1_000 }), { events: [], upTo: upTo + 1_000 })
})
