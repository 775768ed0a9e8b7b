import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { allows, type Access, type Need } from '../../protocol/access.ts'
import { api, type RouteKey } from '../../protocol/api.ts'
import { newId } from '../../server/ground/context.ts'
import { OperatorClient, world, type World } from '../world.ts'

/** Every route that the documentation describes, by every kind of caller: nobody gets through a door that is not theirs. */

const member = (inbox: Access['inbox'], agents: Access['agents']): Access => ({ role: 'member', inbox, agents })
const callers: Record<string, Access> = {
  'Super Admin': { role: 'super_admin', inbox: 'none', agents: 'none' },
  Admin: { role: 'admin', inbox: 'none', agents: 'none' },
  'Member who may nothing': member('none', 'none'),
  'Member who may view the inbox': member('view', 'none'),
  'Member who may reply': member('reply', 'none'),
  'Member who may manage the inbox': member('manage', 'none'),
  'Member who may view agents': member('none', 'view'),
  'Member who may edit agents': member('none', 'edit'),
}

let w: World
const cookies = new Map<string, string>()
let visitorToken = ''
let paths: Record<string, unknown>

before(async () => {
  w = await world()
  for (const [name, access] of Object.entries(callers)) {
    const email = `${name.toLowerCase().replaceAll(' ', '-')}@halo.test`
    await w.halo.operators.create({ name, email, password: 'correct horse' }, access)
    cookies.set(name, (await OperatorClient.signIn(w.url, email, 'correct horse')).headers.cookie!)
  }
  visitorToken = (await w.visitor()).token
  paths = ((await (await fetch(`${w.url}/api/docs/json`)).json()) as { paths: Record<string, unknown> }).paths
})
after(() => w.close())

interface Route {
  for: 'anyone' | 'visitor' | 'operator'
  needs?: Need
}
const routes = Object.entries(api) as [RouteKey, Route][]

async function knock(key: RouteKey, headers: Record<string, string>): Promise<number> {
  const [method, path] = key.split(' ') as [string, string]
  const response = await fetch(w.url + path.replace(/:\w+/g, newId()), {
    method,
    headers: { origin: w.url, ...headers },
  })
  await response.body?.cancel()
  return response.status
}

test('every route for operators says what it needs, and the documentation knows every route', () => {
  for (const [key, route] of routes) {
    assert.ok(route.for !== 'operator' || route.needs, `${key} does not say what it needs`)
    const [, path] = key.split(' ') as [string, string]
    assert.ok(paths[path.replace(/:(\w+)/g, '{$1}')], `${key} is not documented`)
  }
})

test('without a session, and with a visitor’s token, no operator’s door opens', async () => {
  for (const [key, route] of routes.filter(([, { for: whom }]) => whom === 'operator')) {
    assert.equal(await knock(key, {}), 401, `${key} without anything`)
    assert.equal(
      await knock(key, { authorization: `Bearer ${visitorToken}` }),
      401,
      `${key} with a visitor’s token, which needs ${route.needs}`,
    )
  }
})

test('with an operator’s session no visitor’s door opens', async () => {
  for (const [key] of routes.filter(([, { for: whom }]) => whom === 'visitor'))
    assert.equal(await knock(key, { cookie: cookies.get('Super Admin')! }), 401, key)
})

for (const [name, access] of Object.entries(callers)) {
  test(`${name}: exactly the doors that are theirs`, async () => {
    for (const [key, route] of routes.filter(([, { for: whom }]) => whom === 'operator')) {
      const status = await knock(key, { cookie: cookies.get(name)! })
      if (allows(access, route.needs!))
        assert.ok(status !== 401 && status !== 403, `${key} needs ${route.needs} and answered ${status}`)
      else assert.equal(status, 403, `${key} needs ${route.needs}`)
    }
  })
}
