import assert from 'node:assert/strict'
import { test } from 'node:test'
import { up } from '../../server/db/migrations/0036-positions.ts'
import { world } from '../world.ts'

test('events that an earlier Halo stored and nobody has read yet stand before what is written from here on', async () => {
  await using w = await world()
  const { db } = w.halo.ctx
  const [one, other] = [await w.visitor(), await w.visitor()]
  const chats = [await one.open(), await other.open()]
  await one.askForHuman(chats[0]!)
  // As they lay there before: the first conversation had been read, the second one not.
  await db.write(async (trx) => {
    await trx.updateTable('events').set({ position: null }).where('conversation_id', '=', chats[1]!).execute()
    await up(trx, db.dialect)
  })
  await other.askForHuman(chats[1]!)
  const { halo } = await w.program()
  const { events } = await halo.listEvents({ limit: 500 })
  const positions = events.map(({ position }) => position)
  assert.deepEqual(positions, [...new Set(positions)], 'no position is given twice')
  for (const chat of chats) {
    const seqs = events.filter(({ conversationId }) => conversationId === chat).map(({ seq }) => seq)
    assert.deepEqual(
      seqs,
      Array.from({ length: seqs.length }, (_, place) => place + 1),
      'a conversation is told in its order, and whole',
    )
  }
})
