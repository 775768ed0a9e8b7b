import { z } from 'zod'
import { named } from '../protocol/programs/named.ts'
import { v1Api } from '../protocol/programs/v1.ts'

/** Writes sdk/api.ts, the typed client of `/api/v1`, from the table of routes: one file that needs nothing, to be copied into any project. */

interface JsonSchema {
  $ref?: string
  $defs?: Record<string, JsonSchema>
  type?: string | string[]
  const?: unknown
  enum?: unknown[]
  anyOf?: JsonSchema[]
  oneOf?: JsonSchema[]
  allOf?: JsonSchema[]
  items?: JsonSchema
  properties?: Record<string, JsonSchema>
  required?: string[]
  additionalProperties?: boolean | JsonSchema
}

interface Route {
  name: string
  scope: string
  says: string
  params?: z.ZodType
  query?: z.ZodType
  body?: z.ZodType
  reply: z.ZodType
}

const routes = Object.entries(v1Api) as [string, Route][]

export function clientModule(): string {
  const definitions = new Map<string, string>()
  const output = (shape: z.ZodType) => typeOf(shape, 'output', definitions)
  const methods = routes.map(([key, route]) => methodOf(key, route, output))
  const table = routes.map(
    ([key, { name, params, query, body }]) =>
      `  ${name}: [${[...key.split(' '), ...(params ? ['of'] : []), ...(query ? ['query'] : []), ...(body ? ['body'] : [])].map(literal).join(', ')}],`,
  )
  return [
    preface,
    ...[...definitions].map(([name, type]) => `export type ${name} =${type.startsWith('\n') ? '' : ' '}${type}`),
    `export interface HaloApi {\n${methods.join('\n')}\n}`,
    `type Kind = 'of' | 'query' | 'body'\n/** Method, path, and what a call is given, in this order. */\nconst routes: Record<keyof HaloApi, [string, string, ...Kind[]]> = {\n${table.join('\n')}\n}`,
    runtime,
  ].join('\n\n')
}

function methodOf(
  key: string,
  { name, scope, says, params, query, body, reply }: Route,
  output: (shape: z.ZodType) => string,
): string {
  const input = (shape: z.ZodType) => typeOf(shape, 'input', new Map())
  const rest = query ?? body
  const takes = [
    ...(params ? [`of: ${input(params)}`] : []),
    ...(rest ? [`${query ? 'query' : 'body'}${isOptional(rest) ? '?' : ''}: ${input(rest)}`] : []),
    'more?: Options',
  ]
  return `  /** ${says} \`${key}\`, scope \`${scope}\`. */\n  ${name}(${takes.join(', ')}): Promise<${output(reply)}>`
}

const isOptional = (shape: z.ZodType) => shape.safeParse({}).success

function typeOf(shape: z.ZodType, io: 'input' | 'output', definitions: Map<string, string>): string {
  // What is sent may leave out what has a default, so names stand only for what is answered.
  const schema = z.toJSONSchema(shape, {
    io,
    unrepresentable: 'any',
    ...(io === 'output' && { metadata: named }),
  }) as JsonSchema & { id?: string }
  for (const [name, definition] of Object.entries(schema.$defs ?? {}))
    if (!definitions.has(name)) definitions.set(name, print(definition))
  const own = named.get(shape)?.id
  if (io === 'input' || own === undefined) return print(schema)
  if (!definitions.has(own)) definitions.set(own, print(schema))
  return own
}

function print(schema: JsonSchema): string {
  if (schema.$ref) return schema.$ref.split('/').at(-1)!
  if (schema.const !== undefined) return literal(schema.const)
  if (schema.enum) return schema.enum.map(literal).join(' | ')
  const choices = schema.anyOf ?? schema.oneOf
  if (choices) return oneOf([...new Set(choices.map(print))])
  if (schema.allOf) return schema.allOf.map(print).join(' & ')
  if (Array.isArray(schema.type)) return schema.type.map((type) => print({ ...schema, type })).join(' | ')
  switch (schema.type) {
    case 'object':
      return printObject(schema)
    case 'array':
      return schema.items ? listOf(print(schema.items)) : 'unknown[]'
    case 'integer':
    case 'number':
      return 'number'
    case 'string':
    case 'boolean':
    case 'null':
      return schema.type
    default:
      return 'unknown'
  }
}

const oneOf = (types: string[]) => (types.length > 8 ? `\n  | ${types.join('\n  | ')}` : types.join(' | '))

function printObject({ properties, required = [], additionalProperties }: JsonSchema): string {
  const fields = Object.entries(properties ?? {}).map(
    ([name, inner]) => `${name}${required.includes(name) ? '' : '?'}: ${print(inner)}`,
  )
  const record = typeof additionalProperties === 'object' ? `Record<string, ${print(additionalProperties)}>` : null
  if (!fields.length) return record ?? 'Record<string, never>'
  // A record beside fields would forbid those whose type is another.
  return record ? `{ ${fields.join('; ')}; [key: string]: unknown }` : `{ ${fields.join('; ')} }`
}

const listOf = (type: string) => (/[ |&]/.test(type) && !/^\{.*\}$/.test(type) ? `(${type})[]` : `${type}[]`)
const literal = (value: unknown) =>
  typeof value === 'string' ? `'${value.replaceAll("'", "\\'")}'` : String(value)

const preface = `// Generated from protocol/programs/v1.ts by \`npm run docs\`. Do not edit.

/**
 * The client of Halo's API for programs: one file without dependencies, for Node.js 20 and everything else that has \`fetch\`.
 *
 *     const halo = connectHalo({ url: 'https://halo.example.com', key: process.env.HALO_KEY! })
 *     const { conversations } = await halo.listConversations({ status: 'live' })
 *     await halo.whisper({ id: conversations[0]!.id }, { id: crypto.randomUUID(), text: 'Offer a refund' })
 */

/** \`expects\`: the pen and the log must still be as seen, else \`HaloError\` 409 \`moved\`. \`idempotencyKey\`: the same request under it is done once. */
export interface Options { expects?: { epoch?: number; seq?: number }; idempotencyKey?: string; signal?: AbortSignal }

/** What Halo refused. \`code\` is for programs, the message a sentence for people; \`retryAfter\` in seconds, of 429. */
export class HaloError extends Error {
  readonly status: number
  readonly code: string
  readonly details: unknown
  readonly retryAfter: number | null
  constructor(status: number, { code, message, details }: { code: string; message: string; details?: unknown }, retryAfter: number | null = null) {
    super(message)
    this.name = 'HaloError'
    this.status = status
    this.code = code
    this.details = details
    this.retryAfter = retryAfter
  }
}`

const runtime = `/** Calls throw \`HaloError\`, or what \`fetch\` throws when nobody answers. */
export function connectHalo(halo: { url: string; key: string }): HaloApi {
  const methods = Object.entries(routes).map(([name, [method, path, ...takes]]) => [name, (...given: unknown[]) => {
    const part = (kind: Kind) => (takes.includes(kind) ? (given[takes.indexOf(kind)] as Record<string, unknown> | undefined) : undefined)
    const address = new URL(path.replace(/:(\\w+)/g, (_, value: string) => encodeURIComponent(String(part('of')![value]))), halo.url)
    for (const [value, is] of Object.entries(part('query') ?? {})) if (is !== undefined) address.searchParams.set(value, String(is))
    return send(method, address, { key: halo.key, body: takes.includes('body') ? (part('body') ?? {}) : undefined }, given[takes.length] as Options | undefined)
  }])
  return Object.fromEntries(methods) as HaloApi
}

async function send(method: string, address: URL, { key, body }: { key: string; body: unknown }, { expects, idempotencyKey, signal }: Options = {}): Promise<unknown> {
  const headers = new Headers({ authorization: \`Bearer \${key}\` })
  if (body !== undefined) headers.set('content-type', 'application/json')
  if (expects) headers.set('halo-expects', Object.entries(expects).filter(([, value]) => value !== undefined).map(([name, value]) => \`\${name}=\${value}\`).join(', '))
  if (idempotencyKey !== undefined) headers.set('idempotency-key', idempotencyKey)
  const response = await fetch(address, { method, headers, body: body === undefined ? undefined : JSON.stringify(body), signal })
  const answer = (await response.json().catch(() => null)) as { error?: { code: string; message: string } } | null
  if (response.ok && answer !== null) return answer
  const wait = response.headers.get('retry-after')
  throw new HaloError(response.status, answer?.error ?? { code: 'broken', message: \`Halo answered \${response.status}.\` }, wait === null ? null : Number(wait))
}
`
