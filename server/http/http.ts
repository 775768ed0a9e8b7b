import type { Socket } from 'node:net'
import Fastify, {
  LogController,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  type HTTPMethods,
} from 'fastify'
import type { Logger } from 'pino'
import { z, type ZodType } from 'zod'
import { allows, type Need } from '../../protocol/access.ts'
import type { KeyScope } from '../../protocol/programs/scopes.ts'
import { api, type Api, type RouteKey, type RouteParsed, type RouteReply } from '../../protocol/api.ts'
import { Problem } from '../../protocol/problem.ts'
import { NotAllowed } from '../ground/errors.ts'
import { readBodies } from './bodies.ts'
import { compressAnswers } from './compress.ts'
import type { Limits } from '../ground/limits.ts'
import { limitRoutes, type Limit } from './limits.ts'
import { requestContextOf } from './request-context.ts'
import { withRequestContext } from '../ground/request.ts'
import { serveDocs } from './docs.ts'
import { methodsByPath } from './methods.ts'
import { nameRequests, newRequestId } from './request-ids.ts'
import { guardOrigins, siteOf, type OriginRules } from './origins.ts'
import { answerProblems, present, sendProblem } from './problems.ts'
import { useSchemas } from './schemas.ts'
import { limitUnread, type MostUnread } from './unread.ts'
import type { KeyActor, Keys } from './keys/auth.ts'
import type { SignedIn } from '../ground/signed-in.ts'
import { shutOut } from '../people/visitors/shut-outs.ts'
import { readVisitorToken, type TokenClaims } from '../people/visitors/visitor-token.ts'

export interface HttpOptions extends OriginRules {
  log: Logger
  operators: { whoIs(headers: Headers): Promise<SignedIn | null> }
  keys: Keys
  /** Signs the visitors' tokens. */
  secret: string
  /** Whether visitors who came in like this may go on, on a page of this site; null is for our own pages and for programs. */
  admits?: (pass: TokenClaims, site: string | null) => boolean
  /** Whether an operator shut this visitor, or everybody of this address, out. */
  keepsOut?: (visitorId: string, address: string) => boolean
  /** Addresses of the proxies whose word about address and protocol counts. */
  trustProxy?: string
  /** Tests demand that every reply is exactly what its schema declares. */
  checkReplies?: boolean
  limits?: Partial<Limits>
  unread?: MostUnread
  /** Told about every answered request. */
  onAnswer?: (route: string, method: string, status: number, milliseconds: number) => void
}

interface VisitorActor {
  kind: 'visitor'
  id: string
}
interface OperatorActor {
  kind: 'operator'
  id: string
  person: SignedIn
}

interface Actors {
  anyone: null
  visitor: VisitorActor
  operator: OperatorActor
  key: KeyActor
}

interface Call<K extends RouteKey> {
  input: RouteParsed<K>
  actor: Actors[Api[K]['for']]
  request: FastifyRequest
  reply: FastifyReply
}

export interface Routes {
  /** Registers one route of the protocol. Who may call it is settled before its body is read. */
  on<K extends RouteKey>(key: K, answer: (call: Call<K>) => Promise<RouteReply<K>> | RouteReply<K>): void
  /** Throws when a route of the protocol has been forgotten. */
  complete(): void
}

declare module 'fastify' {
  interface FastifyRequest {
    actor: VisitorActor | OperatorActor | KeyActor | null
  }
}

export function buildHttp(options: HttpOptions): { app: FastifyInstance; routes: Routes } {
  const app = openApp(options)
  useSchemas(app, options.checkReplies ?? false)
  readBodies(app)
  nameRequests(app)
  answerProblems(app, options.log, methodsByPath(app))
  guardOrigins(app, options)
  // Before they are compressed, when they are longest.
  limitUnread(app, options.unread)
  compressAnswers(app)
  reportAnswers(app, options)
  serveDocs(app, options.url)
  return { app, routes: createRoutes(app, options) }
}

function openApp({ log, trustProxy }: HttpOptions): FastifyInstance {
  const app = Fastify({
    loggerInstance: log,
    // Whoever came in while this process ends is answered still.
    return503OnClosing: false,
    // One line for each request would be most of the log, and a child logger for each a good part of its cost.
    logController: new LogController({ disableRequestLogging: true }),
    childLoggerFactory: (logger) => logger,
    trustProxy: trustProxy ?? false,
    bodyLimit: 64 * 1024,
    requestTimeout: 30_000,
    // Also of who asks and does not read the answer: what waits for them is memory.
    connectionTimeout: 60_000,
    genReqId: newRequestId,
    frameworkErrors: (error, request, reply) => sendProblem(error, request, reply, log),
    clientErrorHandler: (_error, socket) => refuseGarbage(socket),
  }) as unknown as FastifyInstance
  app.decorateRequest('actor', null)
  return app
}

function refuseGarbage(socket: Socket): void {
  if (!socket.writable) return
  const body = JSON.stringify(present({ code: 'malformed', message: 'This is not a request that can be read.' }))
  const head = [
    'HTTP/1.1 400 Bad Request',
    'content-type: application/json',
    'connection: close',
    `x-request-id: ${newRequestId()}`,
    `content-length: ${Buffer.byteLength(body)}`,
  ]
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`)
}

function reportAnswers(app: FastifyInstance, { log, onAnswer }: HttpOptions): void {
  app.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? 'none'
    onAnswer?.(route, request.method, reply.statusCode, reply.elapsedTime)
    if (log.isLevelEnabled('debug')) {
      log.debug(
        {
          request: request.id,
          method: request.method,
          route,
          status: reply.statusCode,
          ms: Math.round(reply.elapsedTime),
        },
        'answered',
      )
    }
  })
}

function createRoutes(app: FastifyInstance, options: HttpOptions): Routes {
  const registered = new Set<RouteKey>()
  const doors = openDoors(options)
  const limitsOf = limitRoutes(options.limits)
  return {
    on(key, answer) {
      if (registered.has(key)) throw new Error(`${key} is registered twice`)
      registered.add(key)
      const route: RouteShape = api[key]
      const [method, url] = key.split(' ') as [HTTPMethods, string]
      const limit = limitsOf(key)
      // In a scope of its own, a route is added after the documentation has begun to listen for routes.
      app.register(async (scope) => {
        scope.route({
          method,
          url,
          bodyLimit: bodyLimits[key],
          schema: schemaOf(route),
          onRequest: [counted(limit.address), doors[route.for](route), counted(limit.visitor)],
          handler: async (request, reply) => {
            const { params, query, body, actor } = request
            const call = () => answer({ input: { params, query, body }, actor, request, reply } as Call<typeof key>)
            const asked = requestContextOf(key, request)
            if (!asked) return call()
            const work = () => withRequestContext(asked, call)
            return actor?.kind === 'key' ? options.keys.once(request, asked, work) : work()
          },
        })
      })
    },
    complete() {
      const forgotten = (Object.keys(api) as RouteKey[]).filter((key) => !registered.has(key))
      if (forgotten.length) throw new Error(`Nobody answers ${forgotten.join(', ')}`)
    },
  }
}

interface RouteShape {
  for: keyof Actors
  needs?: Need
  scope?: KeyScope
  says: string
  params?: ZodType
  query?: ZodType
  body?: ZodType
  reply: ZodType
}

/** A route that says nothing of a query takes none. */
function schemaOf({ params, query = z.object({}), body, reply }: RouteShape) {
  return {
    ...(params && { params }),
    querystring: query,
    ...(body && { body }),
    response: { 200: reply, '4xx': Problem, '5xx': Problem },
  }
}

// 64 kB hold 10,000 characters of any script, however they are escaped. These hold more than a message.
const bodyLimits: Partial<Record<RouteKey, number>> = {
  'PUT /api/articles/:id': 512 * 1024,
  'PUT /api/v1/articles/:id': 512 * 1024,
  'PUT /api/v1/users/:userId': 256 * 1024,
  'PATCH /api/agents/:id': 128 * 1024,
  'PUT /api/internal-docs/:id': 128 * 1024,
  'PUT /api/instructions': 128 * 1024,
  'POST /api/agents/:id/training': 1024 * 1024,
  'POST /api/conversations/:id/messages/:messageId/replay': 512 * 1024,
  'POST /api/effects': 512 * 1024,
  'POST /api/widget/sessions': 256 * 1024,
  'PATCH /api/widget/visitor': 256 * 1024,
  'POST /api/sources': 14 * 1024 * 1024,
  'POST /api/v1/sources': 14 * 1024 * 1024,
  'PATCH /api/v1/agents/:id': 128 * 1024,
  'POST /api/v1/history': 8 * 1024 * 1024,
}

const counted = (limit: Limit | null) => async (request: FastifyRequest) => limit?.count(request)

type Authenticate = (request: FastifyRequest, reply: FastifyReply) => Promise<void>

/** One for each kind of caller: finds out who it is and whether they may, or refuses. */
function openDoors({
  secret,
  admits = () => true,
  keepsOut = () => false,
  url,
  operators,
  keys,
}: HttpOptions): Record<keyof Actors, (route: Pick<RouteShape, 'needs' | 'scope'>) => Authenticate> {
  return {
    anyone: () => async () => {},
    visitor: () => async (request) => {
      const token = /^Bearer (\S{1,4000})$/i.exec(request.headers.authorization ?? '')?.[1]
      const id = token
        ? await readVisitorToken(secret, token, (pass) => admits(pass, siteOf(request, url && new URL(url).origin)))
        : null
      if (!id) throw new NotAllowed('signed_out', 'This visit has expired. Reload the page to go on.')
      if (keepsOut(id, request.ip)) throw shutOut()
      request.actor = { kind: 'visitor', id }
    },
    operator:
      ({ needs = 'own' }) =>
      async (request) => {
        const person = await operators.whoIs(headersOf(request))
        if (!person) throw new NotAllowed('signed_out', 'You are signed out. Sign in to go on.')
        if (!allows(person.access, needs))
          throw new NotAllowed(
            'no_right',
            'You have no right to do this. An Admin of your team can give it to you.',
          )
        if (person.factorMissing && needs !== 'own')
          throw new NotAllowed(
            'factor_needed',
            'Your team asks everybody for a second factor. Turn it on in your account to go on.',
          )
        request.actor = { kind: 'operator', id: person.id, person }
      },
    key: ({ scope }) => keys.authenticate(scope!),
  }
}

/** Node's headers as the web's `Headers`. */
export function headersOf(request: FastifyRequest): Headers {
  const headers = new Headers()
  for (const [name, value] of Object.entries(request.headers)) {
    if (value !== undefined) headers.set(name, Array.isArray(value) ? value.join(', ') : value)
  }
  return headers
}
