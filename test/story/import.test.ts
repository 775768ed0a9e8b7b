import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { importFile, type System } from '../../scripts/import.ts'
import { newId } from '../../server/ground/context.ts'
import { openSite } from '../site.ts'
import { eventually, world, type World } from '../world.ts'

// What was said elsewhere comes with its own times, from a file of lines or from the exports of other systems.

let w: World
let halo: Awaited<ReturnType<World['program']>>['halo']
let folder: string
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'halo-import-'))
  w = await world({ env: { HALO_FETCH_PRIVATE: '127.0.0.1' }, overrides: { timing: { sweepIntervalMs: 30 } } })
  halo = (await w.program()).halo
})
after(async () => {
  await w.close()
  await rm(folder, { recursive: true, force: true })
})

const exported = (name: string) => fileURLToPath(new URL(`../exports/${name}`, import.meta.url))
const bring = (name: string, from: System) => importFile(halo, exported(name), from)

const said = async (id: string) =>
  (await halo.listMessages({ id })).messages.map(({ from, author, text, at }) => [
    from,
    author?.name ?? null,
    text,
    new Date(at).toISOString(),
  ])

test('an export of Intercom: who said what and when, without notes; what is open is a ticket', async () => {
  const result = await bring('intercom.json', 'intercom')
  assert.deepEqual([result.added, result.known, result.leftOut, result.refused], [2, 0, 1, []])
  const id = 'intercom-conversation-215468'
  assert.deepEqual(await said(id), [
    [
      'visitor',
      null,
      'Hi, my grinder is jammed. See this one (https://shop.example/grinder).\n\nWhat do I do?',
      '2025-03-10T10:00:00.000Z',
    ],
    ['ai', null, 'Hello, I am the assistant. Turn it upside down first.', '2025-03-10T10:00:30.000Z'],
    [
      'operator',
      'Sarah Weber',
      'I send you new burrs.\n\n-   Unplug it\n-   Open the lid',
      '2025-03-10T10:30:00.000Z',
    ],
    ['visitor', null, 'Thank you, that helped!', '2025-03-10T11:00:00.000Z'],
  ])
  const { conversation } = await halo.getConversation({ id })
  assert.deepEqual(
    [conversation.status, conversation.topic, conversation.channel?.name, conversation.outcome?.kind],
    ['completed', 'Grinder jammed', 'Intercom', 'resolved'],
  )
  assert.equal(conversation.openedAt, Date.parse('2025-03-10T10:00:00Z'))
  assert.equal(conversation.completedAt, Date.parse('2025-03-10T11:00:00Z'))
  const { tickets } = await halo.listTickets({ status: 'open' })
  assert.deepEqual(
    tickets.map(({ conversationId }) => conversationId),
    ['intercom-conversation-215469'],
  )

  const people = await bring('intercom-contacts.jsonl', 'intercom')
  assert.deepEqual([people.added, people.leftOut, people.refused], [3, 2, []])
  const { contact, traits } = await halo.getUser({ userId: 'customer-7' })
  assert.deepEqual([contact.name, traits.plan, contact.company?.name], ['Mara Lind', 'gold', 'Northwind Ltd'])
  assert.deepEqual(
    (await halo.listConversations({ userId: 'customer-7' })).conversations.map((one) => one.id),
    [id],
  )
  assert.match(
    (await halo.getArticle({ id: 'intercom-article-6871119' })).article.body,
    /^## How\n\nUse \*\*citric/,
  )
})

test('an export of Zendesk: tickets with their public comments, people, organizations and articles', async () => {
  const result = await bring('zendesk.jsonl', 'zendesk')
  assert.deepEqual([result.added, result.leftOut, result.refused], [5, 1, []])
  const id = 'zendesk-ticket-35436'
  assert.deepEqual(await said(id), [
    ['visitor', null, 'I want my money back.\n\nOrder *4711*', '2024-06-02T09:00:00.000Z'],
    ['operator', 'Sarah Weber', 'It is on its way.', '2024-06-02T11:00:00.000Z'],
  ])
  const { conversation } = await halo.getConversation({ id })
  assert.deepEqual(
    [conversation.topic, conversation.completedAt, conversation.channel?.name],
    ['Refund for order 4711', Date.parse('2024-06-03T10:00:00Z'), 'Mail (Zendesk)'],
  )
  const { contact, traits } = await halo.getUser({ userId: 'zendesk-1001' })
  assert.deepEqual([contact.name, traits.loyalty, contact.company?.name], ['Jonas Berg', 'silver', 'Berg AS'])
  assert.match(
    (await halo.getArticle({ id: 'zendesk-article-360001' })).article.body,
    /30 days[^]*1\. {1,2}Pack it/,
  )
})

test('the same once more changes nothing; a line that is wrong is named, and the others come in', async () => {
  const again = await bring('intercom.json', 'intercom')
  assert.deepEqual([again.added, again.known], [0, 2])
  const file = join(folder, 'lines.jsonl')
  const past = {
    type: 'conversation',
    id: 'forum-thread-1',
    messages: [{ from: 'visitor', text: 'Hello', at: '2020-01-01T00:00:00+01:00' }],
  }
  const future = { ...past, id: 'forum-thread-2', closedAt: Date.now() + 86_400_000 }
  await writeFile(file, [past, future, { type: 'tag' }, past].map((line) => JSON.stringify(line)).join('\n'))
  const { added, known, refused } = await importFile(halo, file, 'halo')
  assert.deepEqual([added, known, refused.map(({ place }) => place)], [1, 1, [2, 3]])
  assert.match(refused[0]!.why, /past/)
  assert.deepEqual((await said('forum-thread-1'))[0]!.at(-1), '2019-12-31T23:00:00.000Z')
})

test('it stands on its day in reports and in Completed, and neither a webhook nor an alert tells of it', async () => {
  const heard: string[] = []
  await using site = await openSite({
    '/hook': async (request, response) => {
      heard.push((await request.toArray()).join(''))
      response.writeHead(204).end()
    },
  })
  await halo.putWebhook(
    { id: newId() },
    { url: `${site.url}/hook`, types: ['message.posted', 'conversation.completed'] },
  )
  await halo.importConversation({
    id: 'forum-angry-1',
    messages: [{ from: 'visitor', text: 'You are all idiots, this is the worst!!!', at: '2021-05-05T12:00:00Z' }],
  })
  const vic = await w.visitor()
  const chat = await vic.open()
  await vic.say(chat, 'How long does shipping take?')
  await eventually(async () => heard.length === 2, 'what is said now')
  assert.ok(heard.every((body) => body.includes(chat)))
  assert.ok(
    !(await w.ada.call('GET /api/alerts')).incidents.some(
      ({ conversationId }) => conversationId === 'forum-angry-1',
    ),
  )
  const report = await w.ada.call('GET /api/reports', {
    query: { from: String(Date.parse('2021-05-05')), until: String(Date.parse('2021-05-06')), zone: 'UTC' },
  })
  assert.equal(report.total.conversations, 1)
  assert.ok((await w.ada.transcript('forum-angry-1')).messages[0]!.text.includes('worst'))
})
