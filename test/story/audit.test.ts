import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { AuditEntry } from '../../protocol/audit.ts'
import { newId } from '../../server/ground/context.ts'
import { Refused, world, type World } from '../world.ts'

let w: World
before(async () => {
  w = await world()
})
after(() => w.close())

const entries = async (query: Record<string, unknown> = {}): Promise<AuditEntry[]> =>
  (await w.ada.call('GET /api/audit', { query: query as never })).entries
const latest = async () => (await entries({ limit: 1 }))[0]!

test('what an operator changes outside conversations is in the audit with who, what, when and from where', async () => {
  const from = Date.now()
  const ben = await w.ben()
  await w.ada.fetch(
    'PATCH',
    `/api/team/${ben.person.id}`,
    JSON.stringify({ access: { role: 'member', inbox: 'reply', agents: 'view' } }),
    { 'user-agent': 'Ada’s browser'.replace('’', '') },
  )
  const { id: _, at, lastAt, ...rest } = await latest()
  assert.ok(at >= from && at <= Date.now() && lastAt === at)
  assert.deepEqual(rest, {
    by: { id: w.ada.person.id, name: 'Ada', image: null, kind: 'operator' },
    kind: 'team',
    route: 'PATCH /api/team/:id',
    says: 'Change what an operator may do',
    subject: ben.person.id,
    conversationId: null,
    events: [],
    detail: 'role: member, inbox: reply, agents: view',
    address: '127.0.0.1',
    browser: 'Adas browser',
    count: 1,
  })
  const article = newId()
  await w.ada.call('PUT /api/articles/:id', {
    params: { id: article },
    body: { title: 'A secret title', body: 'Words that nobody repeats', url: null },
  })
  const written = await latest()
  assert.deepEqual([written.kind, written.subject, written.detail], ['articles', article, 'title, body, url'])
})

test('what is done in a conversation is there with what its log tells', async () => {
  const vic = await w.visitor()
  const id = await vic.open()
  await w.ada.takeOver(id)
  const { conversationId, events, by, subject } = await latest()
  assert.deepEqual(
    [conversationId, subject, by.name, events.includes('takeover.began'), events.includes('ticket.opened')],
    [id, id, 'Ada', true, true],
  )
})

test('what a key does is there under its name, and so is the key’s making and end', async () => {
  const { key, secret, halo } = await w.program()
  assert.deepEqual([(await latest()).route, (await latest()).subject], ['POST /api/keys', key.id])
  await halo.putArticle({ id: newId() }, { title: 'By a program', body: 'Text' })
  const { by, kind } = await latest()
  assert.deepEqual([by.id, by.name, by.kind, kind], [key.id, 'Zapier', 'key', 'articles'])
  await w.ada.call('DELETE /api/keys/:id', { params: { id: key.id } })
  assert.equal((await latest()).route, 'DELETE /api/keys/:id')
  assert.ok(
    !JSON.stringify(await w.halo.ctx.db.reads.selectFrom('audit').selectAll().execute()).includes(secret.slice(20)),
  )
})

test('reading, and what is refused, leaves nothing; what fails midway leaves nothing either', async () => {
  const before = (await latest()).id
  await w.ada.call('GET /api/team')
  await assert.rejects(
    w.ada.call('PATCH /api/team/:id', {
      params: { id: w.ada.person.id },
      body: { access: { role: 'member', inbox: 'none', agents: 'none' } },
    }),
    (error: Refused) => error.code === 'last_super_admin',
  )
  await assert.rejects(
    w.ada.call('DELETE /api/keys/:id', { params: { id: 'no-such-key' } }),
    (error: Refused) => error.status === 404,
  )
  assert.equal((await latest()).id, before)
})

test('it is filtered by person, kind and time, paged, and taken along as CSV; texts of visitors and browsers are no formulas in it', async () => {
  const { choices, ben } = { choices: await w.ada.call('GET /api/audit/choices'), ben: await w.ben() }
  assert.ok(choices.by.some(({ name }) => name === 'Ada') && choices.kinds.includes('articles'))
  for (const { kind } of await entries({ kind: 'articles' })) assert.equal(kind, 'articles')
  assert.deepEqual(new Set((await entries({ by: ben.person.id })).map(({ says }) => says)), new Set(['Signed in']))
  assert.deepEqual(await entries({ until: 1 }), [])
  const all = await entries({ limit: 200 })
  const paged: AuditEntry[] = []
  let cursor: string | undefined
  do {
    const page = await w.ada.call('GET /api/audit', { query: { limit: 2, ...(cursor && { cursor }) } })
    paged.push(...page.entries)
    cursor = page.next ?? undefined
  } while (cursor)
  assert.deepEqual(paged, all)

  await w.ada.fetch('PUT', `/api/articles/${newId()}`, JSON.stringify({ title: 'T', body: 'B', url: null }), {
    'user-agent': '=HYPERLINK("http://evil")',
  })
  const csv = String(await w.ada.fetch('GET', '/api/audit/export?kind=articles'))
  assert.equal(csv.trim().split('\r\n').length, 1 + (await entries({ kind: 'articles', limit: 200 })).length)
  assert.ok(csv.includes("'=HYPERLINK") && !csv.includes(',=HYPERLINK'))
})
