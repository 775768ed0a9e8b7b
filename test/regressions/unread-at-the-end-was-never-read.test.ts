import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { listUnread } from '../../server/judging/unread.ts'
import { eventually, world } from '../world.ts'

// On a server its database goes with the first of the two.
const skip = Boolean(process.env.HALO_TEST_DATABASE_URL)

test('a mood that nobody had read when the process ended is read by the next one', { skip }, async () => {
  const folder = await mkdtemp(join(tmpdir(), 'halo-test-'))
  try {
    const first = await world({ folder })
    const vic = await first.visitor()
    const id = await vic.open()
    await first.ada.takeOver(id)
    await vic.say(id, 'This is ridiculous, I am furious, your tracking is useless!!')
    // The message is answered and stored; its mood is read a moment later, and by then there is no process.
    await first.close()
    await using second = await world({ folder })
    await eventually(
      async () => (await second.ada.transcript(id)).conversation.mood.score < 0,
      'the mood of what was said before the end',
    )
    for await (const unread of listUnread(second.halo.ctx)) assert.deepEqual(unread, [])
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
})
