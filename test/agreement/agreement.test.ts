import assert from 'node:assert/strict'
import { after, before, test, type TestContext } from 'node:test'
import { usualSending, type SendingMode } from '../../protocol/agents/sending.ts'
import type { Message, Transcript, VisitorTranscript } from '../../protocol/entities.ts'
import { eventually, world, type Line, type OperatorClient, type VisitorClient, type World } from '../world.ts'

const timing = { closeGraceMs: 200, leaveGraceMs: 50, sweepIntervalMs: 50 }
let w: World
before(async () => {
  w = await world({ overrides: { timing } })
})
after(() => w.close())

interface Scene {
  vic: VisitorClient
  ada: OperatorClient
  ben: OperatorClient
  chat: string
  mine: Line<VisitorTranscript>
  hers: Line<Transcript>
}

/** Every action there is, in an order in which each has something to do. */
const actions: [string, (scene: Scene) => Promise<unknown>][] = [
  ['the visitor asks', ({ vic, chat }) => vic.say(chat, 'How do I pause my subscription?')],
  ['the AI answers', ({ ada, chat }) => answered(ada, chat)],
  ['an operator whispers', ({ ada, chat }) => ada.whisper(chat, 'ask for the order number')],
  [
    'a whisper is withdrawn',
    async ({ ada, chat }) => ada.withdraw(chat, (await ada.whisper(chat, 'keep it short')).id),
  ],
  [
    'the whisper is used',
    async ({ vic, ada, chat }) => {
      await vic.say(chat, 'And how do I cancel it??')
      await answered(ada, chat)
    },
  ],
  [
    'the visitor tells who they are',
    ({ vic }) =>
      vic.call('POST /api/widget/sessions', {
        body: { key: w.halo.widgetKey, token: vic.token, userId: `user-${vic.id}`, userTraits: { name: 'Vic' } },
      }),
  ],
  [
    'the page tells of traits, company and what is going on',
    ({ vic }) =>
      vic.tell({
        userTraits: { plan: 'Pro' },
        companyId: 'agreed',
        companyTraits: { name: 'Agreed' },
        context: { sync: { label: 'Sync', value: 'failing' } },
      }),
  ],
  ['the page tells that it is over', ({ vic }) => vic.call('DELETE /api/widget/context')],
  [
    'a whisper about a known visitor becomes a lesson',
    ({ ada, chat }) => ada.whisper(chat, 'mention the summer sale'),
  ],
  [
    'the lesson is widened, dropped and restored',
    async ({ ada, chat }) => {
      const { id } = (await ada.transcript(chat)).lessons.at(-1)!
      await ada.call('PATCH /api/lessons/:id', { params: { id }, body: { scope: 'everyone' } })
      await ada.call('DELETE /api/lessons/:id', { params: { id } })
      await ada.call('PATCH /api/lessons/:id', { params: { id }, body: { retired: false } })
    },
  ],
  [
    'an answer is corrected, and the visitor told',
    async ({ ada, chat }) => {
      const wrong = (await everythingSaid(ada, chat)).find(({ from }) => from === 'ai')!
      await ada.call('POST /api/conversations/:id/messages/:messageId/correction', {
        params: { id: chat, messageId: wrong.id },
        body: {
          id: `correction-${chat}`,
          question: 'How do I pause?',
          answer: 'Under Plans.',
          scope: 'customer',
          tell: true,
        },
      })
    },
  ],
  [
    'the correction is edited and retired',
    async ({ ada, chat }) => {
      await ada.call('PATCH /api/corrections/:id', {
        params: { id: `correction-${chat}` },
        body: { answer: 'Under Plans, Pause.' },
      })
      await ada.call('DELETE /api/corrections/:id', { params: { id: `correction-${chat}` } })
    },
  ],
  ['the visitor asks for a person', ({ vic, chat }) => vic.askForHuman(chat)],
  [
    'the visitor moves to another page',
    ({ mine, chat }) =>
      Promise.resolve(
        mine.send({
          type: 'here',
          conversationId: chat,
          presence: 'active',
          open: true,
          page: { url: 'https://shop.test/x', title: 'X' },
        }),
      ),
  ],
  [
    'the visitor idles',
    ({ mine, chat }) =>
      Promise.resolve(mine.send({ type: 'here', conversationId: chat, presence: 'idle', open: true })),
  ],
  [
    'a reply of the AI waits and is sent, and another one edited',
    async ({ ada, vic, chat }) => {
      const { agents } = await ada.call('GET /api/agents')
      const sends = (mode: SendingMode) =>
        ada.call('PATCH /api/agents/:id', {
          params: { id: agents[0]!.id },
          body: { sending: { ...usualSending, mode, holdSeconds: 60 } },
        })
      const held = () => eventually(async () => (await ada.transcript(chat)).hold, 'a draft')
      await sends('hold')
      await vic.say(chat, 'How long does shipping take?')
      const params = { id: chat, run: (await held()).run }
      await ada.call('POST /api/conversations/:id/holds/:run/wait', { params })
      await ada.call('POST /api/conversations/:id/holds/:run/send', { params })
      await vic.say(chat, 'And to Norway?')
      await ada.call('PUT /api/conversations/:id/holds/:run/reply', {
        params: { id: chat, run: (await held()).run },
        body: { id: `edited-${chat}`, text: 'Four days.' },
      })
      await sends('at_once')
    },
  ],
  ['an operator takes over', ({ ada, chat }) => ada.takeOver(chat)],
  ['the operator replies', ({ ada, chat }) => ada.reply(chat, 'Here I am.')],
  [
    'the operator edits what they sent',
    async ({ ada, chat }) => {
      const { id } = (await ada.transcript(chat)).messages.findLast(({ from }) => from === 'operator')!
      await ada.call('PATCH /api/conversations/:id/messages/:messageId', {
        params: { id: chat, messageId: id },
        body: { text: 'Here I am, Vic.' },
      })
    },
  ],
  [
    'the operator takes it back',
    async ({ ada, chat }) => {
      const { id } = (await ada.transcript(chat)).messages.findLast(({ from }) => from === 'operator')!
      await ada.call('DELETE /api/conversations/:id/messages/:messageId', { params: { id: chat, messageId: id } })
    },
  ],
  ['a colleague takes the pen', ({ ada, ben, chat }) => ben.takeOver(chat, ada.person.id)],
  ['the visitor asks the colleague', ({ vic, chat }) => vic.say(chat, 'Are you there?')],
  [
    'a colleague asks the team',
    ({ ada, chat }) =>
      ada.call('POST /api/conversations/:id/inquiries', {
        params: { id: chat },
        body: { id: `inquiry-${chat}`, text: 'How long do refunds take?' },
      }),
  ],
  [
    'the team answers',
    ({ ben, chat }) =>
      ben.call('PUT /api/conversations/:id/inquiries/:inquiryId/answer', {
        params: { id: chat, inquiryId: `inquiry-${chat}` },
        body: { text: 'Three days.' },
      }),
  ],
  [
    'the colleague leaves word for the AI',
    ({ ben, chat }) =>
      ben.call('PUT /api/conversations/:id/brief', { params: { id: chat }, body: { text: 'The order is 4411.' } }),
  ],
  [
    'the colleague is away while the visitor waits',
    async ({ vic, ben, chat }) => {
      await vic.say(chat, 'Hello?')
      await ben.call('PUT /api/me/duty', { body: { away: true } })
    },
  ],
  ['the colleague is back', ({ ben }) => ben.call('PUT /api/me/duty', { body: { away: false } })],
  ['the colleague hands back', ({ ben, chat }) => ben.handBack(chat)],
  ['the AI resumes', ({ ada, chat }) => answered(ada, chat)],
  [
    'the AI calls for a person',
    async ({ vic, ada, chat }) => {
      await ada.whisper(chat, 'escalate')
      await vic.say(chat, 'It is broken')
      await answered(ada, chat)
    },
  ],
  [
    'an operator thumbs the answer down',
    async ({ ada, chat }) =>
      ada.rate(chat, await lastAnswer(ada, chat), 'down', { reason: 'incomplete', comment: 'Which button?' }),
  ],
  ['the visitor thumbs it up', async ({ vic, ada, chat }) => vic.rate(chat, await lastAnswer(ada, chat), 'up')],
  ['the operator thinks again', async ({ ada, chat }) => ada.rate(chat, await lastAnswer(ada, chat), 'up')],
  ['the operator takes the vote back', async ({ ada, chat }) => ada.clearRating(chat, await lastAnswer(ada, chat))],
  [
    'a colleague writes a note',
    ({ ben, chat }) =>
      ben.call('PUT /api/conversations/:id/note', { params: { id: chat }, body: { text: 'Long, but polite' } }),
  ],
  [
    'colleagues write notes to each other',
    ({ ada, ben, chat }) =>
      ada.call('POST /api/conversations/:id/comments', {
        params: { id: chat },
        body: { id: `comment-${chat}`, text: '@Ben please look', mentions: [ben.person.id] },
      }),
  ],
  [
    'the ticket gets a subject, an assignee and another status',
    async ({ ada, ben, chat }) => {
      const { id } = (await ada.transcript(chat)).conversation.ticket!
      await ada.call('PATCH /api/tickets/:id', {
        params: { id },
        body: { subject: 'Long', fields: { order: 'A-17' } },
      })
      await ada.call('POST /api/tickets/changes', {
        body: { ids: [id], status: 'snoozed', until: Date.now() + 3_600_000, assigneeId: ben.person.id },
      })
    },
  ],
  ['the visitor closes the widget', ({ vic, chat }) => vic.leave(chat)],
  [
    'the conversation ends',
    ({ ada, chat }) =>
      eventually(async () => (await ada.transcript(chat)).conversation.status === 'completed', 'the end'),
  ],
  ['a ticket is made of it afterwards', ({ ben, chat }) => ben.takeOver(chat)],
  ['the visitor is answered afterwards', ({ ben, chat }) => ben.reply(chat, 'One more thing.')],
  [
    'the outcome is overruled',
    ({ ada, chat }) =>
      ada.call('PUT /api/conversations/:id/outcome', {
        params: { id: chat },
        body: { kind: 'resolved', reason: 'They wrote later' },
      }),
  ],
  [
    'the visitor changes their mind',
    async ({ vic, ada, chat }) => vic.rate(chat, await lastAnswer(ada, chat), 'down'),
  ],
  [
    'the rule holds again',
    ({ ada, chat }) => ada.call('DELETE /api/conversations/:id/outcome', { params: { id: chat } }),
  ],
  ['it is reviewed', ({ ada, chat }) => ada.call('PUT /api/conversations/:id/review', { params: { id: chat } })],
  [
    'the mark is taken away',
    ({ ben, chat }) => ben.call('DELETE /api/conversations/:id/review', { params: { id: chat } }),
  ],
]

const lastAnswer = async (ada: OperatorClient, chat: string) =>
  (await everythingSaid(ada, chat)).findLast(({ from }) => from === 'ai')!.id
const answered = (ada: OperatorClient, chat: string) =>
  eventually(async () => (await ada.transcript(chat)).conversation.lastMessage?.from === 'ai', 'the answer')

/** Stretch by stretch, back to the beginning. */
async function everythingSaid(ada: OperatorClient, id: string): Promise<Message[]> {
  const said: Message[] = []
  for (let before: number | undefined; before !== 0;) {
    const { messages, stretch } = await ada.call('GET /api/conversations/:id', {
      params: { id },
      query: { before },
    })
    said.unshift(...messages)
    before = stretch.from
  }
  return said
}

test('after every action, snapshot plus events equals a fresh snapshot, for visitor and for operator', async (t) => {
  await actOut(t, w)
})

test('the same where a transcript shows only the end of the conversation', async (t) => {
  const [whole, short] = [w, await world({ overrides: { timing, stretch: { entries: 6, characters: 150 } } })]
  try {
    w = short
    const { stretch, messages } = await actOut(t, short)
    assert.ok(stretch.from > 10 && messages.length < 6, 'something was left out')
  } finally {
    w = whole
    await short.close()
  }
})

async function actOut(t: TestContext, w: World): Promise<Transcript> {
  const vic = await w.visitor()
  const chat = await vic.open()
  const scene: Scene = {
    vic,
    chat,
    ada: w.ada,
    ben: await w.ben(),
    mine: await vic.connect(),
    hers: await w.ada.connect(),
  }
  await Promise.all([scene.mine.follow(chat), scene.hers.follow(chat)])
  for (const [name, act] of actions) {
    await t.test(name, async () => {
      await act(scene)
      const [fresh, seen] = await settled(scene)
      assert.deepEqual(scene.hers.picture(chat), fresh)
      // No event tells the visitor of their own votes: the reply to each did.
      const { upTo, votes: _, ...visible } = seen
      const { upTo: heard, votes: __, ...pictured } = scene.mine.picture(chat)
      assert.deepEqual(pictured, visible)
      assert.ok(heard <= upTo)
    })
  }
  await settled(scene)
  const { events } = await w.ada.call('GET /api/conversations/:id/events', {
    params: { id: chat },
    query: { after: 0 },
  })
  assert.deepEqual(
    events.map(({ seq }) => seq),
    events.map((_, index) => index + 1),
    'the log has no gap',
  )
  const late = await w.ada.connect()
  const { upTo, ...whole } = await late.follow(chat)
  assert.deepEqual({ ...whole, upTo }, scene.hers.picture(chat), 'who comes late sees the same')
  return { ...whole, upTo }
}

/** Fresh snapshots of a moment at which both lines have heard everything: the AI may still be writing, and moods are read a little later. */
function settled({ ada, vic, hers, mine, chat }: Scene): Promise<[Transcript, VisitorTranscript]> {
  return eventually(async () => {
    const [fresh, seen] = [await ada.transcript(chat), await vic.transcript(chat)]
    const still =
      // A visitor's place moves with what they may read alone.
      (await ada.transcript(chat)).upTo === fresh.upTo &&
      mine.picture(chat).upTo === seen.upTo &&
      hers.picture(chat).upTo === fresh.upTo &&
      mine.picture(chat).messages.at(-1)?.id === seen.messages.at(-1)?.id
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
  assert.ok(
    again.frames.every(({ type }) => type !== 'snapshot'),
    'by the log, not by starting over',
  )
  again.close()
})
