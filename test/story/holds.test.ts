import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { usualSending, type Sending } from '../../protocol/agents/sending.ts'
import { needOf } from '../../protocol/need.ts'
import { startHalo } from '../../server/app.ts'
import { readConfig } from '../../server/ground/config.ts'
import { openBuiltin } from '../../server/builtin/builtin.ts'
import { newId } from '../../server/ground/context.ts'
import { eventually, OperatorClient, world, type World } from '../world.ts'

let w: World
before(async () => {
  w = await world({ overrides: { timing: { sweepIntervalMs: 60 } } })
})
after(() => w.close())

async function sends(sending: Partial<Sending>, among = w): Promise<void> {
  const { agents } = await among.ada.call('GET /api/agents')
  await among.ada.call('PATCH /api/agents/:id', {
    params: { id: agents[0]!.id },
    body: { sending: { ...usualSending, ...sending } },
  })
}

/** A visitor who has asked something, and what the AI would say to it. */
async function asked(among = w) {
  const vic = await among.visitor()
  const chat = await vic.open()
  await vic.say(chat, 'How long does shipping take?')
  return { vic, chat }
}

const transcript = (id: string, among = w) => among.ada.transcript(id)
const heldIn = (id: string, among = w) =>
  eventually(async () => (await transcript(id, among)).hold, 'a reply that is held')
const send = (chat: string, run: string, among = w) =>
  among.ada.call('POST /api/conversations/:id/holds/:run/send', { params: { id: chat, run } })
const replace = (chat: string, run: string, text: string, id = newId()) =>
  w.ada.call('PUT /api/conversations/:id/holds/:run/reply', { params: { id: chat, run }, body: { id, text } })
const spoken = async (id: string, from: string) =>
  (await transcript(id)).messages.filter((message) => message.from === from).map(({ text }) => text)

test('an agent that only drafts says nothing by itself; its draft stands in the feed until a person sends it', async () => {
  await sends({ mode: 'draft' })
  const { vic, chat } = await asked()
  const hold = await heldIn(chat)
  assert.deepEqual([hold.reason, hold.dueAt], ['draft', null])
  assert.match(hold.text, /days/)
  const { rows } = await w.ada.call('GET /api/feed', { query: { window: '{}' } })
  assert.equal(needOf(rows.find((row) => row.id === chat)!), 'draft')
  assert.ok(
    !JSON.stringify(await vic.transcript(chat)).includes(hold.text.slice(0, 20)),
    'the visitor has read nothing',
  )

  const { messageId } = await send(chat, hold.run)
  assert.equal((await send(chat, hold.run)).messageId, messageId, 'sending twice is sending once')
  const { messages, conversation, verdicts } = await transcript(chat)
  const [said] = messages.filter(({ from }) => from === 'ai')
  assert.deepEqual([said?.id, said?.text, said?.sources], [messageId, hold.text, hold.sources])
  assert.deepEqual([conversation.hold, conversation.control.holder], [null, 'ai'])
  assert.ok(verdicts.some((verdict) => verdict.messageId === messageId))
  assert.deepEqual((await vic.transcript(chat)).messages.at(-1)?.text, hold.text)
})

test('what is edited goes out in the words and the name of the operator, once, and the AI keeps the pen', async () => {
  await sends({ mode: 'draft' })
  const { vic, chat } = await asked()
  const { run } = await heldIn(chat)
  const id = newId()
  const { message } = await replace(chat, run, 'Two days, I promise.', id)
  assert.deepEqual([message.from, message.author?.name], ['operator', 'Ada'])
  assert.equal((await replace(chat, run, 'Two days, I promise.', id)).message.id, id)
  await assert.rejects(send(chat, run), { code: 'settled' })
  await assert.rejects(replace(chat, run, 'Three days.'), { code: 'settled' })
  const { conversation } = await transcript(chat)
  assert.deepEqual([conversation.control.holder, conversation.hold], ['ai', null])
  assert.deepEqual(await spoken(chat, 'ai'), [])
  await vic.say(chat, 'Which coffee is the strongest?')
  assert.notEqual((await heldIn(chat)).run, run)
})

test('a takeover, a whisper and a new message drop what is held; the next draft knows of them', async () => {
  await sends({ mode: 'draft' })
  const { vic, chat } = await asked()
  const first = await heldIn(chat)
  const whisper = await w.ada.whisper(chat, 'Tell them: we are closed on Monday.')
  const second = await eventually(async () => {
    const { hold } = await transcript(chat)
    return hold && hold.run !== first.run && hold
  }, 'a draft that knows of the whisper')
  await vic.say(chat, 'And to Norway?')
  const third = await eventually(async () => {
    const { hold } = await transcript(chat)
    return hold && hold.run !== second.run && hold
  }, 'a draft that knows of the message')
  await assert.rejects(send(chat, first.run), { code: 'settled' })
  await send(chat, third.run)
  const { whispers } = await transcript(chat)
  assert.deepEqual(
    whispers.map(({ id, state }) => [id, state]),
    [[whisper.id, 'used']],
  )

  await vic.say(chat, 'How do I return something?')
  const { run, text } = await heldIn(chat)
  await w.ada.takeOver(chat)
  await assert.rejects(send(chat, run), { code: 'settled' })
  const { hold, cuts, messages } = await transcript(chat)
  assert.equal(hold, null)
  assert.equal(cuts.at(-1)?.text, text)
  assert.equal(messages.filter(({ from }) => from === 'ai').length, 1)
})

test('a held reply goes out at once where nobody watches, and after its time where somebody does', async () => {
  await sends({ mode: 'hold', holdSeconds: 1 })
  const unwatched = await asked()
  await eventually(async () => (await spoken(unwatched.chat, 'ai')).length === 1, 'an answer')
  const kinds = await kindsIn(unwatched.chat)
  assert.ok(!kinds.includes('hold.began'))

  const vic = await w.visitor()
  const chat = await vic.open()
  const [his, hers] = [await vic.connect(), await w.ada.connect()]
  await Promise.all([his.follow(chat), hers.follow(chat)])
  await hers.until(() => hers.passing(chat).watchers.length === 1, 'Ada to watch')
  await vic.say(chat, 'How long does shipping take?')
  const { run, dueAt } = await heldIn(chat)
  assert.ok(dueAt !== null)
  assert.equal(his.passing(chat).draft?.text, '', 'the visitor sees that something is being written')
  const extended = await w.ada.call('POST /api/conversations/:id/holds/:run/wait', { params: { id: chat, run } })
  assert.ok(extended.dueAt! > dueAt)
  await w.halo.ctx.db.write((trx) =>
    trx.updateTable('holds').set({ due_at: 1 }).where('run_id', '=', run).execute(),
  )
  await his.until(() => his.picture(chat).messages.some(({ from }) => from === 'ai'), 'the answer, by itself')
  const ended = (await kindsIn(chat)).filter((kind) => kind.startsWith('hold.'))
  assert.deepEqual(ended, ['hold.began', 'hold.extended', 'hold.ended'])
  assert.ok(!his.heard.some(({ type }) => type.startsWith('hold.')))
  assert.ok(!his.heard.some((event) => event.type === 'reply.streamed' && event.payload.text))
  assert.ok(hers.heard.some(({ type }) => type === 'reply.drafted'))
  his.close()
  hers.close()
})

test('a held reply outlives its process: the next one sends it when its time is up', async () => {
  const dies = await world()
  await sends({ mode: 'draft' }, dies)
  const { chat } = await asked(dies)
  const { run, text } = await heldIn(chat, dies)
  await dies.halo.ctx.db.write((trx) =>
    trx
      .updateTable('holds')
      .set({ due_at: Date.now() + 1000 })
      .where('run_id', '=', run)
      .execute(),
  )
  await dies.halo.close()
  const lives = await startHalo(readConfig(dies.env))
  const ada = await OperatorClient.signIn(lives.url, 'ada@halo.test', 'correct horse')
  const answer = await eventually(
    async () => (await ada.transcript(chat)).messages.find(({ from }) => from === 'ai'),
    'the answer',
  )
  assert.equal(answer.text, text)
  assert.equal((await ada.transcript(chat)).hold, null)
  await lives.close()
})

test('an unsent draft of a visitor who has left becomes a ticket', async () => {
  await sends({ mode: 'draft' })
  const { chat } = await asked()
  const { run } = await heldIn(chat)
  await w.halo.ctx.db.write((trx) =>
    trx.updateTable('conversations').set({ ends_at: 1, ends_how: 'closed' }).where('id', '=', chat).execute(),
  )
  const { conversation } = await eventually(async () => {
    const seen = await transcript(chat)
    return seen.conversation.status === 'completed' && seen
  }, 'the end')
  assert.deepEqual([conversation.hold, conversation.ticket?.status], [null, 'open'])
  await assert.rejects(send(chat, run), { code: 'settled' })
})

async function kindsIn(chat: string): Promise<string[]> {
  const { events } = await w.ada.call('GET /api/conversations/:id/events', {
    params: { id: chat },
    query: { after: 0 },
  })
  return events.map(({ type }) => type)
}

test('a draft that is written anew stands on the screen once, from its beginning', async () => {
  await using slow = await world({ overrides: { model: openBuiltin({ pace: 30 }) } })
  await sends({ mode: 'draft' }, slow)
  const vic = await slow.visitor()
  const chat = await vic.open()
  const hers = await slow.ada.connect()
  await hers.follow(chat)
  await vic.say(chat, 'How long does shipping take?')
  await hers.until(() => Boolean(hers.passing(chat).draft?.text), 'the first words')
  await slow.ada.whisper(chat, 'Tell them: we are closed on Monday.')
  await hers.until(() => hers.picture(chat).hold !== null, 'the draft')
  const { hold } = hers.picture(chat)
  assert.match(hold!.text, /closed on Monday/)
  assert.equal(hers.passing(chat).draft?.text.trim(), hold!.text)
  hers.close()
})
