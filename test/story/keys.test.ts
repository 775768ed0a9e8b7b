import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { api, type RouteKey } from '../../protocol/api.ts'
import { scopes, type KeyScope } from '../../protocol/programs/scopes.ts'
import { connectHalo, type HaloError } from '../../sdk/api.ts'
import { newId } from '../../server/ground/context.ts'
import { eventually, Refused, world, type World } from '../world.ts'

let w: World
before(async () => {
  w = await world()
})
after(() => w.close())

const refused = (status: number, code: string) => (error: HaloError | Refused) => {
  assert.deepEqual([error.status, error.code], [status, code], error.message)
  return true
}

test('a key is shown once, kept as a hash, listed by how it begins, and says when it was used last', async () => {
  const { key, secret, halo } = await w.program()
  assert.match(secret, /^halo_sk_[\w-]{43}$/)
  assert.ok(secret.startsWith(key.prefix) && key.prefix.length < 20)
  const rows = JSON.stringify(await w.halo.ctx.db.reads.selectFrom('api_keys').selectAll().execute())
  assert.ok(!rows.includes(secret.slice(20)))

  const listed = async () => (await w.ada.call('GET /api/keys')).keys.find(({ id }) => id === key.id)!
  assert.deepEqual([(await listed()).usedAt, (await listed()).by.name], [null, 'Ada'])
  await halo.listConversations()
  const { usedAt } = await listed()
  assert.ok(usedAt)
  await halo.listConversations()
  assert.equal((await listed()).usedAt, usedAt, 'written at most once a minute')
  await assert.rejects(
    w.ada.call('POST /api/keys', { body: { id: key.id, name: 'Again', scopes: ['events:read'] } }),
    refused(409, 'id_taken'),
  )
})

test('no key, an unknown one, an expired one and a revoked one open nothing; nor does a session', async () => {
  const past = await w.program([...scopes], Date.now() - 1)
  const revoked = await w.program()
  await revoked.halo.listConversations()
  assert.ok((await w.ada.call('DELETE /api/keys/:id', { params: { id: revoked.key.id } })).key.revokedAt)
  const unknown = connectHalo({ url: w.url, key: `halo_sk_${'x'.repeat(43)}` })
  for (const halo of [past.halo, revoked.halo, unknown, connectHalo({ url: w.url, key: 'nonsense' })])
    await assert.rejects(halo.listConversations(), refused(401, 'signed_out'))
  await assert.rejects(w.ada.fetch('GET', '/api/v1/conversations'), refused(401, 'signed_out'))
  const { secret } = await w.program()
  assert.equal(
    (await fetch(`${w.url}/api/team`, { headers: { authorization: `Bearer ${secret}` } })).status,
    401,
    'a key is no operator',
  )
})

test('a key that is revoked while its reader waits for events tells it nothing more', async () => {
  const { key, halo } = await w.program()
  const { upTo } = await catchUp(halo)
  const waiting = assert.rejects(halo.listEvents({ after: upTo, wait: 20 }), refused(401, 'signed_out'))
  await w.ada.call('DELETE /api/keys/:id', { params: { id: key.id } })
  await (await w.visitor()).open()
  await waiting
})

async function catchUp(halo: ReturnType<typeof connectHalo>): Promise<{ upTo: number }> {
  for (let after = 0; ;) {
    const { events, upTo } = await halo.listEvents({ after })
    if (!events.length) return { upTo }
    after = upTo
  }
}

interface Route {
  for: string
  scope?: KeyScope
}
const routes = (Object.entries(api) as [RouteKey, Route][]).filter(([, route]) => route.for === 'key')

for (const scope of scopes) {
  test(`a key of ${scope} opens exactly the doors of this scope`, async () => {
    const { secret } = await w.program([scope])
    for (const [key, route] of routes) {
      const [method, path] = key.split(' ') as [string, string]
      const { status } = await fetch(w.url + path.replace(/:\w+/g, newId()), {
        method,
        headers: { authorization: `Bearer ${secret}` },
      })
      if (route.scope === scope) assert.ok(status !== 401 && status !== 403, `${key} answered ${status}`)
      else assert.equal(status, 403, `${key} needs ${route.scope}`)
    }
  })
}

test('every route under /api/v1 is for keys and names a scope that exists, and no other route is for keys', () => {
  for (const [key, route] of Object.entries(api) as [RouteKey, Route][])
    assert.equal(route.for === 'key' && scopes.includes(route.scope!), key.includes(' /api/v1/'), key)
  assert.deepEqual([...new Set(routes.map(([, { scope }]) => scope!))].sort(), [...scopes].sort())
})

test('a key that asks too often is told how often it may, and when to come back; others are not held up', async () => {
  await using slow = await world({ env: { HALO_API_PACE: '3' } })
  const [one, other] = [await slow.program(), await slow.program()]
  const ask = (secret: string) =>
    fetch(`${slow.url}/api/v1/articles`, { headers: { authorization: `Bearer ${secret}` } })
  const left = []
  for (let i = 0; i < 3; i++) {
    const { status, headers } = await ask(one.secret)
    left.push([status, headers.get('ratelimit-limit'), headers.get('ratelimit-remaining')])
    assert.ok(Number(headers.get('ratelimit-reset')) <= 60)
  }
  // The minute may turn in between; then counting begins anew.
  const fourth = await eventually(async () => {
    const answer = await ask(one.secret)
    return answer.status === 429 && answer
  }, 'the limit')
  assert.deepEqual([left[0], fourth.headers.get('ratelimit-remaining')], [[200, '3', '2'], '0'])
  assert.ok(Number(fourth.headers.get('retry-after')) >= 1)
  assert.equal((await ask(other.secret)).status, 200)
})
