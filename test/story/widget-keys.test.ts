import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { WebSocket } from 'ws'
import { version } from '../../protocol/frames.ts'
import { newId } from '../../server/ground/context.ts'
import { Caller, eventually, Refused, world, type World } from '../world.ts'

let w: World
before(async () => {
  w = await world()
})
after(() => w.close())

const refused = (status: number, code: string) => (error: unknown) =>
  error instanceof Refused && error.status === status && error.code === code

/** What a page of this site asks; a browser says by itself which one it is. */
const page = (site: string, token?: string) =>
  new Caller(w.url, { origin: site, ...(token && { authorization: `Bearer ${token}` }) })
const enter = (key: string, site: string) => page(site).call('POST /api/widget/sessions', { body: { key } })
const make = async (name: string, origins: string[] = []) =>
  (await w.ada.call('POST /api/widget-keys', { body: { id: newId(), name, origins } })).widgetKey
const revoke = (id: string) => w.ada.call('PUT /api/widget-keys/:id/revocation', { params: { id } })

/** The code with which the socket of a page was closed, once it is. */
async function socket(
  site: string,
  token: string,
): Promise<{ closed: Promise<number>; welcome: Promise<unknown> }> {
  const ws = new WebSocket(w.url.replace(/^http/, 'ws') + '/api/socket', { headers: { origin: site } })
  const closed = new Promise<number>((resolve) => ws.on('close', resolve))
  const welcome = new Promise<unknown>((resolve) =>
    ws.on('message', (bytes) => resolve(JSON.parse(String(bytes)).type)),
  )
  await new Promise((resolve) => ws.on('open', resolve))
  ws.send(JSON.stringify({ type: 'hello', version, token }))
  return { closed, welcome }
}

test('a key is for the sites on its list, in every call and on the socket', async () => {
  const { key } = await make('Shop', ['https://shop.test', 'https://*.shop.test', 'http://localhost:3000'])
  for (const site of [
    'https://shop.test',
    'https://www.shop.test',
    'https://a.b.shop.test',
    'http://localhost:3000',
    w.url,
  ])
    await enter(key, site)
  const foreign = [
    'https://evil.test',
    'http://shop.test',
    'https://shop.test:8443',
    'https://evilshop.test',
    'https://shop.test.evil.test',
    'https://.shop.test',
    'http://localhost:3001',
    'null',
  ]
  for (const site of foreign) await assert.rejects(enter(key, site), refused(403, 'origin'), site)
  await assert.rejects(
    page('https://evil.test').call('POST /api/widget/look', { body: { key } }),
    refused(403, 'origin'),
  )

  const { token } = await enter(key, 'https://shop.test')
  const open = (site: string) => page(site, token).call('POST /api/widget/conversations', { body: { id: newId() } })
  const { conversation } = await open('https://shop.test')
  await assert.rejects(
    open('https://evil.test'),
    refused(401, 'signed_out'),
    'a token that was stolen by another site is worth nothing there',
  )
  await assert.rejects(
    page('https://evil.test').call('POST /api/widget/conversations/:id/leave', {
      params: { id: conversation.id },
      body: { token, how: 'closed' },
    }),
    refused(401, 'signed_out'),
  )
  assert.equal(await (await socket('https://evil.test', token)).closed, 4003)
  assert.equal(await (await socket('https://shop.test', token)).welcome, 'welcome')
})

test('keys are changed over one by one: the old one works until it is revoked, and then at once no more', async () => {
  const old = await make('Old')
  const begun = await enter(old.key, 'https://shop.test')
  const line = await socket('https://shop.test', begun.token)
  assert.equal(await line.welcome, 'welcome')
  const fresh = await make('New')
  assert.equal((await w.ada.call('GET /api/me')).widgetKey, fresh.key, 'the snippet offers the newest')
  await enter(old.key, 'https://shop.test')
  await eventually(
    async () => (await w.ada.call('GET /api/widget-keys')).widgetKeys.find(({ id }) => id === old.id)!.usedAt,
    'that the old one is still used',
  )

  await revoke(old.id)
  await assert.rejects(enter(old.key, 'https://shop.test'), refused(403, 'key_revoked'))
  await assert.rejects(
    page('https://shop.test', begun.token).call('POST /api/widget/conversations', { body: { id: newId() } }),
    refused(401, 'signed_out'),
  )
  assert.equal(await line.closed, 4003, 'and an open chat hears no more')
  const changed = await page('https://shop.test').call('POST /api/widget/sessions', {
    body: { key: fresh.key, token: begun.token },
  })
  assert.equal(changed.visitor.id, begun.visitor.id, 'with the new key the visitor is who they were')

  await w.ada.call('DELETE /api/widget-keys/:id/revocation', { params: { id: old.id } })
  await enter(old.key, 'https://shop.test')
})

test('a site that is taken off the list is out at once; the last key cannot be revoked', async () => {
  const { id, key, name } = await make('Two', ['https://one.test', 'https://two.test'])
  const { token } = await enter(key, 'https://two.test')
  const line = await socket('https://two.test', token)
  assert.equal(await line.welcome, 'welcome')
  await w.ada.call('PUT /api/widget-keys/:id', { params: { id }, body: { name, origins: ['https://one.test'] } })
  await assert.rejects(enter(key, 'https://two.test'), refused(403, 'origin'))
  assert.equal(await line.closed, 4003)

  const { widgetKeys } = await w.ada.call('GET /api/widget-keys')
  for (const each of widgetKeys.filter((other) => other.id !== id && other.revokedAt === null))
    await revoke(each.id)
  await assert.rejects(revoke(id), refused(409, 'last_key'))
  await assert.rejects(enter('halo_guessed', 'https://one.test'), refused(403, 'bad_key'))
})

test('sites are written as browsers say them, and anything else is refused', async () => {
  const { origins } = await make('Written', [
    ' HTTPS://Shop.Test/ ',
    'https://shop.test:443',
    'https://*.Shop.test',
    'http://127.0.0.1:8080',
  ])
  assert.deepEqual(origins, [
    'https://shop.test',
    'https://shop.test',
    'https://*.shop.test',
    'http://127.0.0.1:8080',
  ])
  for (const wrong of [
    'shop.test',
    'https://*',
    'https://*.*.test',
    'https://shop.*',
    'https://shop.test/path',
    'javascript:alert(1)',
    'ftp://shop.test',
    '*',
    'https://a@shop.test',
    '',
  ]) {
    await assert.rejects(make('Wrong', [wrong]), (error) => error instanceof Refused && error.status === 400, wrong)
  }
})

test('a retry makes one key', async () => {
  const body = { id: newId(), name: 'Once', origins: [] }
  const [first, second] = [
    await w.ada.call('POST /api/widget-keys', { body }),
    await w.ada.call('POST /api/widget-keys', { body }),
  ]
  assert.equal(first.widgetKey.key, second.widgetKey.key)
})
