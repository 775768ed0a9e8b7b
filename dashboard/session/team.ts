import { useEffect } from 'react'
import { createStore } from '../../client/store.ts'
import type { Person } from '../../protocol/entities.ts'
import { call, onSessionEnd } from './session.ts'
import { useStore } from './use.ts'

/** Everyone who works here, once somebody asked. */
export const members = createStore<Person[]>([])
let asked = false

export function useMembers(): Person[] {
  useEffect(ask, [])
  return useStore(members)
}

function ask(): void {
  if (asked) return
  asked = true
  call('GET /api/team').then(
    ({ members: all }) => members.set(all.map(({ id, name, image }) => ({ id, name, image }))),
    () => (asked = false),
  )
}

/** Whom a note calls: "@Name" as the whole name stands there, whatever its case. */
export function mentionsIn(text: string, people: Person[]): string[] {
  const lower = text.toLowerCase()
  return people.filter(({ name }) => lower.includes(`@${name.toLowerCase()}`)).map(({ id }) => id)
}

onSessionEnd(() => {
  asked = false
  members.set([])
})
