import { createHmac } from 'node:crypto'
import { betterAuth } from 'better-auth'
import { twoFactor } from 'better-auth/plugins'
import type { Logger } from 'pino'
import { fullAccess, type Access } from '../../../protocol/access.ts'
import type { Person } from '../../../protocol/entities.ts'
import type { Database } from '../../db/database.ts'
import { Conflict } from '../../ground/errors.ts'
import type { SignedIn } from '../../ground/signed-in.ts'
import { accessOf } from './members.ts'
import { demandsFactor } from './policy.ts'
import { countOperators, hashed, hasOperator, insertOperator, type NewOperator } from './create.ts'

export interface Operators {
  /** What is mounted at /api/auth/*: signing in and out, and changing one's own password. */
  handler(request: Request): Promise<Response>
  /** Who sent these headers. Remembered for up to five seconds in this process; signing out here is felt at once. */
  whoIs(headers: Headers): Promise<SignedIn | null>
  /** Prolongs a session that is in use: the cookies to set, often none. */
  renew(headers: Headers): Promise<string[]>
  /** The only way to become an operator. */
  create(input: NewOperator, access?: Access): Promise<Person>
  /** What is known of sessions and rights is looked up anew: somebody's have changed. */
  forget(): void
  /** Signs in: the headers that set the cookie. */
  signIn(email: string, password: string): Promise<Headers>
  count(): Promise<number>
  /** A signature that only this Halo can make. */
  sign(text: string): string
  /** Whether cookies are for TLS alone. */
  isSecure: boolean
}

interface OperatorsOptions {
  db: Database
  secret: string
  /** The public address, when it is known. */
  baseUrl: string | null
  trustedOrigins: string[]
  /** A session ends after so many days, however much it is used. */
  sessionDays?: number
  log?: Logger
}

/** Carries the caller's address to the sign-in library. Whatever a client sends under this name is overwritten. */
export const addressHeader = 'x-halo-address'

export function openOperators(options: OperatorsOptions): Operators {
  const { db } = options
  const auth = openAuth(options)
  const remembered = remember((headers) => lookUp(auth, options, headers))
  return {
    async handler(request) {
      const response = await auth.handler(request)
      if (request.method !== 'GET') remembered.forget()
      return response
    },
    whoIs: remembered.whoIs,
    async renew(headers) {
      const { headers: answer } = await auth.api.getSession({ headers, returnHeaders: true })
      return answer.getSetCookie()
    },
    forget: remembered.forget,
    async create(input, access = fullAccess) {
      if (await hasOperator(db.reads, input.email)) throw taken()
      const operator = await hashed(input)
      const person = await db.write((trx) => insertOperator(trx, operator, access))
      if (!person) throw taken()
      return person
    },
    async signIn(email, password) {
      const { headers } = await auth.api.signInEmail({ body: { email, password }, returnHeaders: true })
      return headers
    },
    count: () => countOperators(db.reads),
    isSecure: isSecure(options.baseUrl),
    sign: (text) => createHmac('sha256', options.secret).update(text).digest('base64url'),
  }
}

const taken = () => new Conflict('taken', 'There is an operator with this e-mail address already.')

const isSecure = (baseUrl: string | null) => baseUrl?.startsWith('https:') ?? false

const day = 24 * 60 * 60

function openAuth({ db, secret, baseUrl, trustedOrigins, log }: OperatorsOptions) {
  return betterAuth({
    appName: 'Halo',
    secret,
    baseURL: baseUrl ?? undefined,
    basePath: '/api/auth',
    trustedOrigins,
    database: { db: db.statements, type: db.dialect, transaction: false },
    emailAndPassword: { enabled: true, disableSignUp: true, minPasswordLength: 8, maxPasswordLength: 128 },
    ...tables,
    plugins: [twoFactor({ issuer: 'Halo', twoFactorTable: 'operator_two_factors', schema: twoFactorColumns })],
    // Failed sign-ins are counted where these routes are mounted: the library counts the right ones too, and an office shares one address.
    rateLimit: { enabled: true, storage: 'memory', window: 60, max: 300, customRules: { '/sign-in/email': false } },
    advanced: {
      cookiePrefix: 'halo',
      useSecureCookies: isSecure(baseUrl),
      defaultCookieAttributes: { httpOnly: true, sameSite: 'lax' },
      // The door of all routes looks at the origin, of these too.
      disableCSRFCheck: true,
      ipAddress: { ipAddressHeaders: [addressHeader] },
      database: { validateSchema: false },
    },
    telemetry: { enabled: false },
    // A lost database must reach our own error handling, which says so.
    onAPIError: { throw: true },
    logger: {
      disabled: !log,
      level: 'warn',
      log: (level, message) => log?.[level === 'error' ? 'warn' : 'debug']({ from: 'sign-in' }, message),
    },
  })
}

type Auth = ReturnType<typeof openAuth>

const twoFactorColumns = {
  user: { fields: { twoFactorEnabled: 'two_factor_enabled' } },
  twoFactor: {
    fields: {
      backupCodes: 'backup_codes',
      userId: 'operator_id',
      failedVerificationCount: 'failed_verification_count',
      lockedUntil: 'locked_until',
    },
  },
}

const times = { createdAt: 'created_at', updatedAt: 'updated_at' }

const tables = {
  user: { modelName: 'operators', fields: { ...times, emailVerified: 'email_verified' } },
  session: {
    modelName: 'operator_sessions',
    expiresIn: 30 * day,
    updateAge: day,
    fields: {
      ...times,
      userId: 'operator_id',
      expiresAt: 'expires_at',
      ipAddress: 'ip_address',
      userAgent: 'user_agent',
    },
  },
  account: {
    modelName: 'operator_accounts',
    fields: {
      ...times,
      userId: 'operator_id',
      accountId: 'account_id',
      providerId: 'provider_id',
      accessToken: 'access_token',
      refreshToken: 'refresh_token',
      idToken: 'id_token',
      accessTokenExpiresAt: 'access_token_expires_at',
      refreshTokenExpiresAt: 'refresh_token_expires_at',
    },
  },
  verification: { modelName: 'operator_verifications', fields: { ...times, expiresAt: 'expires_at' } },
}

async function lookUp(
  auth: Auth,
  { db, sessionDays = 30 }: OperatorsOptions,
  headers: Headers,
): Promise<SignedIn | null> {
  // Prolonging a session sets a cookie, which only `renew` can pass on.
  const session = await auth.api.getSession({ headers, query: { disableRefresh: true } })
  if (!session) return null
  const startedAt = new Date(session.session.createdAt).getTime()
  if (Date.now() - startedAt > sessionDays * day * 1000) return null
  const { id, name, image, email } = session.user
  const access = await accessOf(db.reads, id)
  const factorMissing = !session.user.twoFactorEnabled && (await demandsFactor(db.reads))
  return access && { id, name, image: image ?? null, email, access, factorMissing }
}

const memory = 5_000
const rememberedAtMost = 1_000

/** An operator's screen asks many times a second. A refusal is never remembered, an error neither. */
function remember(look: (headers: Headers) => Promise<SignedIn | null>) {
  const known = new Map<string, { until: number; person: Promise<SignedIn | null> }>()
  const whoIs = async (headers: Headers): Promise<SignedIn | null> => {
    const session = /(?:^|;\s*)(?:__Secure-)?halo\.session_token=([^;]+)/.exec(headers.get('cookie') ?? '')?.[1]
    if (!session) return null
    const found = known.get(session)
    if (found && found.until > Date.now()) return found.person
    const person = look(headers)
    if (known.size >= rememberedAtMost) known.clear()
    known.set(session, { until: Date.now() + memory, person })
    const forget = () => known.get(session)?.person === person && known.delete(session)
    person.then((one) => one ?? forget(), forget)
    return person
  }
  return { whoIs, forget: () => known.clear() }
}
