import { createApi, ApiError, type Api } from '../../client/api.ts'
import { connect, type Connection } from '../../client/connection.ts'
import { createStore } from '../../client/store.ts'
import type { RouteReply } from '../../protocol/api.ts'

export type Me = RouteReply<'GET /api/me'>

/** Who is signed in, or null. */
export const me = createStore<Me | null>(null)

const api = createApi({ base: '' })

/** Asks the server. When the session is over, the whole dashboard learns it here. */
export const call: Api['call'] = async (...request) => {
  try {
    return await api.call(...request)
  } catch (error) {
    if (error instanceof ApiError && error.status === 401) endSession()
    throw error
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

let line: Connection | null = null

/** The one socket of this page, opened with the first screen that needs it. */
export function connection(): Connection {
  if (line) return line
  line = connect({ url: `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/api/socket`, api, kind: 'operator' })
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

export async function signIn(email: string, password: string): Promise<void> {
  await post('/api/auth/sign-in/email', { email, password })
}

export async function signOut(): Promise<void> {
  await post('/api/auth/sign-out', {})
  endSession()
}

async function post(path: string, body: unknown): Promise<void> {
  const sent = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
  const response = await fetch(path, sent).catch(() => {
    throw new Error('Halo could not be reached. Check your connection and try again.')
  })
  if (response.ok) return
  if (response.status === 401) throw new Error('This e-mail and password do not belong together.')
  if (response.status === 429) throw new Error('Too many attempts. Wait a minute, then try again.')
  throw new Error("Signing in did not work. Try again; if it stays so, look at the server's log.")
}

/** What went wrong, in a sentence. */
export function sentence(error: unknown): string {
  if (error instanceof ApiError && error.status === 0) return 'Halo could not be reached.'
  return error instanceof Error ? error.message : 'Something went wrong.'
}
