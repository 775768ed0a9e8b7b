import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { eventually, world, type OperatorClient, type VisitorClient, type World } from '../world.ts'

let w: World
let robin: OperatorClient
before(async () => {
  w = await world({
    overrides: {
      timing: { closeGraceMs: 100, awayLimitMs: 300, leaveGraceMs: 50, presenceLeaseMs: 400, sweepIntervalMs: 50 },
    },
  })
  robin = await w.ben()
})
after(() => w.close())

const head = async (id: string) => (await w.ada.transcript(id)).conversation
const over = (id: string) => eventually(async () => (await head(id)).status === 'completed', 'its end')
const said = async (id: string) => (await w.ada.transcript(id)).messages.map(({ from, text }) => [from, text])

/** Jane asked for a person, Robin took over, answered and resolved it, and it is over. */
async function answered(vic: VisitorClient): Promise<string> {
  const chat = await vic.open()
  await vic.say(chat, 'My grinder is broken')
  await robin.takeOver(chat)
  await robin.reply(chat, 'Press the red button for ten seconds.')
  await over(chat)
  return chat
}

const setStatus = async (chat: string, status: 'resolved' | 'snoozed' | 'open' | 'spam') => {
  const { id } = (await head(chat)).ticket!
  await w.ada.call('PUT /api/tickets/:id/status', { params: { id }, body: { status } })
}

for (const status of ['resolved', 'snoozed', 'open'] as const)
  test(`what a visitor writes under a ${status} ticket, after the end, goes to the person who answered`, async () => {
    const vic = await w.visitor()
    const chat = await answered(vic)
    await setStatus(chat, status)
    const next = await vic.open()
    assert.equal(next, chat, 'opening the widget again shows the thread')
    await vic.say(next, 'Thank you Robin, but it still does not work')
    const { status: state, ticket, control } = await head(chat)
    assert.deepEqual(
      [state, ticket?.status, ticket?.assignee?.id, control.operator?.id],
      ['live', 'in_progress', robin.person.id, robin.person.id],
    )
    const { rows } = await robin.call('GET /api/feed', { query: { window: JSON.stringify({ holder: 'me' }) } })
    assert.ok(rows.some((row) => row.id === chat && row.waitingSince !== null))
    assert.equal((await said(chat)).findLast(([from]) => from !== 'system')?.[0], 'visitor', 'the AI says nothing')
  })

test('words in another conversation that was opened before the person answered land in the thread, and a repeat is one message', async () => {
  const vic = await w.visitor()
  const chat = await vic.open()
  await vic.say(chat, 'My order is late')
  await vic.leave(chat)
  await over(chat)
  const fresh = await vic.open()
  assert.notEqual(fresh, chat)
  await robin.reply(chat, 'It arrives tomorrow.')
  const id = crypto.randomUUID()
  const send = () =>
    vic.call('POST /api/widget/conversations/:id/messages', {
      params: { id: fresh },
      body: { id, text: 'thanks' },
    })
  assert.equal((await send()).conversation.id, chat)
  assert.equal((await send()).message.id, id)
  assert.equal((await said(chat)).filter(([, text]) => text === 'thanks').length, 1)
  assert.equal((await head(fresh)).status, 'completed')
  assert.equal((await head(chat)).ticket?.status, 'in_progress', 'thanks do not resolve what a person has')
})

test('the assistant answers again after a hand-back, or when the visitor chooses it', async () => {
  const vic = await w.visitor()
  const chat = await answered(vic)
  const asked = await vic.call('POST /api/widget/conversations', {
    body: { id: crypto.randomUUID(), assistant: true },
  })
  const { id } = asked.conversation
  assert.notEqual(id, chat)
  await vic.say(id, 'How long does shipping take?')
  await eventually(async () => (await head(id)).lastMessage?.from === 'ai', 'an answer of the AI')
  await over(id)
  const later = await vic.open()
  assert.notEqual(later, chat, 'they went on with the assistant since')

  const other = await w.visitor()
  const given = await other.open()
  await other.say(given, 'Where is my refund?')
  await robin.reply(given, 'On its way.')
  await robin.handBack(given)
  await over(given)
  assert.notEqual(await other.open(), given)
})

test('somebody who only says that they are the same customer reaches the person and reads nothing', async () => {
  const jane = await w.visitor({ userId: 'jane' })
  const chat = await answered(jane)
  await setStatus(chat, 'resolved')
  const elsewhere = await w.visitor({ userId: 'jane' })
  const there = await elsewhere.open()
  assert.notEqual(there, chat)
  await elsewhere.say(there, 'It is broken again')
  const { control, ticket } = await head(there)
  assert.equal(control.operator?.id, robin.person.id)
  assert.equal(ticket?.mergedInto?.number, (await head(chat)).ticket?.number)
  await eventually(async () => (await head(chat)).ticket?.status === 'in_progress', 'the ticket to be work again')
  await assert.rejects(elsewhere.transcript(chat))
})

test('a ticket that a person has or answered is not resolved by the AI, whatever the visitor says', async () => {
  const vic = await w.visitor()
  const chat = await vic.open()
  await vic.say(chat, 'How long does shipping take?')
  await robin.reply(chat, 'Three days.')
  await robin.handBack(chat)
  await vic.say(chat, 'Perfect, thank you!')
  await eventually(async () => (await head(chat)).lastMessage?.from === 'ai', 'an answer of the AI')
  await vic.leave(chat)
  await over(chat)
  assert.equal((await head(chat)).ticket?.status, 'in_progress')
})

test('a ticket that was resolved while the AI has the pen is open again when its visitor asks, and not when they part', async () => {
  const vic = await w.visitor()
  const chat = await vic.open()
  await vic.say(chat, 'How long does shipping take?')
  await vic.askForHuman(chat)
  await setStatus(chat, 'resolved')
  await vic.say(chat, 'thanks')
  assert.equal((await head(chat)).ticket?.status, 'resolved')
  await vic.say(chat, 'And where is my parcel?')
  assert.equal((await head(chat)).ticket?.status, 'open')
})

test('a draft speaks as the person who sends it: it offers nobody and points to no button', async () => {
  const vic = await w.visitor()
  const chat = await vic.open()
  await vic.say(chat, 'Which planet has the most moons?')
  await robin.takeOver(chat)
  const { text } = await robin.call('POST /api/conversations/:id/draft', { params: { id: chat } })
  assert.ok(text && !/talk to a human|person from our team/i.test(text), text)
})
