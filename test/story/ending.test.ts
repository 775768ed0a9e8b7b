import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { eventually, Refused, world, type World } from '../world.ts'

let w: World
before(async () => {
  w = await world({
    overrides: { timing: { closeGraceMs: 300, leaveGraceMs: 100, presenceLeaseMs: 600, sweepIntervalMs: 50 } },
  })
})
after(() => w.close())

const conversation = async (chat: string, of = w) => (await of.ada.transcript(chat)).conversation
const completed = (chat: string, of = w) =>
  eventually(async () => {
    const it = await conversation(chat, of)
    return it.status === 'completed' && it
  }, 'the end of the conversation')

test('closing the widget ends the conversation after a moment of grace, with its outcome', async () => {
  const vic = await w.visitor()
  const chat = await vic.open()
  await vic.say(chat, 'How long does shipping take?')
  await eventually(async () => (await conversation(chat)).lastMessage?.from === 'ai', 'an answer')
  await vic.leave(chat)
  const ended = await completed(chat)
  assert.equal(ended.endedHow, 'closed')
  assert.equal(ended.outcome?.kind, 'answered', 'silence is never Resolved')
  const { conversations } = await w.ada.call('GET /api/conversations', { query: { text: 'shipping' } })
  assert.ok(
    conversations.some(({ id }) => id === chat),
    'it is found under Completed by its words',
  )
})

test('who thanks and leaves was helped; who never wrote had no question', async () => {
  const [vic, silent] = [await w.visitor(), await w.visitor()]
  const [chat, nothing] = [await vic.open(), await silent.open()]
  await vic.say(chat, 'How long does shipping take?')
  await eventually(async () => (await conversation(chat)).lastMessage?.from === 'ai', 'an answer')
  await vic.say(chat, 'Perfect, thank you!')
  await Promise.all([vic.leave(chat), silent.leave(nothing)])
  assert.equal((await completed(chat)).outcome?.kind, 'resolved')
  assert.equal((await completed(nothing)).outcome?.kind, 'no_question')
})

test('a page change is no close', async () => {
  const vic = await w.visitor()
  const chat = await vic.open()
  const page = await vic.connect()
  await page.follow(chat)
  page.send({ type: 'here', conversationId: chat, presence: 'active', open: true })
  await eventually(async () => (await conversation(chat)).presence === 'active', 'presence')
  // Somebody who leaves in the same moment and does not come back: once they are gone, every grace is over.
  const gone = await w.visitor()
  const goneChat = await gone.open()
  await vic.leave(chat, 'unload')
  page.close()
  const next = await vic.connect()
  await next.follow(chat)
  const beat = () =>
    next.send({
      type: 'here',
      conversationId: chat,
      presence: 'active',
      open: true,
      page: { url: 'https://shop.test/cart', title: 'Cart' },
    })
  beat()
  const beating = setInterval(beat, 200)
  await gone.leave(goneChat, 'unload')
  await completed(goneChat)
  clearInterval(beating)
  const now = await conversation(chat)
  assert.equal(now.status, 'live')
  assert.equal(now.page?.title, 'Cart')
  next.close()
})

test('a pulled cable is noticed by its silence, and the conversation waits longer than for a goodbye', async () => {
  await using own = await world({
    overrides: { timing: { closeGraceMs: 300, awayLimitMs: 1_000, presenceLeaseMs: 600, sweepIntervalMs: 50 } },
  })
  const vic = await own.visitor()
  const chat = await vic.open()
  const line = await vic.connect()
  await line.follow(chat)
  line.send({ type: 'here', conversationId: chat, presence: 'active', open: true })
  const gone = await eventually(async () => {
    const it = await conversation(chat, own)
    return it.presence === 'gone' && it
  }, 'the lease to run out')
  const ended = await completed(chat, own)
  assert.equal(ended.endedHow, 'timed_out')
  // As the server wrote it down: how busy the machine is makes no difference.
  assert.ok(ended.completedAt! - gone.presenceAt! >= 1_000)
  line.close()
})

test('several tabs are one visitor: the last one decides', async () => {
  const vic = await w.visitor()
  const chat = await vic.open()
  const [one, two] = [await vic.connect(), await vic.connect()]
  await Promise.all([one.follow(chat), two.follow(chat)])
  const beat = (line: typeof one, presence: 'active' | 'idle') =>
    line.send({ type: 'here', conversationId: chat, presence, open: true })
  beat(one, 'idle')
  await eventually(async () => (await conversation(chat)).presence === 'idle', 'idle')
  beat(two, 'active')
  await eventually(async () => (await conversation(chat)).presence === 'active', 'active')
  two.close()
  await eventually(async () => (await conversation(chat)).presence === 'idle', 'the other tab')
  one.close()
  await eventually(async () => (await conversation(chat)).presence === 'gone', 'gone')
})

test('a later message starts a new conversation, with the old one above it', async () => {
  const vic = await w.visitor()
  const chat = await vic.open()
  await vic.say(chat, 'Hello there')
  await vic.leave(chat)
  await completed(chat)
  await assert.rejects(
    vic.say(chat, 'One more thing'),
    (error) => error instanceof Refused && error.code === 'completed',
  )
  const next = await vic.open()
  assert.notEqual(next, chat)
  const session = await vic.call('POST /api/widget/sessions', { body: { key: w.halo.widgetKey, token: vic.token } })
  assert.equal(session.live?.conversation.id, next)
  assert.equal(session.earlier?.conversation.id, chat)
})

test('a completed conversation can still become a ticket', async () => {
  const vic = await w.visitor()
  const chat = await vic.open()
  await vic.leave(chat)
  await completed(chat)
  const { ticket, control } = await w.ada.takeOver(chat)
  assert.equal(ticket.status, 'in_progress')
  assert.equal(control.holder, 'ai', 'nobody is there to talk to')
})
