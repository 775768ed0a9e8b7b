import { isAPIError } from 'better-auth/api'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { RouteParsed } from '../../../protocol/api.ts'
import type { Database } from '../../db/database.ts'
import { headersOf, type Routes } from '../../http/http.ts'
import { limits } from '../../ground/limits.ts'
import { createLimit, type Limit } from '../../http/limits.ts'
import { createLockout, type Lockout, type TriedFrom } from '../../http/lockout.ts'
import { present } from '../../http/problems.ts'
import { refuseWeak } from './create.ts'
import { awaySince } from './duty.ts'
import { deviceCookie, deviceIn } from './known-devices.ts'
import { addressHeader, type Operators } from './operators.ts'
import type { Setup } from './setup.ts'
import { bodyOf, waysIn, type WayIn } from './sign-in-bodies.ts'
import { tellAudit, tellSignedIn, whatIsTried } from './sign-in-news.ts'
import { giveCodeBack, takeCode } from './used-codes.ts'

type NamedWorkspace = NonNullable<RouteParsed<'POST /api/setup'>['body']['workspace']>

interface SignInParts {
  db: Database
  operators: Operators
  setup: Setup
  /** Told what the first operator called the workspace. */
  named?: (workspace: NamedWorkspace) => Promise<void>
  hasDemo?: boolean
  /** The one to paste into a page now. */
  widgetKey: () => string
  model: () => { name: string; follows: string }
  /** Told of an operator who signed out, or whose password or second factor is another now. */
  changed?: (operatorId: string) => void
  /** Wrong passwords that one address may try in a minute. */
  failedSignIns?: number
  /** Wrong passwords after which further tries at one account must wait. */
  wrongPasswords?: number
}

export function peopleRoutes(app: FastifyInstance, routes: Routes, door: SignInParts): void {
  const { db, operators, setup, named = async () => {}, widgetKey, model, failedSignIns, wrongPasswords } = door
  routes.on('GET /api/setup', async () => ({ needed: (await operators.count()) === 0 }))

  routes.on('POST /api/setup', async ({ input: { body }, request, reply }) => {
    const { workspace, ...first } = body
    const operator = await setup.redeem(first)
    if (workspace) await named(workspace)
    const signedIn = await operators.signIn(body.email, body.password)
    await tellSignedIn(db, operator, request, 'POST /api/setup')
    reply.header('set-cookie', signedIn.getSetCookie())
    return { operator }
  })

  routes.on('GET /api/me', async ({ actor, request, reply }) => {
    const cookies = await operators.renew(headersOf(request))
    if (cookies.length) reply.header('set-cookie', cookies)
    return {
      operator: actor.person,
      awaySince: await awaySince(db.reads, actor.id),
      widgetKey: widgetKey(),
      hasDemo: door.hasDemo ?? true,
      model: model().name,
      modelFollows: model().follows,
    }
  })

  mountSignIn(
    app,
    door,
    createLimit(failedSignIns ?? limits.failedSignIns),
    createLockout(wrongPasswords ?? limits.wrongPasswords),
  )
}

/** Those that tell whether a password or a code was right; the later ones also of somebody who found a browser signed in. */
const guessable = new Set<WayIn>([
  'sign-in/email',
  'two-factor/verify-totp',
  'two-factor/verify-backup-code',
  'change-password',
  'two-factor/enable',
  'two-factor/disable',
  'two-factor/generate-backup-codes',
])

/** The sign-in library's own routes, answering with our kind of problem. */
function mountSignIn(
  app: FastifyInstance,
  { db, operators, changed = () => {} }: SignInParts,
  failures: Limit,
  lockout: Lockout,
): void {
  for (const way of Object.keys(waysIn) as WayIn[]) {
    const guessing = guessable.has(way)
    app.post(`/api/auth/${way}`, { schema: { hide: true } as object }, async (request, reply) => {
      if (guessing) failures.count(request)
      const body = bodyOf(way, request.body)
      const person = way === 'sign-in/email' ? null : await operators.whoIs(headersOf(request))
      if (person && way === 'change-password') refuseWeak(newPasswordIn(body), [person.name, person.email])
      const account = guessing ? (person?.email ?? namedIn(request)) : null
      const from = triedFrom(operators, request, account)
      if (account) lockout.check(account, from)
      const tried = await whatIsTried(db, way, request, { signedIn: person, named: account })
      const answer = await askOnce(db, operators, { way, request, body, account: tried.account?.id ?? null })
      if (guessing && answer.status === 200) failures.forgive(request)
      const locked = account !== null && (await wasWrong(answer)) && lockout.failed(account, from)
      if (account && answer.status === 200 && way === 'sign-in/email') lockout.succeeded(account, from)
      // What was open under a session that this ended is asked again whose it is.
      if (person && answer.status === 200) changed(person.id)
      const event = await tellAudit(db, request, tried, { answer, locked })
      const known = event === 'session.began' && tried.account ? [deviceCookie(operators, tried.account.email)] : []
      return pass(answer, reply, known)
    })
  }
}

interface Asked {
  way: WayIn
  request: FastifyRequest
  body: unknown
  /** Whose it is, where that is known. */
  account: string | null
}

/** An authenticator's code is good for one question: whoever read it over a shoulder, or on the wire, comes too late. */
async function askOnce(
  db: Database,
  operators: Operators,
  { way, request, body, account }: Asked,
): Promise<Response> {
  if (way !== 'two-factor/verify-totp' || !account) return ask(operators, request, body)
  const { code } = body as { code: string }
  if (!(await takeCode(db, account, code))) return wrongCode()
  const answer = await ask(operators, request, body)
  if (answer.status !== 200) await giveCodeBack(db, account, code)
  return answer
}

const wrongCode = () =>
  Response.json({ code: 'INVALID_CODE', message: 'This code was used. Wait for the next one.' }, { status: 401 })

function triedFrom(operators: Operators, request: FastifyRequest, account: string | null): TriedFrom {
  const device = account && deviceIn(operators, account, request.headers.cookie ?? '')
  return { address: request.ip, device }
}

const newPasswordIn = (body: unknown) => (body as { newPassword: string }).newPassword

function namedIn({ body }: FastifyRequest): string | null {
  const email = body && typeof body === 'object' && 'email' in body ? body.email : null
  return typeof email === 'string' ? email : null
}

/** A password or a code that was not the right one; of a session, too: whoever found a browser signed in guesses no faster than at the door. */
async function wasWrong(answer: Response): Promise<boolean> {
  return (
    answer.status === 401 ||
    (answer.status === 400 && parse(await answer.clone().text()).code === 'INVALID_PASSWORD')
  )
}

async function ask(operators: Operators, request: FastifyRequest, body: unknown): Promise<Response> {
  try {
    return await operators.handler(asWebRequest(request, body))
  } catch (error) {
    if (!isAPIError(error) || error.statusCode >= 500) throw error
    return Response.json(error.body ?? {}, { status: error.statusCode })
  }
}

const trusting = /^[^=]*\btrust_device=/

function asWebRequest(request: FastifyRequest, said: unknown): Request {
  const headers = headersOf(request)
  headers.set(addressHeader, request.ip)
  // Browsers were once trusted for ever: what they kept of it opens nothing any more.
  const cookies = (headers.get('cookie') ?? '').split(';').map((one) => one.trim())
  headers.set('cookie', cookies.filter((one) => !trusting.test(one)).join('; '))
  // The body was parsed at the door and is written anew, so its old length and coding no longer hold.
  for (const name of ['content-length', 'transfer-encoding', 'content-encoding']) headers.delete(name)
  const body = said === undefined ? undefined : JSON.stringify(said)
  return new Request(`${request.protocol}://${request.host}${request.url}`, {
    method: request.method,
    headers,
    body,
  })
}

async function pass(response: Response, reply: FastifyReply, moreCookies: string[]): Promise<FastifyReply> {
  const text = await response.text()
  if (response.status >= 400) {
    const wait = response.headers.get('x-retry-after')
    if (wait) reply.header('retry-after', wait)
    const { code, message } = parse(text)
    return refuse(reply, response.status, code, message)
  }
  for (const [name, value] of response.headers)
    if (name !== 'set-cookie' && name !== 'content-length') reply.header(name, value)
  const cookies = [...response.headers.getSetCookie(), ...moreCookies]
  if (cookies.length) reply.header('set-cookie', cookies)
  return reply.code(response.status).send(text)
}

function refuse(
  reply: FastifyReply,
  status: number,
  code: string | undefined,
  message: string | undefined,
): FastifyReply {
  const problem =
    status === 429
      ? { code: 'too_many', message: 'Too many attempts. Wait a minute and try again.' }
      : { code: code?.toLowerCase() ?? 'refused', message: message || 'This was refused.' }
  return reply.code(status).send(present(problem))
}

function parse(text: string): { code?: string; message?: string } {
  try {
    return JSON.parse(text) as { code?: string; message?: string }
  } catch {
    return {}
  }
}
