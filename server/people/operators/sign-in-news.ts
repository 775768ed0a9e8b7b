import type { FastifyRequest } from 'fastify'
import type { AccountEvent } from '../../../protocol/people/account-events.ts'
import type { RouteKey } from '../../../protocol/api.ts'
import { Words, type Person } from '../../../protocol/basics.ts'
import { noteAccount } from '../../http/audit/accounts.ts'
import type { Database } from '../../db/database.ts'
import { browserOf } from '../../http/request-context.ts'
import type { SignedIn } from '../../ground/signed-in.ts'
import { peopleOf } from './tables.ts'

/** Tells the audit what an answer of the sign-in library means. */

/** The account that a request is about. `signedIn`: by whom, under their session. */
interface Tried {
  way: string
  account: { id: string; name: string; email: string; hasFactor: boolean } | null
  signedIn: boolean
}

/** To be asked before the library is: a code that was right leaves no trace of whose it was. The same look for a name that nobody has, so that it takes as long. */
export async function whatIsTried(
  db: Database,
  way: string,
  request: FastifyRequest,
  { signedIn, named }: { signedIn: SignedIn | null; named: string | null },
): Promise<Tried> {
  const people = peopleOf(db.reads)
  const accounts = people
    .selectFrom('operators')
    .innerJoin('members', 'members.operator_id', 'operators.id')
    .select(['operators.id', 'operators.name', 'operators.email', 'two_factor_enabled'])
    .where('members.removed_at', 'is', null)
  const pending = people
    .selectFrom('operator_verifications')
    .select('value')
    .where('identifier', '=', pendingIn(request.headers.cookie ?? ''))
  const tried = () =>
    way === 'sign-in/email'
      ? accounts.where('email', '=', Email.parse(named))
      : accounts.where('operators.id', 'in', pending)
  const row = await (signedIn ? accounts.where('operators.id', '=', signedIn.id) : tried()).executeTakeFirst()
  return {
    way,
    account: row
      ? { id: row.id, name: row.name, email: row.email, hasFactor: Boolean(row.two_factor_enabled) }
      : null,
    signedIn: signedIn !== null,
  }
}

/** As it is compared. What no database can keep is nobody's. */
const Email = Words.max(320).toLowerCase().catch('')

/** Between password and code, the cookie holds which of those who wait for their code this is, and a signature behind a dot. */
function pendingIn(cookie: string): string {
  return /(?:^|;\s*)(?:__Secure-)?halo\.two_factor=(2fa-[\w-]+)/.exec(cookie)?.[1] ?? ''
}

/** Before the answer leaves: no session is handed out of which the audit knows nothing. `locked`: with it the account began to wait. Answers what happened. */
export async function tellAudit(
  db: Database,
  request: FastifyRequest,
  tried: Tried,
  { answer, locked }: { answer: Response; locked: boolean },
): Promise<AccountEvent | null> {
  const said = (await answer
    .clone()
    .json()
    .catch(() => ({}))) as { code?: string; twoFactorRedirect?: boolean }
  const event = answer.status === 200 ? doneBy(tried, said.twoFactorRedirect === true) : refusedBy(tried, said.code)
  const { account } = tried
  const news = { route: `POST /api/auth/${tried.way}`, account, address: request.ip, browser: browserOf(request) }
  if (event)
    await noteAccount(db, {
      ...news,
      event,
      proven: answer.status === 200 && event !== 'factor.asked',
      detail: details[tried.way] ?? '',
    })
  if (locked) await noteAccount(db, { ...news, event: 'account.locked', proven: false })
  return event
}

/** Somebody says that they forgot their password. An address that nobody has is told as nobody's. */
export async function tellAsked(db: Database, email: string, request: FastifyRequest): Promise<void> {
  const { account } = await whatIsTried(db, 'sign-in/email', request, { signedIn: null, named: email })
  await noteAccount(db, {
    event: 'reset.asked',
    route: 'POST /api/resets',
    account,
    proven: false,
    address: request.ip,
    browser: browserOf(request),
  })
}

/** Whoever came by a link is signed in with it. */
export function tellSignedIn(
  db: Database,
  account: Person,
  request: FastifyRequest,
  route: RouteKey,
): Promise<void> {
  return noteAccount(db, {
    event: 'session.began',
    route,
    account,
    proven: true,
    address: request.ip,
    browser: browserOf(request),
  })
}

/** The ways in that are not the usual one. */
const details: Record<string, string> = {
  'two-factor/verify-totp': 'second factor',
  'two-factor/verify-backup-code': 'recovery code',
}

function doneBy({ way, account, signedIn }: Tried, asksFactor: boolean): AccountEvent | null {
  if (!account) return null
  if (way === 'sign-in/email') return asksFactor ? 'factor.asked' : 'session.began'
  if (way === 'two-factor/verify-totp' && signedIn) return account.hasFactor ? null : 'factor.enabled'
  if (way === 'two-factor/verify-totp' || way === 'two-factor/verify-backup-code')
    return signedIn ? null : 'session.began'
  return done[way] ?? null
}

/** Preparing a second factor changes nothing yet: the first code that is right switches it on. */
const done: Record<string, AccountEvent> = {
  'sign-out': 'session.ended',
  'change-password': 'password.changed',
  'two-factor/disable': 'factor.disabled',
  'two-factor/generate-backup-codes': 'codes.renewed',
}

function refusedBy({ way }: Tried, code: string | undefined): AccountEvent | null {
  if (way === 'sign-in/email') return code === 'INVALID_EMAIL_OR_PASSWORD' ? 'session.refused' : null
  if (code === 'INVALID_PASSWORD') return 'password.refused'
  return wrongCode.has(code ?? '') ? 'factor.refused' : null
}

const wrongCode = new Set([
  'INVALID_CODE',
  'INVALID_BACKUP_CODE',
  'TOO_MANY_ATTEMPTS_REQUEST_NEW_CODE',
  'ACCOUNT_TEMPORARILY_LOCKED',
])
