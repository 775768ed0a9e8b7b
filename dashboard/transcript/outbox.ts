import { ApiError } from '../../client/api.ts'
import { newId } from '../../client/id.ts'
import { createStore } from '../../client/store.ts'
import { call, messageOf } from '../session/session.ts'
import { keep, kept } from '../shell/storage.ts'
import { texts } from '../texts.ts'
import type { FieldName } from './drafts.ts'

/** Something that was sent and does not stand in the transcript yet. `problem` is why it was not sent. */
export interface Unsent {
  id: string
  conversationId: string
  field: FieldName
  text: string
  at: number
  problem: string | null
  /** A whisper that was ignored and is sent again. */
  must?: boolean
  /** Whom a note calls. */
  mentions?: string[]
}

const key = 'halo.unsent'
const leftBehind = texts.transcript.thePageWasLeft

/** What was on its way when the page was left may have arrived: it carries its id, so that sending it again cannot double it. */
export const outbox = createStore<Unsent[]>(readKept())

function readKept(): Unsent[] {
  try {
    return (JSON.parse(kept(key) ?? '[]') as Unsent[]).map((each) => ({
      ...each,
      problem: each.problem ?? leftBehind,
    }))
  } catch {
    return []
  }
}

function change(next: Unsent[]): void {
  outbox.set(next)
  keep(key, next.length ? JSON.stringify(next) : null)
}

export function sendNew(
  conversationId: string,
  field: FieldName,
  text: string,
  { must = false, mentions = [] }: { must?: boolean; mentions?: string[] } = {},
): void {
  const unsent: Unsent = { id: newId(), conversationId, field, text, at: Date.now(), problem: null, must, mentions }
  change([...outbox.get(), unsent])
  void deliver(unsent)
}

export function sendAgain(unsent: Unsent): void {
  change(outbox.get().map((each) => (each.id === unsent.id ? { ...each, problem: null } : each)))
  void deliver(unsent)
}

export function forget(id: string): void {
  if (outbox.get().some((each) => each.id === id)) change(outbox.get().filter((each) => each.id !== id))
}

async function deliver({ id, conversationId, field, text, must, mentions }: Unsent): Promise<void> {
  const params = { id: conversationId }
  try {
    if (field === 'reply') await call('POST /api/conversations/:id/messages', { params, body: { id, text } })
    else if (field === 'note')
      await call('POST /api/conversations/:id/comments', { params, body: { id, text, mentions: mentions ?? [] } })
    else await call('POST /api/conversations/:id/whispers', { params, body: { id, text, must: must ?? false } })
  } catch (error) {
    change(outbox.get().map((each) => (each.id === id ? { ...each, problem: problemOf(error) } : each)))
  }
}

function problemOf(error: unknown): string {
  if (error instanceof ApiError && error.status === 0) return texts.transcript.haloCouldNotBe
  if (error instanceof ApiError && error.status === 401) return texts.transcript.youWereSignedOut
  return messageOf(error)
}
