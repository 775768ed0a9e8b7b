import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { freePort, Server } from '../program.ts'
import { eventually, OperatorClient, VisitorClient } from '../world.ts'

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  test(`${signal} in the middle of a reply: exit 0, and the question is answered once, now or after the restart`, async () => {
    const folder = await mkdtemp(join(tmpdir(), 'halo-drain-'))
    const server = new Server(await freePort(), folder)
    try {
      await server.start()
      const ada = await OperatorClient.signIn(server.url, 'ada@halo.test', 'correct horse')
      const { widgetKey } = await ada.call('GET /api/me')
      const vic = await VisitorClient.arrive(server.url, widgetKey)
      const chat = await vic.open()
      const line = await vic.connect()
      await line.follow(chat)
      await vic.say(chat, 'Tell me everything about shipping and delivery times')
      await line.until(() => (line.passing(chat).draft?.text.length ?? 0) > 0, 'the first words')
      // Somebody polls too; a shutdown does not wait for them.
      const polling = vic
        .call('GET /api/widget/conversations/:id/events', { params: { id: chat }, query: { after: 99, wait: 25 } })
        .catch(() => null)
      assert.equal(await server.end(signal), 0)
      await polling
      assert.ok(line.closed)
      await server.start()
      await eventually(
        async () => (await ada.transcript(chat)).messages.some(({ from }) => from === 'ai'),
        'the answer',
      )
      const { messages } = await ada.transcript(chat)
      assert.deepEqual(
        messages.map(({ from }) => from),
        ['visitor', 'ai'],
      )
    } finally {
      await server.kill()
      await rm(folder, { recursive: true, force: true })
    }
  })
}
