import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { HaloError } from '../../sdk/api.ts'
import { newId } from '../../server/ground/context.ts'
import { eventually, world, type VisitorClient, type World } from '../world.ts'

/** What programs do with a key, through the client that we give them. */

type Program = Awaited<ReturnType<World['program']>>
let w: World
let program: Program
let halo: Program['halo']
let ada: string
before(async () => {
  w = await world()
  program = await w.program()
  halo = program.halo
  ada = w.ada.person.id
})
after(() => w.close())

const refused = (status: number, code: string) => (error: HaloError) => {
  assert.deepEqual([error.status, error.code], [status, code], error.message)
  return true
}

/** A visitor who was answered. */
async function answered(
  question = 'How long does shipping take?',
): Promise<{ vic: VisitorClient; id: string; answer: string }> {
  const vic = await w.visitor()
  const id = await vic.open()
  await vic.say(id, question)
  const reply = await eventually(
    async () => (await vic.transcript(id)).messages.find(({ from }) => from === 'ai'),
    'an answer',
  )
  return { vic, id, answer: reply.id }
}

test('a program finds a conversation and reads it, page by page', async () => {
  const { vic, id } = await answered()
  const { conversations } = await halo.listConversations({ status: 'live' })
  assert.equal(conversations[0]!.id, id)
  const { conversation } = await halo.getConversation({ id })
  assert.deepEqual([conversation.visitor.id, conversation.control.holder], [vic.id, 'ai'])
  const said: string[] = []
  for (let after: number | null = 0; after !== null;) {
    const page = await halo.listMessages({ id }, { after, limit: 1 })
    said.push(...page.messages.map(({ from }) => from))
    after = page.next
  }
  assert.deepEqual(
    said,
    (await vic.transcript(id)).messages.map(({ from }) => from),
  )
  await assert.rejects(halo.getConversation({ id: newId() }), refused(404, 'not_found'))
})

test('pages stay right while conversations are added', async () => {
  const visitors = await Promise.all(Array.from({ length: 5 }, () => w.visitor()))
  const ids = await Promise.all(visitors.map((visitor) => visitor.open()))
  const seen: string[] = []
  let cursor: string | undefined
  do {
    const page = await halo.listConversations({ limit: 2, ...(cursor && { cursor }) })
    seen.push(...page.conversations.map(({ id }) => id))
    cursor = page.next ?? undefined
    if (seen.length < 6) await (await w.visitor()).open()
  } while (cursor)
  assert.equal(new Set(seen).size, seen.length, 'nothing twice')
  for (const id of ids) assert.ok(seen.includes(id), 'nothing left out')
  await assert.rejects(halo.listConversations({ cursor: 'nonsense' }), refused(400, 'bad_cursor'))
})

test('a program takes over in an operator’s name, replies, and hands back; the log says that the key did it', async () => {
  const { vic, id } = await answered()
  await assert.rejects(halo.takeOver({ id }, { operatorId: 'nobody' }), refused(400, 'no_operator'))
  const { control, ticket } = await halo.takeOver({ id }, { operatorId: ada })
  assert.deepEqual([control.operator?.name, ticket.assignee?.id, ticket.status], ['Ada', ada, 'in_progress'])
  const ben = await w.ben()
  await assert.rejects(
    halo.reply({ id }, { id: newId(), text: 'Hello', operatorId: ben.person.id }),
    refused(409, 'held'),
  )
  const { message } = await halo.reply({ id }, { id: newId(), text: 'I look after this myself.', operatorId: ada })
  assert.equal((await vic.transcript(id)).messages.at(-1)!.id, message.id)
  assert.equal((await halo.handBack({ id })).control.holder, 'ai')

  const { events } = await w.ada.call('GET /api/conversations/:id/events', { params: { id }, query: { after: 0 } })
  for (const type of ['takeover.began', 'takeover.ended', 'ticket.opened']) {
    assert.deepEqual(events.find((event) => event.type === type)!.actor, { kind: 'key', id: program.key.id }, type)
  }
  assert.ok((await halo.listOperators()).operators.some(({ id: each }) => each === ada))
})

test('a program whispers under the name of its key, and takes it back', async () => {
  const { vic, id } = await answered()
  await w.ada.takeOver(id)
  const whisper = { id: newId(), text: 'Offer express shipping' }
  const sent = await halo.whisper({ id }, whisper)
  assert.deepEqual([sent.whisper.by.name, sent.whisper.state], ['Zapier', 'waiting'])
  assert.deepEqual((await halo.whisper({ id }, whisper)).whisper, sent.whisper)
  assert.equal((await halo.withdrawWhisper({ id, whisperId: whisper.id })).whisper.state, 'withdrawn')
  assert.deepEqual(
    (await halo.listWhispers({ id })).whispers.map(({ state }) => state),
    ['withdrawn'],
  )
  assert.ok(!JSON.stringify(await vic.transcript(id)).includes('express'))
})

test('a program rates and corrects an answer, and keeps lessons and corrections', async () => {
  const { id, answer } = await answered()
  assert.equal(
    (await halo.rate({ id, messageId: answer }, { vote: 'down', reason: 'wrong' })).rating.by?.name,
    'Zapier',
  )
  assert.deepEqual((await w.ada.transcript(id)).conversation.ratings, { up: 0, down: 1 })
  await halo.clearRating({ id, messageId: answer })
  assert.deepEqual((await w.ada.transcript(id)).conversation.ratings, { up: 0, down: 0 })
  const { correction } = await halo.correct(
    { id, messageId: answer },
    { id: newId(), question: 'How long does shipping take?', answer: 'Two days.', scope: 'everyone' },
  )
  assert.equal(
    (await halo.changeCorrection({ id: correction.id }, { answer: 'Three days.' })).correction.answer,
    'Three days.',
  )
  assert.ok((await halo.retireCorrection({ id: correction.id })).correction.retiredAt)
  const written = await halo.writeCorrection({ id: newId(), question: 'Do you ship to Mars?', answer: 'Not yet.' })
  assert.deepEqual(
    (await halo.listCorrections({ limit: 2 })).corrections.map(({ id: each }) => each).sort(),
    [correction.id, written.correction.id].sort(),
  )

  const { lesson } = await halo.writeLesson({ id: newId(), text: 'Never promise a date' })
  assert.equal((await halo.changeLesson({ id: lesson.id }, { on: false })).lesson.on, false)
  assert.ok((await halo.retireLesson({ id: lesson.id })).lesson.retiredAt)
  assert.deepEqual(
    (await halo.listLessons()).lessons.map(({ text, by }) => [text, by.name]),
    [['Never promise a date', 'Zapier']],
  )
})

test('a program makes a ticket of a conversation and works on it', async () => {
  const { id } = await answered()
  const { ticket } = await halo.openTicket({ id }, { assigneeId: ada })
  assert.deepEqual([ticket.status, ticket.assignee?.name], ['open', 'Ada'])
  assert.deepEqual(
    (await halo.openTicket({ id }, { status: 'priority' })).ticket,
    ticket,
    'one that is there stays as it is',
  )
  await halo.editTicket({ id: ticket.id }, { subject: 'Shipping to Mars', fields: { planet: 'Mars' } })
  await halo.comment({ id }, { id: newId(), text: 'See the order system', mentions: [ada] })
  await halo.setTicketStatus({ id: ticket.id }, { status: 'resolved' })
  await halo.assignTicket({ id: ticket.id }, { assigneeId: null })
  const { ticket: now } = await halo.getTicket({ id: ticket.id })
  assert.deepEqual(
    [now.subject, now.fields, now.status, now.resolvedBy, now.assignee],
    ['Shipping to Mars', { planet: 'Mars' }, 'resolved', 'person', null],
  )
  assert.deepEqual(
    (await halo.listTickets({ status: 'resolved' })).tickets.map(({ id: each }) => each),
    [ticket.id],
  )
  assert.equal((await w.ada.transcript(id)).comments[0]!.by.name, 'Zapier')
})

test('a site’s server tells of a person: traits merge, reserved keys are refused, and no page overwrites what it said', async () => {
  const vic = await w.visitor({ userId: 'vic 7' })
  const conversation = await vic.open()
  const { contact, traits } = await halo.putContact(
    { userId: 'vic 7' },
    { traits: { name: 'Vic', plan: 'gold', seats: 4 }, companyId: 'acme', companyTraits: { name: 'Acme' } },
  )
  assert.deepEqual(
    [contact.name, contact.company?.name, contact.verified, traits],
    ['Vic', 'Acme', false, { plan: 'gold', seats: 4 }],
  )
  assert.equal(
    (await w.ada.transcript(conversation)).conversation.visitor.name,
    'User vic 7',
    'who only claims to be them is not called by their name',
  )
  await vic.tell({ userTraits: { plan: 'platinum', city: 'Rome' } })
  assert.deepEqual((await halo.getContact({ id: contact.id })).traits, { plan: 'gold', seats: 4 })
  assert.deepEqual((await halo.putContact({ userId: 'vic 7' }, { traits: { seats: null } })).traits, {
    plan: 'gold',
  })
  await assert.rejects(
    halo.putContact({ userId: 'vic 7' }, { traits: { verified: true } }),
    (error: HaloError) =>
      refused(400, 'reserved_keys')(error) &&
      assert.deepEqual(error.details, { reserved_keys: ['verified'] }) === undefined,
  )
  assert.ok((await halo.listContacts()).contacts.some(({ id }) => id === contact.id))
  assert.deepEqual(
    (await halo.listConversations({ contactId: contact.id })).conversations.map(({ id }) => id),
    [conversation],
  )
})

test('an article that a program writes answers the next question', async () => {
  const id = newId()
  await halo.putArticle(
    { id },
    { title: 'Zeppelin deliveries', body: 'Zeppelin deliveries land every Tuesday at noon.' },
  )
  const { vic, id: chat } = await answered('When do zeppelin deliveries land?')
  assert.match((await vic.transcript(chat)).messages.find(({ from }) => from === 'ai')!.text, /Tuesday/)
  assert.equal((await halo.getArticle({ id })).article.title, 'Zeppelin deliveries')
  const all: string[] = []
  let cursor: string | undefined
  do {
    const page = await halo.listArticles({ limit: 3, ...(cursor && { cursor }) })
    all.push(...page.articles.map((article) => article.id))
    cursor = page.next ?? undefined
  } while (cursor)
  assert.ok(all.includes(id) && new Set(all).size === all.length)
  await halo.removeArticle({ id })
  await assert.rejects(halo.getArticle({ id }), refused(404, 'not_found'))
})

test('of two programs that saw the same and act at once, one acts; the other learns what is true now', async () => {
  const { id } = await answered()
  const ben = (await w.ben()).person.id
  const {
    conversation: {
      seq,
      control: { epoch },
    },
  } = await halo.getConversation({ id })
  const both = await Promise.allSettled(
    [ada, ben].map((operatorId) =>
      halo.takeOver({ id }, { operatorId, from: operatorId === ada ? ben : ada }, { expects: { epoch, seq } }),
    ),
  )
  assert.deepEqual(both.map(({ status }) => status).sort(), ['fulfilled', 'rejected'])
  const loser = (both.find(({ status }) => status === 'rejected') as PromiseRejectedResult).reason as HaloError
  const { conversation: now } = await halo.getConversation({ id })
  assert.deepEqual(
    [loser.status, loser.code, loser.details],
    [409, 'moved', { seq: now.seq, control: now.control }],
  )

  await assert.rejects(
    halo.whisper({ id }, { id: newId(), text: 'Too late' }, { expects: { seq } }),
    refused(409, 'moved'),
  )
  await halo.whisper(
    { id },
    { id: newId(), text: 'In time' },
    { expects: { epoch: now.control.epoch, seq: now.seq } },
  )
  assert.deepEqual(
    (await halo.listWhispers({ id })).whispers.map(({ text }) => text),
    ['In time'],
  )
  await assert.rejects(
    halo.putArticle({ id: newId() }, { title: 'No', body: 'No' }, { expects: { seq } }),
    refused(400, 'no_condition'),
  )
})

test('under one Idempotency-Key a request is done once and answered alike; another request under it is refused; what failed may be tried again', async () => {
  const { id } = await answered()
  const idempotencyKey = newId()
  const first = await halo.takeOver({ id }, { operatorId: ada }, { idempotencyKey })
  await halo.handBack({ id })
  assert.deepEqual(await halo.takeOver({ id }, { operatorId: ada }, { idempotencyKey }), first)
  assert.equal((await halo.getConversation({ id })).conversation.control.holder, 'ai', 'it was not done again')
  await assert.rejects(
    halo.takeOver({ id }, { operatorId: ada, from: ada }, { idempotencyKey }),
    refused(409, 'idempotency_key_used'),
  )
  const other = await w.program()
  assert.equal(
    (await other.halo.takeOver({ id }, { operatorId: ada }, { idempotencyKey })).control.holder,
    'operator',
    'another key has tokens of its own',
  )

  const again = newId()
  await assert.rejects(halo.getTicket({ id: newId() }), refused(404, 'not_found'))
  await assert.rejects(
    halo.setTicketStatus({ id: 'no-such-ticket' }, { status: 'open' }, { idempotencyKey: again }),
    refused(404, 'not_found'),
  )
  await assert.rejects(
    halo.setTicketStatus({ id: 'no-such-ticket' }, { status: 'open' }, { idempotencyKey: again }),
    refused(404, 'not_found'),
  )

  const burst = newId()
  const answers = await Promise.allSettled(
    Array.from({ length: 5 }, () => halo.openTicket({ id }, {}, { idempotencyKey: burst })),
  )
  for (const answer of answers)
    if (answer.status === 'rejected') refused(409, 'in_progress')(answer.reason as HaloError)
  assert.ok(answers.some(({ status }) => status === 'fulfilled'))
})
