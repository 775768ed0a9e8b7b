import { useEffect } from 'react'
import { createStore } from '../../client/store.ts'
import type { Person } from '../../protocol/entities.ts'
import { call, onSessionEnd } from './session.ts'
import { useStore } from './use.ts'

export interface Teammate extends Person {
  /** Null while they are on duty. */
  awaySince: number | null
}

/** Everyone who works here, as of when somebody asked last. */
export const members = createStore<Teammate[]>([])
let readAt = 0
const freshForMs = 15_000

export function useMembers(): Teammate[] {
  useEffect(() => {
    if (performance.now() - readAt > freshForMs || !members.get().length) readTeam()
  }, [])
  return useStore(members)
}

/** Asks again: who is away changes by the hour. */
export function readTeam(): void {
  readAt = performance.now()
  call('GET /api/team').then(
    ({ members: all }) =>
      members.set(all.map(({ id, name, image, awaySince }) => ({ id, name, image, awaySince }))),
    () => (readAt = -freshForMs),
  )
}

/** Whom a note calls: "@Name" as the whole name stands there, whatever its case. */
export function mentionsIn(text: string, people: Person[]): string[] {
  const lower = text.toLowerCase()
  return people.filter(({ name }) => lower.includes(`@${name.toLowerCase()}`)).map(({ id }) => id)
}

onSessionEnd(() => {
  readAt = -freshForMs
  members.set([])
})
