import assert from 'node:assert/strict'
import { execFileSync, spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { after, describe, test } from 'node:test'
import { sql } from 'kysely'
import type { Database } from '../../server/db/database.ts'
import { Unavailable } from '../../server/ground/errors.ts'
import { query } from '../servers.ts'
import { kinds, type Place } from './databases.ts'

const big = 'x'.repeat(50_000)
const add = (db: Database, key: string, value = big) =>
  db.write((trx) => trx.insertInto('settings').values({ key, value }).execute())
const keysOf = async (db: Database) =>
  (await db.reads.selectFrom('settings').select('key').execute()).map((row) => row.key)

const program = fileURLToPath(new URL('endless-writer.ts', import.meta.url))

/** Lets the child write until `enough` rows were acknowledged, then kills it; or until it ends by itself. */
async function writeEndlessly(
  place: Place,
  options: { enough?: number; fileLimit?: number },
): Promise<{ acknowledged: string[]; ended: string }> {
  const limit = options.fileLimit ? `trap '' XFSZ; ulimit -f ${options.fileLimit}; ` : ''
  const child = spawn(
    'sh',
    ['-c', `${limit}exec "$@"`, 'sh', process.execPath, program, place.options.folder, place.options.url ?? ''],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  )
  let [out, ended] = ['', '']
  child.stdout.on('data', (chunk) => {
    out += chunk
    if (options.enough && out.split('\n').length > options.enough) child.kill('SIGKILL')
  })
  child.stderr.on('data', (chunk) => (ended += chunk))
  await new Promise((closed) => child.once('close', closed))
  return { acknowledged: out.split('\n').slice(0, -1), ended }
}

for (const { name, place, skip } of kinds) {
  test(`${name}: what was acknowledged survives kill -9`, { skip }, async () => {
    const home = await place()
    const { acknowledged } = await writeEndlessly(home, { enough: 300 })
    assert.ok(acknowledged.length >= 300)
    const db = await home.open()
    const stored = new Set(await keysOf(db))
    assert.deepEqual(
      acknowledged.filter((key) => !stored.has(key)),
      [],
    )
    await db.close()
    await home.clear()
  })
}

describe('a full disk under SQLite', () => {
  const cleared: Place[] = []
  const fresh = async () => {
    const home = await kinds[0]!.place()
    cleared.push(home)
    return home
  }
  after(() => Promise.all(cleared.map((home) => home.clear())))

  test('refuses loudly, keeps what it had, and works again when there is room', async () => {
    const db = await (await fresh()).open()
    await add(db, 'before')
    await sql`pragma max_page_count = 1`.execute(db.statements)
    await assert.rejects(add(db, 'full'), Unavailable)
    await assert.rejects(db.ping(), Unavailable)
    assert.deepEqual(await keysOf(db), ['before'])
    await sql`pragma max_page_count = 1000000`.execute(db.statements)
    await add(db, 'after')
    await db.ping()
    assert.deepEqual((await keysOf(db)).sort(), ['after', 'before'])
    await db.close()
  })

  test(
    'at the commit refuses everybody who shared it',
    { skip: !hasFileLimits() && 'this shell cannot limit the size of files' },
    async () => {
      const home = await fresh()
      // Room for the write-ahead log to grow to about two megabytes; then the operating system refuses, as it does on a full disk.
      const { acknowledged, ended } = await writeEndlessly(home, { fileLimit: 4000 })
      assert.equal(ended, 'Unavailable')
      assert.ok(acknowledged.length > 20)
      const db = await home.open()
      const stored = await keysOf(db)
      assert.deepEqual(stored.toSorted(), acknowledged.toSorted())
      await db.close()
    },
  )
})

function hasFileLimits(): boolean {
  try {
    execFileSync('sh', ['-c', "trap '' XFSZ; ulimit -f 2000"], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

const postgres = kinds[1]!

describe('a lost PostgreSQL', { skip: postgres.skip }, () => {
  test('refuses loudly, and the next one who asks gets a new connection', async () => {
    const home = await postgres.place()
    const db = await home.open()
    await Promise.all(Array.from({ length: 10 }, (_, n) => add(db, `warm-${n}`)))
    const { promise: begun, resolve } = Promise.withResolvers<void>()
    const { promise: cut, resolve: goOn } = Promise.withResolvers<void>()
    const caught = db.write(async (trx) => {
      await trx.insertInto('settings').values({ key: 'caught', value: '' }).execute()
      resolve()
      await cut
      await trx.insertInto('settings').values({ key: 'caught-2', value: '' }).execute()
    })
    await begun
    await query(
      home.options.url!,
      'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
    )
    goOn()
    await assert.rejects(caught, Unavailable)
    await untilWorks(() => add(db, 'after'))
    assert.ok(!(await keysOf(db)).includes('caught'))
    await db.close()
    await home.clear()
  })

  test('that is not there stops the start with a sentence', async () => {
    const { openDatabase } = await import('../../server/db/open.ts')
    await assert.rejects(openDatabase({ url: 'postgres://nobody@127.0.0.1:1/none', folder: '' }), {
      name: 'Unavailable',
      message: /ECONNREFUSED/,
    })
  })
})

/** A connection that died while idle may be handed out once before it is noticed; that refusal is Unavailable as well. */
async function untilWorks(work: () => Promise<unknown>): Promise<void> {
  for (let attempts = 0; attempts < 20; attempts++) {
    const end = await work().then(
      () => null,
      (error) => error,
    )
    if (!end) return
    assert.ok(end instanceof Unavailable, String(end))
  }
  assert.fail('The database never came back')
}
