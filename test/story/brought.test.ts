import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { HaloError } from '../../sdk/api.ts'
import { newId } from '../../server/ground/context.ts'
import { completeOverdue } from '../../server/conversations/complete.ts'
import { eventually, world, type World } from '../world.ts'

/** Conversations that a program brings in from elsewhere, through the client that we give it. */

type Program = Awaited<ReturnType<World['program']>>
let w: World
let program: Program
let halo: Program['halo']
before(async () => {
  w = await world()
  program = await w.program()
  halo = program.halo
})
after(() => w.close())

const refused = (status: number, code: string) => (error: HaloError) => {
  assert.deepEqual([error.status, error.code], [status, code], error.message)
  return true
}

const answerIn = (id: string) =>
  eventually(async () => (await halo.listMessages({ id })).messages.find(({ from }) => from === 'ai'), 'an answer')

test('a mail gateway brings in a customer’s question: it stands in the Live Feed with its channel, and the AI answers it', async () => {
  const ada = await w.ada.connect()
  ada.feed()
  await halo.putContact({ userId: 'jane@example.com' }, { traits: { name: 'Jane Doe', email: 'jane@example.com' } })
  const id = newId()
  const { conversation, message } = await halo.startConversation({
    id,
    userId: 'jane@example.com',
    channel: 'Mail',
    message: { id: newId(), text: 'How long does shipping take?' },
  })
  assert.deepEqual(
    [conversation.id, conversation.channel, conversation.visitor.name, conversation.visitor.verified],
    [id, { name: 'Mail', quietMinutes: 60 }, 'Jane Doe', true],
  )
  assert.equal(message!.from, 'visitor')
  await ada.until(
    () => ada.frames.some((frame) => frame.type === 'feed' && JSON.stringify(frame).includes(id)),
    'the row in the Live Feed',
  )
  assert.match((await answerIn(id)).text, /day/)

  await halo.say({ id }, { id: newId(), text: 'And to Norway?' })
  await eventually(
    async () => (await halo.listMessages({ id })).messages.filter(({ from }) => from === 'ai').length === 2,
    'the second answer',
  )
  assert.deepEqual(
    (await halo.listConversations({ userId: 'jane@example.com' })).conversations.map((each) => each.id),
    [id],
  )
  ada.close()
})

test('the log and the audit say which key brought it and spoke in it; the answer is the AI’s', async () => {
  const id = newId()
  await halo.startConversation({ id, message: { id: newId(), text: 'How long does shipping take?' } })
  await answerIn(id)
  const { events } = await w.ada.call('GET /api/conversations/:id/events', { params: { id }, query: { after: 0 } })
  const said = events.filter(({ type }) => type === 'message.posted')
  assert.deepEqual(
    [events[0]!.type, events[0]!.actor, said[0]!.actor, said[1]!.actor.kind],
    ['conversation.started', { kind: 'key', id: program.key.id }, { kind: 'key', id: program.key.id }, 'ai'],
  )
  const { entries } = await w.ada.call('GET /api/audit', { query: { by: program.key.id } })
  const started = entries.find(({ conversationId }) => conversationId === id)!
  assert.deepEqual([started.route, started.events], ['POST /api/v1/conversations', ['conversation.started']])
})

test('without a user id it is with somebody anonymous, and its channel is called after the key', async () => {
  const { conversation, message } = await halo.startConversation({ id: newId() })
  assert.deepEqual(
    [conversation.visitor.identified, conversation.visitor.verified, conversation.channel?.name, message],
    [false, false, 'Zapier', null],
  )
})

test('the same ids again are the same conversation and message; another person under the id is refused', async () => {
  const started = { id: newId(), userId: 'tom', message: { id: newId(), text: 'How long does shipping take?' } }
  const both = await Promise.all([halo.startConversation(started), halo.startConversation(started)])
  assert.equal(both[0].message!.seq, both[1].message!.seq)
  await answerIn(started.id)
  const again = await halo.startConversation(started)
  assert.deepEqual(again.message, both[0].message)
  assert.equal(
    (await halo.listMessages({ id: started.id })).messages.filter(({ from }) => from === 'visitor').length,
    1,
  )
  assert.equal((await halo.listConversations({ userId: 'tom' })).conversations.length, 1)
  await assert.rejects(
    halo.startConversation({ id: started.id, userId: 'somebody else' }),
    refused(409, 'id_taken'),
  )
  await assert.rejects(halo.startConversation({ id: await (await w.visitor()).open() }), refused(409, 'id_taken'))
  await assert.rejects(halo.getUser({ userId: 'somebody else' }), refused(404, 'not_found'))
})

test('one person can have several threads, and the visit in the widget beside them', async () => {
  const vic = await w.visitor({ userId: 'vic' })
  const visit = await vic.open()
  const threads = [newId(), newId()]
  for (const id of threads) await halo.startConversation({ id, userId: 'vic', channel: 'Mail' })
  const { conversations } = await halo.listConversations({ userId: 'vic', status: 'live' })
  assert.deepEqual(conversations.map(({ id }) => id).sort(), [visit, ...threads].sort())
  assert.equal(new Set(conversations.map(({ visitor }) => visitor.contactId)).size, 1)
  await assert.rejects(vic.transcript(threads[0]!), { status: 404 }, 'the page of one thread does not open another')
})

test('asked not to, the AI stays silent and the visitor is shown as waiting; it answers when somebody hands the conversation to it', async () => {
  const id = newId()
  const { conversation } = await halo.startConversation({
    id,
    message: { id: newId(), text: 'How long does shipping take?', answer: false },
  })
  assert.ok(conversation.waitingSince)
  assert.deepEqual(
    await w.halo.ctx.db.reads.selectFrom('runs').select('id').where('conversation_id', '=', id).execute(),
    [],
  )
  await w.ada.takeOver(id)
  await w.ada.handBack(id)
  await answerIn(id)
})

test('a person’s first words hold the pen, and make the ticket; the visitor’s reply waits for that person', async () => {
  const id = newId()
  const { conversation, message } = await halo.startConversation({
    id,
    userId: 'lee',
    message: { id: newId(), text: 'Your grinder is ready for pick-up.', operatorId: w.ada.person.id },
  })
  assert.deepEqual(
    [
      message!.from,
      message!.author?.name,
      conversation.control.operator?.name,
      conversation.ticket?.assignee?.name,
    ],
    ['operator', 'Ada', 'Ada', 'Ada'],
  )
  await halo.say({ id }, { id: newId(), text: 'Until when?' })
  assert.deepEqual(
    await w.halo.ctx.db.reads.selectFrom('runs').select('id').where('conversation_id', '=', id).execute(),
    [],
  )
  assert.deepEqual(
    (await halo.listTickets({ userId: 'lee', assigneeId: w.ada.person.id })).tickets.map(
      ({ conversationId }) => conversationId,
    ),
    [id],
  )
  await assert.rejects(
    halo.startConversation({ id: newId(), message: { id: newId(), text: 'Hello', operatorId: 'nobody' } }),
    refused(400, 'no_operator'),
  )
})

test('the visitor asks for a person and gets a ticket', async () => {
  const id = newId()
  await halo.startConversation({ id })
  const { conversation } = await halo.askForHuman({ id })
  assert.ok(conversation.humanRequestedAt && conversation.ticket)
  assert.deepEqual(await halo.askForHuman({ id }), { conversation })
})

test('a program speaks for nobody who is in the widget', async () => {
  const id = await (await w.visitor()).open()
  await assert.rejects(halo.say({ id }, { id: newId(), text: 'Hello' }), refused(409, 'in_widget'))
  await assert.rejects(halo.askForHuman({ id }), refused(409, 'in_widget'))
  await assert.rejects(halo.endConversation({ id }), refused(409, 'in_widget'))
})

test('it goes on while somebody speaks, ends after its quiet time or when the program says so, and is closed to new words then', async () => {
  const [quiet, ended] = [newId(), newId()]
  for (const id of [quiet, ended])
    await halo.startConversation({ id, quietMinutes: 120, message: { id: newId(), text: 'Thanks, that helped.' } })
  const minutes = (count: number) => Date.now() + count * 60_000
  await Promise.all([answerIn(quiet), answerIn(ended)])
  const live = async (id: string) => (await halo.getConversation({ id })).conversation.status === 'live'
  await completeOverdue(w.halo.ctx, minutes(119))
  assert.ok(await live(quiet))

  assert.ok((await halo.endConversation({ id: ended })).conversation)
  await eventually(async () => !(await live(ended)), 'the end')
  const { conversation } = await halo.getConversation({ id: ended })
  assert.deepEqual([conversation.endedHow, conversation.outcome?.kind], ['closed', 'resolved'])
  await assert.rejects(halo.say({ id: ended }, { id: newId(), text: 'One more thing' }), refused(409, 'completed'))
  assert.deepEqual(await halo.endConversation({ id: ended }), {
    conversation: (await halo.getConversation({ id: ended })).conversation,
  })

  await eventually(async () => {
    await completeOverdue(w.halo.ctx, minutes(121))
    return !(await live(quiet))
  }, 'the end by itself')
  assert.equal((await halo.getConversation({ id: quiet })).conversation.endedHow, 'timed_out')
})

test('who is erased is erased from the threads that a program brought, too', async () => {
  const id = newId()
  await halo.startConversation({
    id,
    userId: 'gone',
    channel: 'Mail',
    message: { id: newId(), text: 'Remember the zanzibar blend' },
  })
  const { contact } = await halo.getUser({ userId: 'gone' })
  await w.ada.call('POST /api/people/:id/erasure', {
    params: { id: contact.id },
    body: { name: contact.name, keepShared: false },
  })
  await assert.rejects(halo.getConversation({ id }), refused(404, 'not_found'))
})
