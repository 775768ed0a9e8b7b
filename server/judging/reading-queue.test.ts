import assert from 'node:assert/strict'
import { setImmediate as turned } from 'node:timers/promises'
import { mock, test } from 'node:test'
import { registry } from '../ground/metrics.ts'
import { ReadingQueue, type Depth } from './reading-queue.ts'

/** A queue whose readings end when they are told to, at a time that the test sets. */
function queue() {
  const begun: { id: string; depth: Depth; end(): void }[] = []
  const reading = new ReadingQueue(
    (id, depth) => new Promise<void>((end) => begun.push({ id, depth, end })),
    (error) => assert.fail(String(error)),
  )
  return { reading, begun, ids: () => begun.map(({ id, depth }) => `${id} ${depth}`) }
}

async function turns(count = 12) {
  for (let turn = 0; turn < count; turn++) await turned()
}

test('a few are read at once, and whoever is added again while waiting is read once', async () => {
  const { reading, begun, ids } = queue()
  for (const id of ['a', 'b', 'c', 'd', 'd', 'e']) reading.add(id)
  await turns()
  assert.deepEqual(ids(), ['a whole', 'b whole', 'c whole'])
  begun[1]!.end()
  await turns()
  assert.deepEqual(ids().slice(3), ['d whole'])
  begun[3]!.end()
  await turns()
  assert.deepEqual(ids().slice(4), ['e whole'])
  reading.stop()
})

test('whoever waited long is read in part, the topic left out first, and made up for when nobody waits', async () => {
  let now = 0
  const clock = mock.method(performance, 'now', () => now)
  const { reading, begun, ids } = queue()
  for (const id of ['a', 'b', 'c', 'late', 'later']) reading.add(id)
  await turns()
  now = 600
  begun[0]!.end()
  await turns()
  now = 1_600
  begun[1]!.end()
  await turns()
  assert.deepEqual(ids().slice(3), ['late mood', 'later words'])
  const shown = await registry.metrics()
  assert.match(shown, /halo_reading_backlog\{state="partly"\} 2/)
  assert.match(shown, /halo_reading_skipped_total\{what="meaning"\} 1/)
  for (const each of begun) each.end()
  await turns()
  begun[5]!.end()
  await turns()
  assert.deepEqual(ids().slice(5), ['late whole', 'later whole'])
  assert.match(await registry.metrics(), /halo_reading_backlog\{state="partly"\} 0/)
  reading.stop()
  clock.mock.restore()
})

test('what was erased while it waited is not read', async () => {
  const { reading, begun, ids } = queue()
  for (const id of ['a', 'b', 'c', 'erased', 'd']) reading.add(id)
  await turns()
  reading.forget('erased')
  begun[0]!.end()
  await turns()
  assert.deepEqual(ids().slice(3), ['d whole'])
  reading.stop()
})
