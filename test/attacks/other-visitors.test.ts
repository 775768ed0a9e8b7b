import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { z } from 'zod'
import { api, type RouteKey } from '../../protocol/api.ts'
import { newId } from '../../server/ground/context.ts'
import { whereverStands } from '../everywhere.ts'
import { eventually, VisitorClient, world, type World } from '../world.ts'

/** Every route that a visitor may call, called by one visitor with the ids of another. */

let w: World
let [vic, eve] = [null, null] as unknown as [VisitorClient, VisitorClient]
/** What is Vic's: a live conversation with a question and its answer, and the ids in it. */
let chat = ''
let question = ''
let answer = ''
/** Eve's own conversation. */
let hers = ''
before(async () => {
  w = await world({ overrides: { timing: { presenceLeaseMs: 600_000 } } })
  vic = await w.visitor({ userId: 'u-vic', userTraits: { name: 'Vic Victim', email: 'vic@victim.test' } })
  chat = await vic.open()
  question = (await vic.say(chat, 'Is my secret order 4711 on its way?')).id
  answer = (
    await eventually(
      async () => (await vic.transcript(chat)).messages.find(({ from }) => from === 'ai'),
      'an answer',
    )
  ).id
  eve = await w.visitor()
  hers = await eve.open()
})
after(() => w.close())

interface Shape {
  properties?: Record<string, Shape>
  anyOf?: Shape[]
  enum?: string[]
  type?: string
  pattern?: string
  items?: Shape
}

/** Something that the schema takes; every id is Vic's. */
function sample(shape: Shape, name: string): unknown {
  if (shape.anyOf) return sample(shape.anyOf[0]!, name)
  if (shape.enum) return shape.enum[0]
  if (shape.properties)
    return Object.fromEntries(Object.entries(shape.properties).map(([key, inner]) => [key, sample(inner, key)]))
  if (name === 'token') return eve.token
  if (name === 'key') return w.halo.widgetKey
  if (shape.pattern) return name === 'id' ? chat : newId()
  return { string: 'a word of Eve’s', number: 0, integer: 0, boolean: true, object: {} }[shape.type!] ?? null
}

const routes = (Object.keys(api) as RouteKey[]).filter((key) => key.includes(' /api/widget/'))
const bodyOf = (key: RouteKey): Record<string, unknown> | undefined => {
  const { body } = api[key] as { body?: z.ZodType }
  return (
    body &&
    (sample(z.toJSONSchema(body, { io: 'input', unrepresentable: 'any' }) as Shape, '') as Record<string, unknown>)
  )
}

async function ask(
  key: RouteKey,
  params: Record<string, string>,
  body = bodyOf(key),
): Promise<{ status: number; text: string }> {
  const [method, path] = key.split(' ') as [string, string]
  const url = w.url + path.replace(/:(\w+)/g, (_, name: string) => params[name]!)
  const response = await fetch(`${url}${method === 'GET' && path.endsWith('/events') ? '?after=0' : ''}`, {
    method,
    headers: { ...eve.headers, ...(body && { 'content-type': 'application/json' }) },
    body: body && JSON.stringify(body),
  })
  return { status: response.status, text: await response.text() }
}

const everythingOfVic = async () => {
  const [{ conversation, ...transcript }, { contact, traits, context }] = [
    await w.ada.transcript(chat),
    await w.ada.call('GET /api/conversations/:id/visitor', { params: { id: chat } }),
  ]
  return { conversation, transcript, contact: { ...contact, seenAt: 0 }, traits, context }
}

const named = routes.filter((key) => key.includes('/:'))
for (const key of named) {
  test(`${key} with another visitor’s ids is "not found", as with ids of nobody, and changes nothing`, async () => {
    const before = await everythingOfVic()
    const names = [...key.matchAll(/:(\w+)/g)].map(([, name]) => name!)
    const attempts = [
      { id: chat, messageId: answer },
      { id: chat, messageId: question },
      { id: chat, messageId: newId() },
      ...(names.length > 1 ? [{ id: hers, messageId: answer }] : []),
    ]
    const nobody = await ask(key, { id: newId(), messageId: newId() })
    for (const params of attempts) {
      const { status, text } = await ask(key, params)
      assert.equal(status, 404, `${JSON.stringify(params)} → ${status} ${text}`)
      assert.doesNotMatch(text, /4711|Victim/)
      if (params.id === chat) assert.equal(text, nobody.text, 'in the words of what is not there at all')
    }
    assert.deepEqual(await everythingOfVic(), before)
  })
}

test('what a visitor begins, tells or removes is their own, whatever ids they send', async () => {
  const rest = routes.filter((key) => !named.includes(key))
  assert.ok(rest.length >= 4)
  const before = await everythingOfVic()
  for (const key of rest) {
    const { status, text } = await ask(
      key,
      {},
      { ...bodyOf(key), ...(key.endsWith('/sessions') && { userId: undefined, userTraits: undefined }) },
    )
    assert.ok(status < 500, `${key} → ${status} ${text}`)
    assert.doesNotMatch(text, /4711|Victim/, key)
  }
  assert.deepEqual(await everythingOfVic(), before)
})

test('no id of another becomes a word of theirs: nothing of Eve’s stands in Vic’s rows', async () => {
  await eve.say(hers, 'This is a word of Eve’s.')
  const found = await whereverStands(w.halo.ctx.db, 'a word of Eve')
  assert.ok(found.length, 'she did write something')
  assert.deepEqual(
    found.filter((row) => row.includes(chat)),
    [],
  )
})
