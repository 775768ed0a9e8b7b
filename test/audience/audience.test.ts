import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import {
  eventTypes,
  mayRead,
  storedTypes,
  vocabulary,
  type EventType,
  type StoredEvent,
} from '../../protocol/events.ts'
import { rowOf } from '../../server/events/log.ts'
import { publishEphemeral } from '../../server/events/ephemeral.ts'
import { eventually, world, type World } from '../world.ts'

let w: World
before(async () => {
  w = await world()
})
after(() => w.close())

/** What a visitor may read is written down here a second time, on purpose: a new event for everyone must be put on this list by hand. */
const forVisitors: EventType[] = [
  'message.posted',
  'takeover.began',
  'takeover.ended',
  'human.requested',
  'message.edited',
  'message.withdrawn',
  'messages.seen',
  'conversation.completed',
  'conversation.reopened',
  'reply.began',
  'reply.streamed',
  'reply.dropped',
  'typing.changed',
]

test('exactly these events are for visitors', () => {
  assert.deepEqual(eventTypes.filter((type) => mayRead('everyone', type)).sort(), [...forVisitors].sort())
})

const secret = 'SECRET-OF-THE-OPERATORS'

for (const type of eventTypes) {
  const meant = vocabulary[type].audience === 'everyone' ? 'reaches the visitor' : 'never reaches the visitor'
  test(`${type} ${meant}, by socket, by polling or by snapshot`, async () => {
    const vic = await w.visitor()
    const chat = await vic.open()
    const [mine, hers] = [await vic.connect(), await w.ada.connect()]
    await Promise.all([mine.follow(chat), hers.follow(chat)])
    if ((storedTypes as EventType[]).includes(type)) await append(chat, type)
    else
      publishEphemeral(w.halo.ctx, {
        conversationId: chat,
        type,
        payload: { secret, text: secret, offset: 0, epoch: 0 },
      } as never)
    await hers.until(() => JSON.stringify(hers.frames).includes(secret), 'the operator to read it')
    // A message that follows on the same lines: whatever was to come before it has come.
    await vic.say(chat, 'after it')
    await mine.until(
      () =>
        mine.frames.some(
          (frame) =>
            frame.type === 'events' &&
            frame.events.some(
              (event) => event.type === 'message.posted' && event.payload.message?.text === 'after it',
            ),
        ),
      'the message after it',
    )
    const polled = await vic.call('GET /api/widget/conversations/:id/events', {
      params: { id: chat },
      query: { after: 0 },
    })
    const late = await vic.connect()
    await late.follow(chat, { ...(await vic.transcript(chat)), messages: [], upTo: 0 })
    const heard = [mine.frames, late.frames, polled, await vic.transcript(chat)].map((told) =>
      JSON.stringify(told).includes(secret),
    )
    if (mayRead('everyone', type)) assert.ok(heard[0])
    else assert.deepEqual(heard, [false, false, false, false])
    for (const line of [mine, hers, late]) line.close()
  })
}

/** An event of this type in the log, whatever its payload would really be, as any process could have written it. */
async function append(conversationId: string, type: EventType): Promise<void> {
  const { db, bus } = w.halo.ctx
  const event = await db.write(async (trx) => {
    const row = await trx
      .selectFrom('conversations')
      .select(['seq', 'head'])
      .where('id', '=', conversationId)
      .executeTakeFirstOrThrow()
    const [seq, conversation] = [row.seq + 1, JSON.parse(row.head)]
    const payload = {
      ...conversation,
      reading: conversation.mood,
      mark: {},
      secret,
      conversation,
      message: { text: '' },
      control: {},
      whisper: {},
      inquiry: {},
      brief: {},
      cut: {},
      comment: {},
      hold: {},
      failure: {},
      correction: {},
      rating: {},
      note: {},
    }
    const event = {
      conversationId,
      seq,
      at: Date.now(),
      actor: { kind: 'system', id: null },
      type,
      payload,
    } as unknown as StoredEvent
    await trx.insertInto('events').values(rowOf(event)).execute()
    await trx
      .updateTable('conversations')
      .set({ seq, head: JSON.stringify({ ...conversation, seq }) })
      .where('id', '=', conversationId)
      .execute()
    return event
  })
  bus.publish(`moved.${conversationId}`, { conversationId, after: event.seq - 1, upTo: event.seq, events: [event] })
}

test('another visitor can neither read nor write this conversation', async () => {
  const [vic, eve] = [await w.visitor(), await w.visitor()]
  const chat = await vic.open()
  await vic.say(chat, 'my secret')
  for (const attempt of [
    () => eve.transcript(chat),
    () => eve.say(chat, 'hello'),
    () => eve.askForHuman(chat),
    () => eve.leave(chat),
    () => eve.call('GET /api/widget/conversations/:id/events', { params: { id: chat }, query: { after: 0 } }),
  ]) {
    await assert.rejects(attempt, (error: { status?: number }) => error.status === 404)
  }
  const line = await eve.connect()
  line.send({ type: 'follow', conversationId: chat, after: 0 })
  await line.until(() => line.frames.some(({ type }) => type === 'refused'), 'a refusal')
  line.send({ type: 'feed', generation: 1, window: {} })
  await line.until(() => line.frames.filter(({ type }) => type === 'refused').length === 2, 'no feed for visitors')
  assert.ok(!JSON.stringify(line.frames).includes('my secret'))
  await eventually(
    async () => (await w.ada.transcript(chat)).conversation.presence !== 'gone',
    'the presence untouched by a stranger',
  )
  line.close()
})

test("a visitor's token opens nothing of the dashboard's, and nothing at all opens it without a session", async () => {
  const vic = await w.visitor()
  const { paths } = (await vic.fetch('GET', '/api/openapi.json')) as {
    paths: Record<string, Record<string, { security?: Record<string, unknown>[] }>>
  }
  const operatorRoutes = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods)
      .filter(([, route]) => route.security?.some((door) => 'operator' in door))
      .map(([method]) => ({ path, method })),
  )
  assert.ok(operatorRoutes.length > 10)
  for (const { path, method } of operatorRoutes) {
    const body = method === 'get' || method === 'delete' ? undefined : '{}'
    const at = path.replace(/\{\w+\}/g, 'some-id-0001')
    await assert.rejects(
      vic.fetch(method.toUpperCase(), at, body),
      (error: { status?: number }) => error.status === 401,
      `${method} ${path}`,
    )
  }
})
