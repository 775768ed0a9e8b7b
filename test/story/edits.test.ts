import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { eventually, world, type OperatorClient, type VisitorClient, type World } from '../world.ts'

let w: World
before(async () => {
  w = await world()
})
after(() => w.close())

const edit = (who: OperatorClient, id: string, messageId: string, text: string) =>
  who.call('PATCH /api/conversations/:id/messages/:messageId', { params: { id, messageId }, body: { text } })
const takeBack = (who: OperatorClient, id: string, messageId: string) =>
  who.call('DELETE /api/conversations/:id/messages/:messageId', { params: { id, messageId } })
const log = async (vic: VisitorClient, id: string) =>
  JSON.stringify(
    await vic.call('GET /api/widget/conversations/:id/events', { params: { id }, query: { after: 0 } }),
  )

async function replied(text: string, among: World = w) {
  const vic = await among.visitor()
  const chat = await vic.open()
  await among.ada.takeOver(chat)
  await vic.say(chat, 'Where is my parcel?')
  const { id } = (await among.ada.reply(chat, text)).message
  return { vic, chat, id }
}

test('a reply is edited: both sides read the new words at once, see that it was, and the old ones are told to nobody', async () => {
  const { vic, chat, id } = await replied('It arrives on Mondey')
  const line = await vic.connect()
  await line.follow(chat)
  await edit(w.ada, chat, id, 'It arrives on Monday')
  const said = await line.message(chat, ({ text }) => text === 'It arrives on Monday')
  assert.ok(said.editedAt)
  assert.equal((await w.ada.transcript(chat)).messages.find((each) => each.id === id)?.editedAt, said.editedAt)
  assert.equal((await w.ada.transcript(chat)).conversation.lastMessage?.text, 'It arrives on Monday')
  assert.ok(!(await log(vic, chat)).includes('Mondey'))
  line.close()
})

test('a reply is taken back: its words are gone from both sides and from the log, and the visitor waits again', async () => {
  const { vic, chat, id } = await replied('The code of Mr Smith is 4711')
  assert.equal((await w.ada.transcript(chat)).conversation.waitingSince, null)
  await takeBack(w.ada, chat, id)
  await takeBack(w.ada, chat, id)
  const { conversation, messages } = await w.ada.transcript(chat)
  assert.ok(conversation.waitingSince)
  assert.ok(messages.find((each) => each.id === id)?.withdrawnAt)
  const found = async () => {
    const { rows } = await w.ada.call('GET /api/feed', { query: { window: JSON.stringify({ text: '4711' }) } })
    return rows.some((row) => row.id === chat)
  }
  await eventually(async () => !(await found()), 'the search to find it no more')
  for (const told of [await log(vic, chat), JSON.stringify(await vic.transcript(chat))])
    assert.ok(!told.includes('4711'))
})

test('the AI goes on without what was taken back', async () => {
  const { vic, chat, id } = await replied('Your zeppelin lands on Friday.')
  await takeBack(w.ada, chat, id)
  await w.ada.handBack(chat)
  await vic.say(chat, 'When does my zeppelin land?')
  const answer = await eventually(
    async () => (await w.ada.transcript(chat)).messages.findLast(({ from }) => from === 'ai'),
    'an answer',
  )
  assert.doesNotMatch(answer.text, /Friday/)
})

test('only who wrote it, only what a person wrote, and only for a minute', async () => {
  const { vic, chat, id } = await replied('I am Ada.')
  const ben = await w.ben()
  await assert.rejects(edit(ben, chat, id, 'I am Ben.'), { code: 'not_yours' })
  const { id: theirs } = await vic.say(chat, 'Thanks')
  await assert.rejects(takeBack(w.ada, chat, theirs), { code: 'not_yours' })
  await assert.rejects(takeBack(w.ada, chat, crypto.randomUUID()), { status: 404 })

  await using late = await world({ overrides: { timing: { editableMs: -1 } } })
  const old = await replied('Too late', late)
  await assert.rejects(edit(late.ada, old.chat, old.id, 'Later'), { code: 'too_late' })
})
