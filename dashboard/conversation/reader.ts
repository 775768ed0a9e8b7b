import { useEffect, useMemo } from 'react'
import { ApiError } from '../../client/api.ts'
import { createStore, type Store } from '../../client/store.ts'
import { loadOlder } from '../../client/older.ts'
import { followTranscript, type Followed } from '../../client/transcript.ts'
import { noEphemeralState, type EphemeralState } from '../../protocol/apply.ts'
import type { Transcript } from '../../protocol/entities.ts'
import { call, connection, onSessionEnd, messageOf } from '../session/session.ts'

/** One conversation as this screen reads it. Words that stream in change `ephemeral` alone. */
export interface Reading {
  readonly transcript: Store<Transcript | null>
  readonly ephemeral: Store<EphemeralState>
  readonly refused: Store<{ missing: boolean; message: string } | null>
  reload(): void
  /** Shows what was said before; `put` is told the moment at which it appears. */
  older(put: (show: () => void) => Promise<void>): Promise<void>
}

/** Transcripts as they were last seen, oldest first: what is opened again is there at once, and caught up a moment later. */
const known = new Map<string, Transcript>()
const mostKnown = 60
const coming = new Map<string, Promise<Transcript>>()

function remember(transcript: Transcript): void {
  const { id } = transcript.conversation
  known.delete(id)
  known.set(id, transcript)
  if (known.size > mostKnown) known.delete(known.keys().next().value!)
}

/** Reads a conversation before it is opened. It is not followed, so nobody is shown as watching it. */
export function prefetch(id: string): void {
  if (!known.has(id)) void load(id).catch(() => {})
}

function load(id: string): Promise<Transcript> {
  const loading =
    coming.get(id) ?? call('GET /api/conversations/:id', { params: { id } }).finally(() => coming.delete(id))
  coming.set(id, loading)
  return loading.then((transcript) => {
    if ((known.get(id)?.upTo ?? -1) < transcript.upTo) remember(transcript)
    return known.get(id) ?? transcript
  })
}

/** Someone who runs through the list with J is not a watcher of what flies by. */
const throttleMs = 150
let openedAt = 0

export function useReading(id: string): Reading {
  const opened = useMemo(() => open(id), [id])
  useEffect(() => opened.begin(), [opened])
  return opened.reading
}

function open(id: string): { reading: Reading; begin: () => () => void } {
  const transcript = createStore<Transcript | null>(known.get(id) ?? null)
  const ephemeral = createStore<EphemeralState>(noEphemeralState)
  const refused = createStore<{ missing: boolean; message: string } | null>(null)
  let followed: Followed<Transcript> | null = null
  let stop = () => {}
  let over = false

  const follow = () => {
    if (over) return
    const now = followTranscript(connection(), id, transcript.get())
    const endings = [
      now.transcript.subscribe(() => show(now.transcript.get()!)),
      now.ephemeral.subscribe(() => ephemeral.set(now.ephemeral.get())),
      now.refused.subscribe(() => gone(now.refused.get())),
    ]
    followed = now
    stop = () => {
      endings.forEach((end) => end())
      now.stop()
    }
  }
  /** It was erased while it was open. */
  const gone = (why: { code: string; message: string } | null) => {
    if (why?.code !== 'not_found') return
    known.delete(id)
    refused.set({ missing: true, message: why.message })
  }
  const show = (next: Transcript) => {
    transcript.set(next)
    remember(next)
  }
  const start = async () => {
    refused.set(null)
    try {
      if (!transcript.get()) show(await load(id))
      follow()
    } catch (error) {
      refused.set({
        missing: error instanceof ApiError && (error.status === 404 || error.status === 400),
        message: messageOf(error),
      })
    }
  }
  const begin = () => {
    over = false
    const hurried = performance.now() - openedAt < throttleMs * 2
    openedAt = performance.now()
    const timer = setTimeout(() => void start(), hurried ? throttleMs : 0)
    return () => {
      over = true
      clearTimeout(timer)
      stop()
    }
  }
  const older: Reading['older'] = async (put) => {
    const ask = (before: number) => call('GET /api/conversations/:id', { params: { id }, query: { before } })
    if (followed) await loadOlder(followed.transcript, ask, put)
  }
  return { reading: { transcript, ephemeral, refused, reload: () => void start(), older }, begin }
}

onSessionEnd(() => known.clear())
