import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fillCanned } from '../../protocol/tickets/canned.ts'
import type { TicketStatus } from '../../protocol/entities.ts'
import type { TicketView } from '../../protocol/tickets/routes.ts'
import { newId } from '../../server/ground/context.ts'
import { eventually, Refused, VisitorClient, world, type OperatorClient, type World } from '../world.ts'

const overrides = { timing: { closeGraceMs: 100, leaveGraceMs: 50, sweepIntervalMs: 30 } }
const refusal = (code: string) => (error: unknown) => error instanceof Refused && error.code === code

const list = async (by: OperatorClient, view: TicketView = 'all', text?: string) =>
  by.call('GET /api/tickets', { query: { view, ...(text && { text }) } })
const numbers = async (by: OperatorClient, view: TicketView, text?: string) =>
  (await list(by, view, text)).tickets.map(({ number }) => number)
const setStatus = async (by: OperatorClient, id: string, status: TicketStatus, until?: number) =>
  (await by.call('PUT /api/tickets/:id/status', { params: { id }, body: { status, ...(until && { until }) } }))
    .ticket
const assign = async (by: OperatorClient, id: string, assigneeId: string | null) =>
  (await by.call('PUT /api/tickets/:id/assignee', { params: { id }, body: { assigneeId } })).ticket
const comment = async (
  by: OperatorClient,
  id: string,
  text: string,
  { mentions = [], commentId = newId() }: { mentions?: string[]; commentId?: string } = {},
) =>
  (
    await by.call('POST /api/conversations/:id/comments', {
      params: { id },
      body: { id: commentId, text, mentions },
    })
  ).comment

/** Somebody asks for a person: an open ticket of nobody. */
async function asked(w: World, vic?: VisitorClient, words = 'My grinder arrived broken, what now?') {
  const who = vic ?? (await w.visitor())
  const chat = await who.open()
  await who.say(chat, words)
  await eventually(async () => (await w.ada.transcript(chat)).conversation.lastMessage?.from === 'ai', 'the answer')
  await who.askForHuman(chat)
  const { ticket } = (await w.ada.transcript(chat)).conversation
  return { vic: who, chat, ticket: ticket! }
}

async function end(w: World, vic: VisitorClient, chat: string): Promise<void> {
  await vic.leave(chat)
  await eventually(async () => (await w.ada.transcript(chat)).conversation.status === 'completed', 'the end')
}

test('a ticket goes from view to view with its status and assignee, and each change stands in its thread', async () => {
  await using w = await world({ overrides })
  const { chat, ticket } = await asked(w)
  const ben = await w.ben()
  assert.deepEqual(
    [
      await numbers(w.ada, 'all'),
      await numbers(w.ada, 'unassigned'),
      await numbers(w.ada, 'open'),
      await numbers(w.ada, 'mine'),
    ],
    [[1], [1], [1], []],
  )

  await assign(w.ada, ticket.id, ben.person.id)
  assert.deepEqual(
    [await numbers(ben, 'mine'), await numbers(w.ada, 'mine'), await numbers(w.ada, 'unassigned')],
    [[1], [], []],
  )
  await assert.rejects(assign(w.ada, ticket.id, 'nobody-here'), refusal('not_found'))

  await setStatus(ben, ticket.id, 'resolved')
  assert.deepEqual(
    [
      await numbers(ben, 'all'),
      await numbers(ben, 'mine'),
      await numbers(ben, 'resolved'),
      await numbers(ben, 'ai_resolved'),
    ],
    [[], [], [1], []],
  )
  await setStatus(w.ada, ticket.id, 'spam')
  const { counts } = await list(w.ada)
  assert.deepEqual([counts.spam, counts.resolved, counts.all], [1, 0, 0])
  const open = await setStatus(w.ada, ticket.id, 'open')
  assert.equal(open.resolvedBy, undefined, 'who resolved it is forgotten with the resolution')
  await assign(w.ada, ticket.id, null)

  const { ticketMarks } = await w.ada.transcript(chat)
  assert.deepEqual(
    ticketMarks.map(({ ticket: { status, assignee }, by }) => [status, assignee?.name ?? null, by?.name ?? null]),
    [
      ['open', null, null],
      ['open', 'Ben', 'Ada'],
      ['resolved', 'Ben', 'Ben'],
      ['spam', 'Ben', 'Ada'],
      ['open', 'Ben', 'Ada'],
      ['open', null, 'Ada'],
    ],
  )
  await setStatus(w.ada, ticket.id, 'open')
  assert.equal((await w.ada.transcript(chat)).ticketMarks.length, 6, 'the same again is no change')
})

test('a snoozed ticket wakes when its time has come, and not before', async () => {
  await using w = await world({ overrides })
  const { ticket } = await asked(w)
  await assert.rejects(setStatus(w.ada, ticket.id, 'snoozed', Date.now() - 1000), refusal('past'))
  const later = await setStatus(w.ada, ticket.id, 'snoozed', Date.now() + 3_600_000)
  assert.deepEqual([await numbers(w.ada, 'all'), await numbers(w.ada, 'snoozed')], [[], [1]])
  assert.ok(later.snoozedUntil)
  await setStatus(w.ada, ticket.id, 'snoozed', Date.now() + 200)
  const [woken] = await eventually(async () => {
    const { tickets } = await list(w.ada, 'open')
    return tickets.length > 0 && tickets
  }, 'the ticket to wake')
  assert.equal(woken!.snoozedUntil, undefined)
})

test('a snoozed ticket wakes when its visitor writes again, there or in a conversation begun since', async () => {
  await using w = await world({ overrides })
  const { vic, chat, ticket } = await asked(w)
  await setStatus(w.ada, ticket.id, 'snoozed')
  await vic.say(chat, 'Anything new?')
  await eventually(async () => (await numbers(w.ada, 'open')).length === 1, 'the reply to wake it')
  await end(w, vic, chat)
  await setStatus(w.ada, ticket.id, 'snoozed')
  await vic.say(await vic.open(), 'Me again')
  await eventually(async () => (await numbers(w.ada, 'open')).length === 1, 'the new conversation to wake it')
})

test('what an operator writes after the end opens the ticket, and the visitor finds it at the next visit', async () => {
  await using w = await world({ overrides })
  const vic = await w.visitor()
  const chat = await vic.open()
  await vic.say(chat, 'Where is my parcel?')
  await eventually(async () => (await w.ada.transcript(chat)).conversation.lastMessage?.from === 'ai', 'the answer')
  await end(w, vic, chat)
  const id = newId()
  const { message, conversation } = await w.ada.reply(chat, 'It is at your neighbour’s.', id)
  assert.deepEqual(
    [
      conversation.status,
      conversation.control.holder,
      conversation.ticket?.status,
      conversation.ticket?.assignee?.name,
    ],
    ['completed', 'ai', 'in_progress', 'Ada'],
  )
  assert.equal(
    (await w.ada.reply(chat, 'It is at your neighbour’s.', id)).message.seq,
    message.seq,
    'sent twice, said once',
  )
  const ben = await w.ben()
  await assert.rejects(ben.reply(chat, 'No, it is lost.'), refusal('held'))

  const next = await vic.open()
  await end(w, vic, next)
  const session = await vic.call('POST /api/widget/sessions', { body: { key: w.halo.widgetKey, token: vic.token } })
  assert.equal(
    session.earlier?.conversation.id,
    chat,
    'the reply is not hidden by a conversation in which nothing was said since',
  )
  assert.equal(session.earlier?.messages.at(-1)?.text, 'It is at your neighbour’s.')
})

test('colleagues write notes that call each other; no visitor ever sees one', async () => {
  await using w = await world({ overrides })
  const { vic, chat } = await asked(w)
  const ben = await w.ben()
  const line = await vic.connect()
  await line.follow(chat)
  const id = newId()
  const note = await comment(w.ada, chat, '@Ben can you look at the invoice?', {
    mentions: [ben.person.id, 'nobody-here'],
    commentId: id,
  })
  assert.deepEqual(note.mentions, [ben.person.id])
  assert.equal(
    (await comment(w.ada, chat, '@Ben can you look at the invoice?', { mentions: [ben.person.id], commentId: id }))
      .seq,
    note.seq,
  )
  await assert.rejects(comment(ben, chat, 'Mine now', { mentions: [], commentId: id }), refusal('id_taken'))
  assert.deepEqual((await w.ada.transcript(chat)).comments, [note])
  assert.deepEqual(
    [await numbers(ben, 'mentions'), await numbers(w.ada, 'mentions'), (await list(ben)).counts.mentions],
    [[1], [], 1],
  )
  await w.ada.takeOver(chat)
  await line.until(() => line.picture(chat).conversation.control.holder === 'operator', 'the takeover')
  assert.doesNotMatch(JSON.stringify([line.frames, await vic.transcript(chat)]), /invoice/)
})

test('subject and fields can be edited and searched; an empty text removes a field', async () => {
  await using w = await world({ overrides })
  const vic = await w.visitor({ userId: 'jane', userTraits: { name: 'Jane Doe', email: 'jane@acme.test' } })
  const { ticket } = await asked(w, vic)
  const edit = async (body: { subject?: string; fields?: Record<string, string> }) =>
    (await w.ada.call('PATCH /api/tickets/:id', { params: { id: ticket.id }, body })).ticket
  assert.equal((await edit({ subject: 'Broken grinder, 100 % certain' })).subject, 'Broken grinder, 100 % certain')
  assert.deepEqual((await edit({ fields: { order: 'A-17', carrier: 'DHL' } })).fields, {
    order: 'A-17',
    carrier: 'DHL',
  })
  assert.deepEqual((await edit({ fields: { carrier: '' } })).fields, { order: 'A-17' })
  assert.deepEqual(
    [
      await numbers(w.ada, 'all', 'grinder'),
      await numbers(w.ada, 'all', 'jane@acme'),
      await numbers(w.ada, 'all', '100 %'),
      await numbers(w.ada, 'all', 'kettle'),
    ],
    [[1], [1], [1], []],
  )
  await assert.rejects(
    edit({ fields: Object.fromEntries(Array.from({ length: 60 }, (_, each) => [`key ${each}`, 'x'])) }),
    refusal('too_many_fields'),
  )
})

test('many tickets change at once, and what is gone does not keep the others', async () => {
  await using w = await world({ overrides })
  const tickets = []
  for (let each = 0; each < 3; each++) tickets.push((await asked(w)).ticket)
  const [first, second] = tickets
  const { tickets: changed } = await w.ada.call('POST /api/tickets/changes', {
    body: { ids: [first!.id, second!.id, newId()], status: 'priority', assigneeId: w.ada.person.id },
  })
  assert.deepEqual(
    changed.map(({ status, assignee }) => [status, assignee?.name]),
    [
      ['priority', 'Ada'],
      ['priority', 'Ada'],
    ],
  )
  assert.deepEqual((await numbers(w.ada, 'priority')).sort(), [1, 2])
  await assert.rejects(
    w.ada.call('POST /api/tickets/changes', { body: { ids: [first!.id], assigneeId: 'nobody-here' } }),
    refusal('not_found'),
  )
})

test('duplicates of one customer are merged, and taken apart again as they were', async () => {
  await using w = await world({ overrides })
  const vic = await w.visitor()
  const one = await asked(w, vic)
  await end(w, vic, one.chat)
  const two = await asked(w, vic, 'Still about the grinder')
  const other = await asked(w)
  const merge = async (id: string, into: string) =>
    (await w.ada.call('PUT /api/tickets/:id/merge', { params: { id }, body: { into } })).ticket
  const about = (id: string) => w.ada.call('GET /api/tickets/:id', { params: { id } })

  assert.deepEqual(
    (await about(two.ticket.id)).others.map(({ number }) => number),
    [1],
  )
  assert.deepEqual((await merge(two.ticket.id, one.ticket.id)).mergedInto, { id: one.ticket.id, number: 1 })
  assert.deepEqual((await numbers(w.ada, 'all')).sort(), [1, 3])
  assert.deepEqual(
    (await about(one.ticket.id)).merged.map(({ number }) => number),
    [2],
  )
  await assert.rejects(merge(one.ticket.id, two.ticket.id), refusal('merged'))
  await assert.rejects(merge(one.ticket.id, one.ticket.id), refusal('merged'))
  await assert.rejects(merge(other.ticket.id, one.ticket.id), refusal('not_same'))

  const { ticket } = await w.ada.call('DELETE /api/tickets/:id/merge', { params: { id: two.ticket.id } })
  assert.deepEqual([ticket.mergedInto, ticket.status], [undefined, 'open'])
  assert.deepEqual((await numbers(w.ada, 'all')).sort(), [1, 2, 3])

  const both = await Promise.allSettled([merge(one.ticket.id, two.ticket.id), merge(two.ticket.id, one.ticket.id)])
  assert.deepEqual(
    both.map(({ status }) => status).sort(),
    ['fulfilled', 'rejected'],
    'each way at once leaves one duplicate, not two',
  )
})

test('canned replies are found by name and greet whoever is there', async () => {
  await using w = await world({ overrides })
  const put = (id: string, name: string, text: string) =>
    w.ada.call('PUT /api/canned-replies/:id', { params: { id }, body: { name, text } })
  const [hello, bye] = [newId(), newId()]
  await put(hello, 'Hello', 'Hi {{name}}, this is {{agent}}. Your ticket is {{ticket}}.')
  await put(bye, 'Bye', 'Goodbye {{name}}')
  await assert.rejects(put(newId(), 'hello', 'Again'), refusal('name_taken'))
  const { replies } = await w.ada.call('GET /api/canned-replies')
  assert.deepEqual(
    replies.map(({ name }) => name),
    ['Bye', 'Hello'],
  )
  assert.equal(
    fillCanned(replies[1]!.text, { name: 'Jane Doe', agent: 'Ada', ticket: 7 }),
    'Hi Jane, this is Ada. Your ticket is #7.',
  )
  assert.equal(
    fillCanned('Hi {{ name }}, {{AGENT}} here. {{price}}', { name: null, agent: 'Ada', ticket: null }),
    'Hi, Ada here. {{price}}',
  )
  await w.ada.call('DELETE /api/canned-replies/:id', { params: { id: hello } })
  await w.ada.call('DELETE /api/canned-replies/:id', { params: { id: hello } })
  assert.equal((await w.ada.call('GET /api/canned-replies')).replies.length, 1)
})

test('the AI drafts a reply for a person: nothing is posted, no whisper is used up', async () => {
  await using w = await world({ overrides })
  const vic = await w.visitor()
  const chat = await vic.open()
  const draft = () => w.ada.call('POST /api/conversations/:id/draft', { params: { id: chat } })
  await assert.rejects(draft(), refusal('nothing_asked'))
  await w.ada.takeOver(chat)
  await vic.say(chat, 'How do I pause my subscription?')
  await w.ada.whisper(chat, 'Mention the summer sale')
  const said = async () => {
    const { messages, whispers, conversation } = await w.ada.transcript(chat)
    return { messages, whispers, control: conversation.control }
  }
  const before = await said()
  const { text } = await draft()
  assert.match(text, /pause/i)
  assert.deepEqual(await said(), before)
  await w.ada.reply(chat, 'One moment.')
  assert.match((await draft()).text, /pause/i, 'the question is still the visitor’s')
})

test('a ticket that a person answered and resolved proposes what it taught; an operator decides', async () => {
  await using w = await world({ overrides })
  const { vic, chat, ticket } = await asked(w, undefined, 'Do you repair espresso machines of other brands?')
  const proposals = async () => (await w.ada.call('GET /api/learned-answers')).answers
  await setStatus(w.ada, ticket.id, 'resolved')
  assert.deepEqual(await proposals(), [], 'nobody has answered anything')

  await w.ada.reply(chat, 'Yes, for a flat 60 dollars.')
  await w.ada.reply(chat, 'Send it to our workshop.')
  await setStatus(w.ada, ticket.id, 'resolved')
  const [proposal] = await proposals()
  assert.deepEqual(
    [proposal!.question, proposal!.answer, proposal!.ticket.number],
    [
      'Do you repair espresso machines of other brands?',
      'Yes, for a flat 60 dollars.\n\nSend it to our workshop.',
      1,
    ],
  )
  const known = async () =>
    (await w.ada.call('GET /api/articles', { query: { text: '60 dollars' } })).articles.length
  assert.equal(await known(), 0, 'never by itself')

  const accept = () =>
    w.ada.call('POST /api/learned-answers/:id/acceptance', {
      params: { id: proposal!.id },
      body: {
        question: 'Repair of espresso machines of other brands',
        answer: 'We repair espresso machines of every brand for a flat 60 dollars.',
      },
    })
  await accept()
  await assert.rejects(accept(), refusal('decided'))
  assert.deepEqual([await known(), await proposals()], [1, []])
  await vic.leave(chat)
  const next = await w.visitor()
  const id = await next.open()
  await next.say(id, 'Do you repair espresso machines of other brands?')
  assert.match(
    (
      await eventually(
        async () => (await w.ada.transcript(id)).messages.find(({ from }) => from === 'ai'),
        'an answer',
      )
    ).text,
    /60 dollars/,
  )

  await setStatus(w.ada, ticket.id, 'open')
  await setStatus(w.ada, ticket.id, 'resolved')
  assert.deepEqual(await proposals(), [], 'what was decided stays decided')
})

test('a dismissed proposal stays away until something else was answered', async () => {
  await using w = await world({ overrides })
  const { chat, ticket } = await asked(w)
  await w.ada.reply(chat, 'We send a new one.')
  await setStatus(w.ada, ticket.id, 'resolved')
  const proposals = async () => (await w.ada.call('GET /api/learned-answers')).answers
  const { id } = (await proposals())[0]!
  await w.ada.call('POST /api/learned-answers/:id/dismissal', { params: { id } })
  await setStatus(w.ada, ticket.id, 'open')
  await setStatus(w.ada, ticket.id, 'resolved')
  assert.deepEqual(await proposals(), [])
  await w.ada.reply(chat, 'And a bag of beans on top.')
  await setStatus(w.ada, ticket.id, 'resolved')
  assert.match((await proposals())[0]!.answer, /beans/)
})

test('handed back, answered by the AI and thanked for, a ticket is resolved by the AI; in silence it stays open', async () => {
  await using w = await world({ overrides })
  const helped = await asked(w)
  await helped.vic.say(helped.chat, 'How do I pause my subscription?')
  await eventually(
    async () => (await w.ada.transcript(helped.chat)).messages.filter(({ from }) => from === 'ai').length >= 2,
    'the answer',
  )
  await helped.vic.say(helped.chat, 'Perfect, thanks!')
  await eventually(
    async () => (await w.ada.transcript(helped.chat)).messages.filter(({ from }) => from === 'ai').length >= 3,
    'the goodbye',
  )
  const silent = await asked(w)
  await Promise.all([end(w, helped.vic, helped.chat), end(w, silent.vic, silent.chat)])
  assert.deepEqual([await numbers(w.ada, 'ai_resolved'), await numbers(w.ada, 'all')], [[1], [2]])
})

test('who only watches reads tickets; who may reply writes notes; assigning and closing takes the right to manage', async () => {
  await using w = await world({ overrides })
  const { chat, ticket } = await asked(w)
  const ben = await w.ben()
  const give = (inbox: 'view' | 'reply') =>
    w.ada.call('PATCH /api/team/:id', {
      params: { id: ben.person.id },
      body: { access: { role: 'member', inbox, agents: 'none' } },
    })
  await give('view')
  assert.deepEqual(await numbers(ben, 'all'), [1])
  await assert.rejects(comment(ben, chat, 'Hm'), (error) => error instanceof Refused && error.status === 403)
  await give('reply')
  await comment(ben, chat, 'Hm')
  await assert.rejects(
    setStatus(ben, ticket.id, 'resolved'),
    (error) => error instanceof Refused && error.status === 403,
  )
})

test('who is called by a note has it unread until the thread is opened, and hears of it at once', async () => {
  await using w = await world({ overrides })
  const { chat, ticket } = await asked(w)
  const ben = await w.ben()
  const [adas, bens] = [await w.ada.connect(), await ben.connect()]
  const unread = async (by: OperatorClient) =>
    (await by.call('GET /api/mentions')).mentions.map(({ text, ticket }) => [text, ticket?.number])
  const open = (by: OperatorClient) => by.call('PUT /api/conversations/:id/mentions/read', { params: { id: chat } })
  const incidents = async () =>
    (await w.ada.call('GET /api/alerts')).incidents
      .filter(({ kind }) => kind === 'mention')
      .map(({ state, people, detail }) => [state, people, detail])

  await comment(w.ada, chat, '@Ben and @Ada, look at this', { mentions: [ben.person.id, w.ada.person.id] })
  await comment(ben, chat, 'Looking')
  assert.deepEqual(
    [await unread(ben), await unread(w.ada)],
    [[['@Ben and @Ada, look at this', ticket.number]], [['@Ben and @Ada, look at this', ticket.number]]],
  )
  assert.equal((await list(ben)).unread, 1)
  await bens.until(
    () =>
      bens.frames.some(
        (frame) =>
          frame.type === 'incident' &&
          frame.incident.kind === 'mention' &&
          frame.incident.people.includes(ben.person.id),
      ),
    'the call',
  )
  assert.deepEqual(await incidents(), [
    ['open', [ben.person.id, w.ada.person.id], 'Ada wrote: @Ben and @Ada, look at this'],
  ])

  await open(ben)
  assert.deepEqual(
    [await unread(ben), (await list(ben)).unread, (await unread(w.ada)).length, (await incidents())[0]![0]],
    [[], 0, 1, 'open'],
  )
  assert.deepEqual(await numbers(ben, 'mentions'), [ticket.number], 'what was read stays under Mentions')
  await open(w.ada)
  await open(w.ada)
  assert.equal((await incidents())[0]![0], 'cleared', 'nobody is left who has not read it')
  await adas.until(
    () => adas.frames.some((frame) => frame.type === 'incident' && frame.incident.state === 'cleared'),
    'the end',
  )

  await comment(ben, chat, '@Ada again', { mentions: [w.ada.person.id] })
  assert.equal((await list(w.ada)).unread, 1)
})
