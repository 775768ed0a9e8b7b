import { z } from 'zod'
import type { RouteKey } from '../../protocol/api.ts'
import { Problem } from '../../protocol/problem.ts'
import { named } from '../../protocol/programs/named.ts'
import { HaloEvent } from '../../protocol/programs/placed-event.ts'
import { webhookTypes } from '../../protocol/programs/webhook-types.ts'

/** OpenAPI 3.1, made of the protocol's table alone: the same for whoever asks, and checked without a server. */

/** A route as far as its documentation goes. */
interface DescribedRoute {
  for: 'anyone' | 'visitor' | 'operator' | 'key'
  name?: string
  scope?: string
  says: string
  params?: z.ZodType
  query?: z.ZodType
  body?: z.ZodType
  reply: z.ZodType
}

type Json = Record<string, unknown>

const about = {
  title: 'Halo',
  version: '1',
  license: { name: 'MIT', identifier: 'MIT' },
  description:
    'What fails answers with an error of one shape: a code for programs and a sentence for people. Every answer has an `x-request-id`, under which the log knows it.',
}

/** `address` is where this Halo is reached; without it clients go to where they found the document. */
export function openApiOf(routes: [RouteKey | string, DescribedRoute][], address: string | null): Json {
  const schemas: Json = {}
  const paths: Record<string, Json> = {}
  for (const [key, route] of routes) {
    const [method, path] = key.split(' ') as [string, string]
    const at = path.replace(/:(\w+)/g, '{$1}')
    paths[at] = { ...paths[at], [method.toLowerCase()]: operationOf(key, route, schemas) }
  }
  schemas.Problem = schemaOf(Problem, 'output', schemas)
  const callers = new Set(routes.map(([, route]) => route.for))
  return {
    openapi: '3.1.0',
    info: about,
    servers: [{ url: address ?? '/' }],
    tags: [...new Set(routes.map(([key]) => tagOf(key)))].map((name) => ({ name })),
    paths,
    webhooks: { event: toldTo(schemas) },
    components: {
      schemas: Object.fromEntries(Object.entries(schemas).toSorted(([a], [b]) => (a < b ? -1 : 1))),
      headers,
      responses: failures,
      securitySchemes: Object.fromEntries(Object.entries(doors).filter(([name]) => callers.has(name as 'key'))),
    },
  }
}

const receive = [
  'Posted to each address under **Workspace, Webhooks** that is told of this type of event, in the order of the log and at least once: `webhook-id` is the same whenever it is told.',
  'It is signed as [Standard Webhooks](https://www.standardwebhooks.com) describe, for which there are libraries in most languages: `webhook-signature` is `v1,` and the base64 of the HMAC-SHA256 of `id.timestamp.body` with the secret behind `whsec_`, itself base64.',
  'Answer with a 2xx within ten seconds. Anything else is told again after a pause that doubles, for three days.',
].join('\n\n')

/** What programs receive instead of asking for it. */
function toldTo(schemas: Json): Json {
  const shape = z.object({ type: z.enum(webhookTypes), timestamp: z.iso.datetime(), data: HaloEvent })
  const header = (name: string, description: string) => ({
    name,
    in: 'header',
    required: true,
    description,
    schema: { type: 'string' },
  })
  return {
    post: {
      operationId: 'receiveEvent',
      summary: 'How to receive events',
      description: receive,
      tags: ['webhooks'],
      security: [],
      parameters: [
        header('webhook-id', 'The same whenever this event is told.'),
        header('webhook-timestamp', 'Seconds since 1970. Refuse what is older than some minutes.'),
        header('webhook-signature', 'One or more signatures, parted by blanks. One that fits is enough.'),
      ],
      requestBody: {
        required: true,
        content: { 'application/json': { schema: schemaOf(shape, 'output', schemas) } },
      },
      responses: {
        '2XX': { description: 'Taken.' },
        '4XX': { description: 'Told again later; 410 ends it.' },
      },
    },
  }
}

function operationOf(key: string, route: DescribedRoute, schemas: Json): Json {
  const { says, name, params, query, body, reply, scope } = route
  const forKey = route.for === 'key'
  const parameters = [
    ...(params ? parametersOf(params, 'path') : []),
    ...(query ? parametersOf(query, 'query') : []),
    ...(forKey ? conditionsOf(key) : []),
  ]
  return {
    operationId: name ?? idOf(key),
    summary: summaryOf(says),
    description: scope ? `${says} Scope \`${scope}\`.` : says,
    tags: [tagOf(key)],
    security: route.for === 'anyone' ? [] : [{ [route.for]: [] }],
    ...(parameters.length && { parameters }),
    ...(body && {
      requestBody: {
        required: !body.safeParse(undefined).success,
        content: { 'application/json': { schema: schemaOf(body, 'input', schemas) } },
      },
    }),
    responses: {
      200: {
        description: 'Done.',
        headers: { ...answered, ...(forKey && paced) },
        content: { 'application/json': { schema: schemaOf(reply, 'output', schemas) } },
      },
      429: { $ref: '#/components/responses/TooMany' },
      '4XX': { $ref: '#/components/responses/Refused' },
      '5XX': { $ref: '#/components/responses/Broken' },
    },
  }
}

/** The first noun of the path. */
const tagOf = (key: string) => key.split('/')[key.includes('/api/v1/') ? 3 : 2]!

/** `GET /api/conversations/:id/events` is `getConversationsByIdEvents`; what is for programs has the name that its client calls it by. */
function idOf(key: string): string {
  const [method, path] = key.split(' ') as [string, string]
  const parts = path.split('/').slice(2)
  const words = parts.map((part) => (part.startsWith(':') ? `by-${part.slice(1)}` : part)).join('-')
  return (
    method.toLowerCase() + words.replace(/(?:^|[^a-zA-Z0-9]+)([a-zA-Z0-9])/g, (_, letter) => letter.toUpperCase())
  )
}

/** Its first sentence, as far as a list of routes has room. */
function summaryOf(says: string): string {
  const sentence = says.split(/[.:;](?:\s|$)/, 1)[0]!
  return sentence.length <= 120 ? sentence : `${sentence.slice(0, sentence.lastIndexOf(' ', 119))} …`
}

// ── Shapes ───────────────────────────────────────────────────────────────────────────────────────────────────────────

/** What is answered refers to the protocol's nouns by name. What is sent may leave out whatever has a default, so it is another shape and stands in full. */
function schemaOf(shape: z.ZodType, io: 'input' | 'output', schemas: Json): Json {
  const {
    $schema: _,
    $defs = {},
    ...schema
  } = z.toJSONSchema(shape, {
    io,
    unrepresentable: 'any',
    ...(io === 'output' && { metadata: named }),
  }) as Json & { $defs?: Json }
  for (const [name, definition] of Object.entries($defs)) schemas[name] ??= asComponent(definition, io)
  const own = io === 'output' ? named.get(shape)?.id : undefined
  if (own === undefined) return asComponent(schema, io) as Json
  schemas[own] ??= asComponent(schema, io)
  return { $ref: `#/components/schemas/${own}` }
}

function asComponent(part: unknown, io: 'input' | 'output'): unknown {
  if (Array.isArray(part)) return part.map((each) => asComponent(each, io))
  if (typeof part !== 'object' || part === null) return part
  const entries = Object.entries(withProperties(part as Json))
    // An answer may have more fields tomorrow, and a client of today must not choke on them.
    .filter(([name, value]) => name !== 'id' || typeof value !== 'string')
    .filter(([name, value]) => io === 'input' || name !== 'additionalProperties' || value !== false)
    .map(([name, value]) => [
      name,
      name === '$ref' ? String(value).replace('#/$defs/', '#/components/schemas/') : asComponent(value, io),
    ])
  return Object.fromEntries(entries)
}

/** A record whose keys are fixed has a property for each: generators make a type of them, and of `propertyNames` nothing. */
function withProperties(part: Json): Json {
  const { required, additionalProperties: value, propertyNames: keys, ...rest } = part
  if (!keys || !Array.isArray(required) || part.properties || typeof value !== 'object') return part
  return { ...rest, properties: Object.fromEntries(required.map((name) => [name, value])), required }
}

function parametersOf(shape: z.ZodType, where: 'path' | 'query'): Json[] {
  const { properties = {}, required = [] } = z.toJSONSchema(shape, { io: 'input', unrepresentable: 'any' }) as {
    properties?: Record<string, Json>
    required?: string[]
  }
  // What is coerced from text has no type of its own on the way in; on the way out it has.
  const read = (
    z.toJSONSchema(shape, { io: 'output', unrepresentable: 'any' }) as { properties?: Record<string, Json> }
  ).properties
  return Object.entries(properties).map(([name, schema]) => ({
    name,
    in: where,
    required: where === 'path' || (required.includes(name) && read?.[name]?.default === undefined),
    schema: schema.type || schema.anyOf || schema.enum ? schema : { ...read?.[name], ...schema },
  }))
}

// ── What every route has in common ───────────────────────────────────────────────────────────────────────────────────

function conditionsOf(key: string): Json[] {
  if (key.startsWith('GET ')) return []
  const header = (name: string, description: string, example: string) => ({
    name,
    in: 'header',
    required: false,
    description,
    schema: { type: 'string' },
    example,
  })
  const once = header(
    'Idempotency-Key',
    'For a day, the same request under the same key is answered as it was first, and not done again.',
    'order-4711',
  )
  const expects = header(
    'Halo-Expects',
    'Act only if the pen and the log are still as you saw them; otherwise 409 `moved`.',
    'epoch=3, seq=57',
  )
  return / \/api\/v1\/conversations\/:id\//.test(key) ? [expects, once] : [once]
}

const seconds = { type: 'integer', minimum: 0 }
const headers = {
  RequestId: { description: 'Under which the log knows this request.', schema: { type: 'string' } },
  RateLimitLimit: { description: 'Requests that a key may send in a minute.', schema: seconds },
  RateLimitRemaining: { description: 'How many of them are left.', schema: seconds },
  RateLimitReset: { description: 'Seconds until all are there again.', schema: seconds },
  RetryAfter: { description: 'Seconds until it is worth trying again.', schema: seconds },
}
const header = (name: keyof typeof headers) => ({ $ref: `#/components/headers/${name}` })
const answered = { 'x-request-id': header('RequestId') }
const paced = {
  'RateLimit-Limit': header('RateLimitLimit'),
  'RateLimit-Remaining': header('RateLimitRemaining'),
  'RateLimit-Reset': header('RateLimitReset'),
}

const problem = { 'application/json': { schema: { $ref: '#/components/schemas/Problem' } } }
const failures = {
  Refused: {
    description:
      'Refused: 400 what was sent is wrong, 401 not signed in or no key in force, 403 not allowed, 404 not there, 405 not by this method (see `Allow`), 409 somebody was quicker, 413 too large, 415 not JSON.',
    headers: answered,
    content: problem,
  },
  TooMany: {
    description: 'Too many requests.',
    headers: { ...answered, 'Retry-After': header('RetryAfter') },
    content: problem,
  },
  Broken: {
    description: '500 something broke on our side, 503 something that is needed is away.',
    headers: answered,
    content: problem,
  },
}

const doors = {
  visitor: { type: 'http', scheme: 'bearer', description: 'The token that POST /api/widget/sessions gave.' },
  key: { type: 'http', scheme: 'bearer', description: 'An API key, made under Workspace, API keys.' },
  operator: {
    type: 'apiKey',
    in: 'cookie',
    name: 'halo.session_token',
    description: 'The session cookie of POST /api/auth/sign-in/email.',
  },
}
