import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { eventually, world, type OperatorClient, type World } from '../world.ts'

let w: World
let robin: OperatorClient
before(async () => {
  w = await world()
  robin = await w.ben()
})
after(() => w.close())

const head = async (id: string) => (await w.ada.transcript(id)).conversation
const read = (who: OperatorClient, id: string, seq: number) =>
  who.call('PUT /api/conversations/:id/read', { params: { id }, body: { seq } })

async function withRobin() {
  const vic = await w.visitor()
  const chat = await vic.open()
  await robin.takeOver(chat)
  return { vic, chat }
}

test('what was read in one browser is read in the other, at once and after coming back, and nobody reads backwards', async () => {
  const { vic, chat } = await withRobin()
  const { seq } = await vic.say(chat, 'Are you there?')
  const [one, other, hers] = [await robin.connect(), await robin.connect(), await w.ada.connect()]
  await read(robin, chat, seq)
  for (const line of [one, other])
    await line.until(
      () =>
        line.frames.some((frame) => frame.type === 'read' && frame.conversationId === chat && frame.seq === seq),
      'the other browser to hear of it',
    )
  await read(robin, chat, 1)
  assert.equal((await (await w.ben()).call('GET /api/reads')).reads[chat], seq)
  assert.equal((await w.ada.call('GET /api/reads')).reads[chat], undefined)
  assert.ok(!hers.frames.some(({ type }) => type === 'read'), 'it is nobody else’s business')
  for (const line of [one, other, hers]) line.close()
})

test('the visitor sees that the person who has them has read it, and not that a colleague looked', async () => {
  const { vic, chat } = await withRobin()
  const { seq } = await vic.say(chat, 'Are you there?')
  await read(w.ada, chat, seq)
  assert.equal((await vic.transcript(chat)).conversation.seen, undefined)
  await read(robin, chat, seq)
  assert.deepEqual((await vic.transcript(chat)).conversation.seen, { visitor: 0, operator: seq })
})

test('a person sees that the visitor has the answer in front of them, and not while the chat is shut', async () => {
  const { vic, chat } = await withRobin()
  const { seq } = (await robin.reply(chat, 'I am here.')).message
  const line = await vic.connect()
  await line.follow(chat)
  const here = (open: boolean) => line.send({ type: 'here', conversationId: chat, presence: 'active', open })
  here(false)
  await eventually(async () => (await head(chat)).presence === 'active', 'the visitor to be here')
  assert.equal((await head(chat)).seen, undefined)
  here(true)
  await eventually(async () => (await head(chat)).seen?.visitor === seq, 'it to be seen')
  line.close()
})

test('to have read something is no deed: it leaves no entry in the audit', async () => {
  const { vic, chat } = await withRobin()
  await read(robin, chat, (await vic.say(chat, 'Hello?')).seq)
  const { entries } = await w.ada.call('GET /api/audit', { query: { limit: 20 } as never })
  assert.ok(!entries.some(({ route }) => route.endsWith('/read')))
})

test('among those who need the same, whom nobody looks at stands before whom a colleague has open', async () => {
  const [first, second] = await Promise.all([w.visitor(), w.visitor()])
  const chats = [await first.open(), await second.open()]
  await first.askForHuman(chats[0]!)
  await second.askForHuman(chats[1]!)
  const order = async (who: OperatorClient) => {
    const window = JSON.stringify({ holder: 'others' })
    const { rows } = await who.call('GET /api/feed', { query: { window } })
    return rows.map(({ id }) => id).filter((id) => chats.includes(id))
  }
  const before = await order(w.ada)
  const line = await robin.connect()
  await line.follow(before[0]!)
  await eventually(async () => (await order(w.ada))[0] === before[1], 'the one that nobody looks at to stand first')
  assert.deepEqual(await order(robin), before, 'who looks at it sees no row move')
  line.close()
})
