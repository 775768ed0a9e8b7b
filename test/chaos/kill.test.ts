import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { test } from 'node:test'
import type { StoredEvent } from '../../protocol/events.ts'
import { newId } from '../../server/ground/context.ts'
import { freePort, Server } from '../program.ts'
import { seed, sized } from '../size.ts'
import { eventually, OperatorClient, VisitorClient } from '../world.ts'

const kills = sized({ little: 4, short: 8, full: 20 })
const visitors = sized({ little: 20, short: 30, full: 50 })

test(`killed ${kills} times under ${visitors} chatting visitors, nothing acknowledged is lost or doubled (seed ${seed})`, async () => {
  const folder = await mkdtemp(join(tmpdir(), 'halo-chaos-'))
  const server = new Server(await freePort(), folder)
  try {
    await server.start()
    const ada = await OperatorClient.signIn(server.url, 'ada@halo.test', 'correct horse')
    const { widgetKey } = await ada.call('GET /api/me')
    const chats = await Promise.all(Array.from({ length: visitors }, () => arrive(server.url, widgetKey)))
    const random = randomOf(seed)
    let over = false
    const chatting = chats.map((chat) => keepTalking(chat, randomOf(random() * 1e9), () => over))
    for (let kill = 0; kill < kills; kill++) {
      await sleep(150 + random() * 600)
      await server.kill()
      await server.start()
    }
    over = true
    await Promise.all(chatting)
    for (const chat of chats) await check(ada, chat)
  } finally {
    await server.kill()
    await rm(folder, { recursive: true, force: true })
  }
})

interface Chat {
  vic: VisitorClient
  id: string
  acknowledged: string[]
}

async function arrive(url: string, key: string): Promise<Chat> {
  const vic = await VisitorClient.arrive(url, key)
  return { vic, id: await vic.open(), acknowledged: [] }
}

const questions = [
  'Where is my order?',
  'How long does shipping take?',
  'Can I pause my subscription?',
  'What about refunds?',
  'Is the grinder under warranty?',
]

/** A visitor who writes, waits a little, and sends again with the same id whatever was not acknowledged. */
async function keepTalking(
  { vic, id, acknowledged }: Chat,
  random: () => number,
  isOver: () => boolean,
): Promise<void> {
  while (!isOver()) {
    const messageId = newId()
    const text = questions[Math.floor(random() * questions.length)]!
    await eventually(
      () =>
        vic.say(id, text, messageId).then(
          () => true,
          (error) => {
            if (error.status) throw error
            return false
          },
        ),
      'an acknowledgement',
      60,
    )
    acknowledged.push(messageId)
    await sleep(random() * 400)
  }
}

async function check(ada: OperatorClient, { id, acknowledged }: Chat): Promise<void> {
  await eventually(
    async () => (await ada.transcript(id)).conversation.waitingSince === null,
    'an answer to every message after the restart',
    60,
  )
  const { messages } = await ada.transcript(id)
  const stored = messages.filter(({ from }) => from === 'visitor').map((message) => message.id)
  assert.deepEqual(stored, acknowledged, 'every acknowledged message, once, in order')
  const { events } = await ada.call('GET /api/conversations/:id/events', { params: { id }, query: { after: 0 } })
  assert.deepEqual(
    events.map(({ seq }) => seq),
    events.map((_, index) => index + 1),
  )
  const runs = (events as StoredEvent[]).flatMap((event) =>
    event.type === 'message.posted' && event.payload.message.run ? [event.payload.message.run] : [],
  )
  assert.equal(new Set(runs).size, runs.length, 'no run answered twice')
}

/** A small seeded source (mulberry32), so that a failure can be played again with `--seed`. */
function randomOf(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), state | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
}
