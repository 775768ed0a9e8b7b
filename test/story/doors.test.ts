import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { z } from 'zod'
import { api, type RouteKey } from '../../protocol/api.ts'
import { newId } from '../../server/ground/context.ts'
import { world, type VisitorClient, type World } from '../world.ts'

type Json = null | string | number | boolean | Json[] | { [key: string]: Json }

/** Every value that every route takes is exchanged for each of these, one at a time. */
const strings = [
  '',
  ' ',
  '\0',
  'half \ud800',
  'half \udc00',
  '__proto__',
  'constructor',
  'toString',
  '../../etc/passwd',
  '%',
  '%_\\',
  "'; drop table messages; --",
  '\u202e',
  '-1',
  '1.5',
  'NaN',
  '1e999',
  '9007199254740991',
  '9223372036854775808',
  'x'.repeat(10_001),
  '👩‍👩‍👧‍👦'.repeat(3_000),
  newId(),
]
const others: Json[] = [
  null,
  true,
  -1,
  0.5,
  1e308,
  9007199254740991,
  [],
  [null],
  {},
  { constructor: { prototype: { admin: true } } },
]

let w: World
let vic: VisitorClient
let chat: string
let secret: string
before(async () => {
  // Each request comes from an address of its own, or the limits would be all that answers.
  w = await world({ env: { HALO_TRUST_PROXY: 'loopback', HALO_API_PACE: '9999999' } })
  secret = (await w.program()).secret
  vic = await w.visitor({ userId: 'vic' })
  chat = await vic.open()
})
after(() => w.close())

interface Shape {
  type?: string
  enum?: string[]
  anyOf?: Shape[]
  properties?: Record<string, Shape>
  items?: Shape
  pattern?: string
  format?: string
}

/** Something that the schema takes. */
function sample(shape: Shape): Json {
  if (shape.anyOf) return sample(shape.anyOf[0]!)
  if (shape.enum) return shape.enum[0]!
  if (shape.properties)
    return Object.fromEntries(Object.entries(shape.properties).map(([key, inner]) => [key, sample(inner)]))
  if (shape.items) return [sample(shape.items)]
  if (shape.type === 'number' || shape.type === 'integer') return 0
  if (shape.type === 'boolean') return true
  if (shape.format === 'email') return 'vic@halo.test'
  if (shape.format === 'uri') return 'https://shop.test/'
  return shape.pattern ? newId() : 'words'
}

/** Copies of the value, each with one part of it exchanged. */
function* spoilt(value: Json, bad: Json[]): Generator<Json> {
  yield* bad
  if (value === null || typeof value !== 'object') return
  for (const [key, inner] of Object.entries(value)) {
    for (const worse of spoilt(inner, bad)) yield Array.isArray(value) ? [worse] : { ...value, [key]: worse }
  }
}

const sampleOf = (schema: z.ZodType) =>
  sample(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as Shape)

function* attempts(key: RouteKey): Generator<{ path: string; body?: string }> {
  const route: { for: string; params?: z.ZodType; query?: z.ZodType; body?: z.ZodType } = api[key]
  const pathOf = (params: Record<string, Json>) =>
    key.split(' ')[1]!.replace(/:(\w+)/g, (_, name: string) => params[name] as string)
  const good = Object.fromEntries(
    Object.keys(route.params ? (sampleOf(route.params) as object) : {}).map((name) => [
      name,
      name === 'id' ? chat : newId(),
    ]),
  )
  const body = route.body && sampleOf(route.body)
  const bodyText = body === undefined ? undefined : JSON.stringify(body)
  for (const name of Object.keys(good))
    for (const bad of strings) yield { path: pathOf({ ...good, [name]: escaped(bad) }), body: bodyText }
  for (const name of Object.keys(route.query ? (sampleOf(route.query) as object) : {}))
    for (const bad of strings) yield { path: `${pathOf(good)}?${name}=${escaped(bad)}`, body: bodyText }
  if (body !== undefined)
    for (const worse of spoilt(body, [...strings, ...others]))
      yield { path: pathOf(good), body: JSON.stringify(worse) }
}

let asked = 0
const fromElsewhere = () => ({ 'x-forwarded-for': `10.${++asked >> 16}.${(asked >> 8) & 255}.${asked & 255}` })

/** As an address carries it; half a character cannot be written, so its bytes are. */
const escaped = (text: string) => (text.isWellFormed() ? encodeURIComponent(text) : '%ED%A0%80')

async function answerTo(
  method: string,
  { path, body }: { path: string; body?: string },
  headers: Record<string, string>,
): Promise<void> {
  const response = await fetch(new URL(path, w.url), {
    method,
    body,
    headers: {
      ...headers,
      ...fromElsewhere(),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
  })
  const text = await response.text()
  const told = `${method} ${path.slice(0, 200)} ${body?.slice(0, 200)} → ${response.status} ${text.slice(0, 200)}`
  assert.ok(response.status < 500 && response.status !== 429, told)
  if (response.ok) return
  const { error } = JSON.parse(text) as { error: { code: string; message: string } }
  assert.match(error.code, /^[a-z_]+$/, told)
  assert.match(error.message, /\w+ \w+/, told)
}

async function answerAll(
  method: string,
  all: { path: string; body?: string }[],
  headers: Record<string, string>,
): Promise<void> {
  while (all.length) await Promise.all(all.splice(0, 8).map((attempt) => answerTo(method, attempt, headers)))
}

const headersFor = {
  anyone: () => vic.headers,
  visitor: () => vic.headers,
  operator: () => w.ada.headers,
  key: () => ({ authorization: `Bearer ${secret}` }),
}

for (const key of Object.keys(api) as RouteKey[]) {
  test(`${key} answers whatever comes with what was asked for or a 4xx that says why`, () =>
    answerAll(key.split(' ')[0]!, [...attempts(key)], headersFor[api[key].for]()))
}

const signingIn: [string, Json][] = [
  ['sign-in/email', { email: 'ada@halo.test', password: 'correct horse' }],
  ['sign-up/email', { email: 'eve@halo.test', password: 'correct horse', name: 'Eve' }],
  ['change-password', { currentPassword: 'wrong horse', newPassword: 'correct horse' }],
  ['sign-out', {}],
]
const guesses = (path: string) => path === 'sign-in/email' || path === 'change-password'
const attempt = ([path, body]: [string, Json]) => ({ path: `/api/auth/${path}`, body: JSON.stringify(body) })

for (const [path, body] of signingIn) {
  test(`/api/auth/${path} takes no harm from anything either`, () =>
    // Each wrong password is followed by the right one, or the account's wait would be all that answers.
    answerAll(
      'POST',
      [...spoilt(body, [...strings, ...others])].flatMap((each) => [
        attempt([path, each]),
        ...(guesses(path) ? [attempt(signingIn[0]!)] : []),
      ]),
      { ...(path === 'sign-out' ? {} : w.ada.headers), origin: w.url },
    ))
}

test('after all that, a visitor is answered and Ada is still Ada', async () => {
  const other = await w.visitor()
  const id = await other.open()
  const line = await other.connect()
  await line.follow(id)
  await other.say(id, 'How long does shipping take?')
  await line.message(id, ({ from }) => from === 'ai')
  line.close()
  assert.equal((await w.ada.call('GET /api/me')).operator.email, 'ada@halo.test')
  assert.equal(({} as { admin?: boolean }).admin, undefined)
})
