import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Transcript, VisitorTranscript } from '../../protocol/entities.ts'
import { eventually, world, type Line, type OperatorClient, type VisitorClient, type World } from '../world.ts'

let w: World
before(async () => { w = await world({ overrides: { timing: { closeGrace: 200, leaveGrace: 50, sweep: 50 } } }) })
after(() => w.close())

interface Scene { vic: VisitorClient; ada: OperatorClient; ben: OperatorClient; chat: string; mine: Line<VisitorTranscript>; hers: Line<Transcript> }

/** Every action there is, in an order in which each has something to do. */
const actions: [string, (scene: Scene) => Promise<unknown>][] = [
  ['the visitor asks', ({ vic, chat }) => vic.say(chat, 'How do I pause my subscription?')],
  ['the AI answers', ({ ada, chat }) => answered(ada, chat)],
  ['an operator whispers', ({ ada, chat }) => ada.whisper(chat, 'ask for the order number')],
  ['a whisper is withdrawn', async ({ ada, chat }) => ada.withdraw(chat, (await ada.whisper(chat, 'keep it short')).id)],
  ['the whisper is used', async ({ vic, ada, chat }) => { await vic.say(chat, 'And how do I cancel it??'); await answered(ada, chat) }],
  ['the visitor tells who they are', ({ vic }) => vic.call('POST /api/widget/sessions', { body: { key: w.halo.widgetKey, token: vic.token, userId: `user-${vic.id}`, userTraits: { name: 'Vic' } } })],
  ['the visitor asks for a person', ({ vic, chat }) => vic.askForHuman(chat)],
  ['the visitor moves to another page', ({ mine, chat }) => Promise.resolve(mine.send({ type: 'here', conversationId: chat, presence: 'active', open: true, page: { url: 'https://shop.test/x', title: 'X' } }))],
  ['the visitor idles', ({ mine, chat }) => Promise.resolve(mine.send({ type: 'here', conversationId: chat, presence: 'idle', open: true }))],
  ['an operator takes over', ({ ada, chat }) => ada.takeOver(chat)],
  ['the operator replies', ({ ada, chat }) => ada.reply(chat, 'Here I am.')],
  ['a colleague takes the pen', ({ ada, ben, chat }) => ben.takeOver(chat, ada.person.id)],
  ['the visitor asks the colleague', ({ vic, chat }) => vic.say(chat, 'Are you there?')],
  ['the colleague hands back', ({ ben, chat }) => ben.handBack(chat)],
  ['the AI resumes', ({ ada, chat }) => answered(ada, chat)],
  ['the visitor closes the widget', ({ vic, chat }) => vic.leave(chat)],
  ['the conversation ends', ({ ada, chat }) => eventually(async () => (await ada.transcript(chat)).conversation.status === 'completed', 'the end')],
  ['a ticket is made of it afterwards', ({ ben, chat }) => ben.takeOver(chat)],
]

const answered = (ada: OperatorClient, chat: string) => eventually(async () => (await ada.transcript(chat)).conversation.lastMessage?.from === 'ai', 'the answer')

test('after every action, snapshot plus events equals a fresh snapshot, for visitor and for operator', async (t) => {
  const vic = await w.visitor()
  const chat = await vic.open()
  const scene: Scene = { vic, chat, ada: w.ada, ben: await w.ben(), mine: await vic.connect(), hers: await w.ada.connect() }
  await Promise.all([scene.mine.follow(chat), scene.hers.follow(chat)])
  for (const [name, act] of actions) {
    await t.test(name, async () => {
      await act(scene)
      const [fresh, seen] = await settled(scene)
      assert.deepEqual(scene.hers.picture(chat), fresh)
      const { upTo, ...visible } = seen
      const { upTo: heard, ...pictured } = scene.mine.picture(chat)
      assert.deepEqual(pictured, visible)
      assert.ok(heard <= upTo)
    })
  }
  await settled(scene)
  const { events } = await w.ada.call('GET /api/conversations/:id/events', { params: { id: chat }, query: { after: 0 } })
  assert.deepEqual(events.map(({ seq }) => seq), events.map((_, index) => index + 1), 'the log has no gap')
  const late = await w.ada.connect()
  const { upTo, ...whole } = await late.follow(chat)
  assert.deepEqual({ ...whole, upTo }, scene.hers.picture(chat), 'who comes late sees the same')
})

/** Fresh snapshots of a moment at which both lines have heard everything: the AI may still be writing, and moods are read a little later. */
function settled({ ada, vic, hers, mine, chat }: Scene): Promise<[Transcript, VisitorTranscript]> {
  return eventually(async () => {
    const [fresh, seen] = [await ada.transcript(chat), await vic.transcript(chat)]
    const still = fresh.upTo === seen.upTo && hers.picture(chat).upTo === fresh.upTo && mine.picture(chat).messages.length === seen.messages.length
    return still && [fresh, seen]
  }, 'a still log')
}

test('whoever was away gets what was missed, once, in order', async () => {
  const vic = await w.visitor()
  const chat = await vic.open()
  const first = await w.ada.connect()
  const picture = await first.follow(chat)
  first.cut()
  await vic.say(chat, 'Where do you ship?')
  await w.ada.whisper(chat, 'be brief')
  await w.ada.takeOver(chat)
  await w.ada.reply(chat, 'Everywhere in Europe.')
  const again = await w.ada.connect()
  await again.follow(chat, picture)
  await again.until(() => again.picture(chat).messages.some(({ from }) => from === 'operator'), 'the missed reply')
  assert.ok(again.frames.every(({ type }) => type !== 'snapshot'), 'by the log, not by starting over')
  again.close()
})
