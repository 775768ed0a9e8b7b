import assert from 'node:assert/strict'
import { chmod, mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { openSqlite } from '../../server/db/sqlite.ts'
import { newId } from '../../server/ground/context.ts'
import { mayFetchFrom } from '../../server/ground/network-ranges.ts'
import { eventually, OperatorClient, world } from '../world.ts'

test('with a member go the API keys they made and the reset links they handed out', async () => {
  await using w = await world()
  const gus = await w.halo.operators.create({ name: 'Gus', email: 'gus@halo.test', password: 'correct horse' })
  const ben = await w.ben()
  const asGus = await OperatorClient.signIn(w.url, 'gus@halo.test', 'correct horse')
  const key = { id: newId(), name: 'Script', scopes: ['conversations:read' as const], expiresAt: null }
  const { secret } = await asGus.call('POST /api/keys', { body: key })
  const { link } = await asGus.call('POST /api/team/:id/reset-link', { params: { id: ben.person.id } })
  const asked = () => fetch(`${w.url}/api/v1/conversations`, { headers: { authorization: `Bearer ${secret}` } })
  assert.equal((await asked()).status, 200)
  await w.ada.call('DELETE /api/team/:id', { params: { id: gus.id } })
  assert.equal((await asked()).status, 401)
  const { searchParams } = new URL(link)
  const reset = await fetch(`${w.url}/api/resets/${ben.person.id}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: w.url },
    body: JSON.stringify({
      until: Number(searchParams.get('until')),
      token: searchParams.get('token'),
      password: 'four words of mine',
    }),
  })
  assert.equal(reset.status, 403)
})

test('the database is ours alone, also in a folder that was there and in a file that everybody could read', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'halo-modes-'))
  await chmod(folder, 0o755)
  try {
    for (const before of ['a new file', 'a file that was there']) {
      const db = await openSqlite(folder)
      await db.ping()
      for (const name of ['halo.db', 'halo.db-wal', 'halo.db-shm'])
        assert.equal((await stat(join(folder, name))).mode & 0o777, 0o600, `${name}, ${before}`)
      await db.close()
      await chmod(join(folder, 'halo.db'), 0o644)
    }
  } finally {
    await rm(folder, { recursive: true })
  }
})

test('nothing is fetched from an address of IPv6 that nobody was given, or that carries one of IPv4', () => {
  for (const address of [
    '4000::1',
    'c000::1',
    '::1',
    'fc00::1',
    'fe80::1',
    '64:ff9b::a00:1',
    '2002:a00:1::',
    '2001::1',
    '2001:db8::1',
    '3fff::1',
    '::ffff:10.0.0.1',
    '5f00::1',
  ])
    assert.equal(mayFetchFrom(address), false, address)
  for (const address of ['2606:4700::1111', '2a00:1450:4001::200e', '::ffff:1.1.1.1'])
    assert.equal(mayFetchFrom(address), true, address)
})

test('the demo site is not there where it is switched off', async () => {
  await using w = await world({ env: { HALO_DEMO: 'off' } })
  const page = await fetch(`${w.url}/demo/`, { headers: { accept: 'text/html' } })
  assert.doesNotMatch(await page.text(), /Northwind|data-key/)
  assert.equal((await w.ada.call('GET /api/me')).hasDemo, false)
})

test('what stands behind the path of a visitor’s page is kept by nobody, unless the site needs it', async () => {
  const url = 'https://shop.test/reset?token=sesame#open'
  for (const [setting, kept] of [
    ['cut', 'https://shop.test/reset'],
    ['keep', url],
  ] as const) {
    await using w = await world({ env: { HALO_PAGE_QUERIES: setting } })
    const vic = await w.visitor()
    const id = newId()
    await vic.call('POST /api/widget/conversations', { body: { id, page: { url, title: 'Shop' } } })
    const page = async () => (await w.ada.transcript(id)).conversation.page?.url
    assert.equal(await page(), kept)
    const line = await vic.connect()
    await line.follow(id)
    const next = { url: url.replace('reset', 'next'), title: 'Next' }
    line.send({ type: 'here', conversationId: id, presence: 'active', open: true, page: next })
    await eventually(async () => (await page())?.includes('next'), 'the next page')
    assert.equal(await page(), kept.replace('reset', 'next'))
  }
})
