import { ApiError, createClient, type Client } from '../../client/api.ts'
import { connect, type Connection } from '../../client/connection.ts'
import { operatorSource } from '../../client/operator-source.ts'
import { createStore } from '../../client/store.ts'
import type { OperatorApi } from '../../protocol/operator-api.ts'
import type { Reply } from '../../protocol/route.ts'
import { texts } from '../texts.ts'

export type Me = Reply<OperatorApi, 'GET /api/me'>

/** Who is signed in, or null. */
export const me = createStore<Me | null>(null)

const api = createClient<OperatorApi>({ base: '' })

/** How many answers are awaited. */
export const pending = createStore(0)

/** Asks the server. When the session is over, the whole dashboard learns it here. */
export const call: Client<OperatorApi>['call'] = async (...request) => {
  pending.set((count) => count + 1)
  try {
    return await api.call(...request)
  } catch (error) {
    if (error instanceof ApiError && error.status === 401) endSession()
    throw error
  } finally {
    pending.set((count) => count - 1)
  }
}

export async function loadMe(): Promise<Me | null> {
  if (me.get()) return me.get()
  try {
    me.set(await api.call('GET /api/me'))
  } catch (error) {
    if (!(error instanceof ApiError) || error.status !== 401) throw error
  }
  return me.get()
}

/** Once more: what one may do has changed. */
export async function readMe(): Promise<void> {
  me.set(await api.call('GET /api/me'))
}

let line: Connection | null = null

/** The one socket of this page, opened with the first screen that needs it. */
export function connection(): Connection {
  if (line) return line
  line = connect({
    url: `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/api/socket`,
    source: operatorSource(api),
    kind: 'operator',
  })
  // A socket cannot say "signed out"; when it fails, a request can.
  line.status.subscribe(() => {
    if (line?.status.get() === 'lost') void call('GET /api/me').catch(() => {})
  })
  return line
}

const leavers = new Set<() => void>()

/** Told when the session is over, whoever ended it. */
export function onSessionEnd(leave: () => void): () => void {
  leavers.add(leave)
  return () => leavers.delete(leave)
}

export function endSession(): void {
  if (!me.get()) return
  me.set(null)
  line?.close()
  line = null
  leavers.forEach((leave) => leave())
}

/** `second`: the password was right, and a code is wanted too. */
export async function signIn(email: string, password: string): Promise<'in' | 'second'> {
  const reply = await post('/api/auth/sign-in/email', { email, password })
  return reply.twoFactorRedirect ? 'second' : 'in'
}

/** Six digits of an authenticator, or one of the recovery codes. */
export async function signInSecond(code: string): Promise<void> {
  const plain = code.replace(/\s/g, '')
  await post(
    /^\d{6}$/.test(plain) ? '/api/auth/two-factor/verify-totp' : '/api/auth/two-factor/verify-backup-code',
    { code: plain },
    texts.session.thisCodeIsNot,
  )
}

/** Begins with the second factor: what an authenticator scans, and the recovery codes, shown once. It counts from the first right code on. */
export async function beginTwoFactor(password: string): Promise<{ totpURI: string; backupCodes: string[] }> {
  return (await post('/api/auth/two-factor/enable', { password }, texts.session.thisIsNotYour)) as {
    totpURI: string
    backupCodes: string[]
  }
}

export async function endTwoFactor(password: string): Promise<void> {
  await post('/api/auth/two-factor/disable', { password }, texts.session.thisIsNotYour)
}

export async function changePassword(currentPassword: string, newPassword: string): Promise<void> {
  await post(
    '/api/auth/change-password',
    { currentPassword, newPassword, revokeOtherSessions: true },
    texts.session.thisIsNotYour,
  )
}

export async function signOut(): Promise<void> {
  await post('/api/auth/sign-out', {})
  endSession()
}

async function post(
  path: string,
  body: unknown,
  refused: string = texts.session.thisEMailAnd,
): Promise<Record<string, unknown>> {
  const sent = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
  const response = await fetch(path, sent).catch(() => {
    throw new Error(texts.session.haloCouldNotBeReached)
  })
  if (response.ok) return (await response.json().catch(() => null)) ?? {}
  if (response.status === 400 || response.status === 401) throw new Error(refused)
  if (response.status === 429) throw new Error(texts.session.tooManyAttemptsWait)
  throw new Error(texts.session.signingInDidNot)
}

/** What went wrong, in a sentence. */
export function messageOf(error: unknown): string {
  if (error instanceof ApiError && error.status === 0) return texts.session.haloCouldNotBe
  return error instanceof Error ? error.message : texts.session.somethingWentWrong
}
