import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { DatabaseSync } from 'node:sqlite'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import {
  CompiledQuery,
  Kysely,
  PostgresDialect,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely'
import pg from 'pg'
import { Conversation, Transcript } from '../../protocol/entities.ts'
import { vocabulary, type StoredType } from '../../protocol/events.ts'
import { migrations } from '../../server/db/migrations/index.ts'
import { freshDatabase } from '../servers.ts'
import { eventually, VisitorClient, world } from '../world.ts'
import { leaveFirstVersion } from './first-version.ts'

/** A place where the first version has been at work: a folder, or a database on the server that the environment names. */
async function leftBehind(): Promise<{
  folder: string
  env: Record<string, string>
  [Symbol.asyncDispose](): Promise<void>
}> {
  const folder = await mkdtemp(join(tmpdir(), 'halo-upgrade-'))
  const server = process.env.HALO_TEST_DATABASE_URL
  const database = server ? await freshDatabase(server) : null
  const db = database
    ? new Kysely<any>({
        dialect: new PostgresDialect({ pool: new pg.Pool({ connectionString: database.url, max: 1 }) }),
      })
    : openFile(join(folder, 'halo.db'))
  await leaveFirstVersion(db, database ? 'postgres' : 'sqlite')
  await db.destroy()
  return {
    folder,
    env: database ? { DATABASE_URL: database.url } : {},
    [Symbol.asyncDispose]: async () => {
      await database?.drop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** Without anything of ours, which would migrate it at once. */
function openFile(path: string): Kysely<any> {
  const file = new DatabaseSync(path)
  const run = async ({ sql, parameters }: CompiledQuery) => {
    file.prepare(sql).run(...(parameters as never[]))
    return { rows: [] as never[] }
  }
  const connection = {
    executeQuery: run,
    streamQuery: () => {
      throw new Error('Nobody streams here')
    },
  }
  const driver = {
    init: async () => {},
    acquireConnection: async () => connection,
    releaseConnection: async () => {},
    destroy: async () => file.close(),
    beginTransaction: async () => {},
    commitTransaction: async () => {},
    rollbackTransaction: async () => {},
  }
  return new Kysely({
    dialect: {
      createDriver: () => driver,
      createQueryCompiler: () => new SqliteQueryCompiler(),
      createAdapter: () => new SqliteAdapter(),
      createIntrospector: (db) => new SqliteIntrospector(db),
    },
  })
}

test('what the first version stored is brought to the newest tables, read, listed, exported, reviewed and gone on with', async () => {
  await using left = await leftBehind()
  await using w = await world({ folder: left.folder, env: left.env })
  const { last } = await w.halo.ctx.db.reads
    .selectFrom('migrations' as never)
    .select((eb) => eb.fn.max('number' as never).as('last'))
    .executeTakeFirstOrThrow()
  assert.equal(Number(last), migrations.length)

  // Whoever answered everything goes on doing so.
  assert.deepEqual(
    (await w.ada.call('GET /api/agents')).agents.map(({ id, isDefault, on }) => ({ id, isDefault, on })),
    [{ id: 'agent-nora-1', isDefault: true, on: true }],
  )

  const over = await w.ada.transcript('conversation-over')
  Transcript.parse(over)
  assert.deepEqual(
    over.messages.map(({ text }) => text),
    ['Can I return a grinder?', 'You can return anything within 30 days.', 'Just send it back, Jane.'],
  )
  assert.deepEqual(
    [
      over.conversation.visitor.name,
      over.conversation.outcome?.kind,
      over.conversation.ratings,
      over.whispers[0]!.must,
    ],
    ['Jane Doe', 'escalated', { up: 0, down: 0 }, false],
  )
  const { conversations, total } = await w.ada.call('GET /api/conversations', { query: { sort: 'worst' } as never })
  assert.deepEqual([total, conversations.map(({ id }) => id)], [1, ['conversation-over']])
  assert.match(
    String(await w.ada.fetch('GET', '/api/conversations/export?format=csv')),
    /conversation-over.*Jane Doe/,
  )
  const { events } = await w.ada.call('GET /api/conversations/:id/events', {
    params: { id: 'conversation-over' },
    query: { after: 0 },
  })
  for (const { type, payload } of events) vocabulary[type as StoredType].payload.parse(payload)
  for (const { head } of await w.halo.ctx.db.reads.selectFrom('conversations').select('head').execute())
    Conversation.partial({ unsure: true })
      .loose()
      .parse({ ...JSON.parse(head), visitor: over.conversation.visitor })
  assert.equal(
    (await w.ada.call('GET /api/tickets', { query: { view: 'resolved' as never } })).tickets[0]!.number,
    1,
  )
  assert.equal(
    (await w.ada.call('GET /api/contacts/:id', { params: { id: 'contact-jane-1' } })).conversations[0]!.id,
    'conversation-over',
  )
  await w.ada.rate('conversation-over', 'message-over-4', 'up')
  assert.equal((await w.ada.transcript('conversation-over')).conversation.ratings.up, 1)

  const line = await w.ada.connect()
  await line.follow('conversation-live')
  line.feed()
  await line.until(
    () =>
      line.frames.some((frame) => frame.type === 'feed' && frame.rows.some(({ id }) => id === 'conversation-live')),
    'the live conversation in the feed',
  )
  line.close()
})

test('a visitor of the first version comes back and finds what was said', async () => {
  await using left = await leftBehind()
  await using w = await world({ folder: left.folder, env: left.env })
  assert.equal(w.halo.widgetKey, 'halo_firstwidgetkey')
  const jane = await VisitorClient.arrive(w.url, w.halo.widgetKey, { userId: 'u-jane' })
  const id = await jane.open()
  await jane.say(id, 'Can I return anything within 30 days? Refunds?')
  await eventually(
    async () =>
      (await jane.transcript(id)).messages.some(({ from, text }) => from === 'ai' && /30 days/.test(text)),
    'an answer from what was known',
  )
  assert.deepEqual(
    (await w.ada.call('GET /api/conversations/:id/earlier', { params: { id } })).conversations.map(({ id }) => id),
    ['conversation-over'],
  )
  const { person } = await w.ada.call('GET /api/people/:id', { params: { id: 'contact-jane-1' } })
  await w.ada.call('POST /api/people/:id/erasure', { params: { id: person.id }, body: { name: 'Jane Doe' } })
  assert.equal((await w.ada.call('GET /api/people', { query: { text: 'jane' } })).people.length, 0)
})
