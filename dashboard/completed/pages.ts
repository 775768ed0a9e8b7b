import { useCallback, useEffect, useRef, useState } from 'react'
import type { Conversation } from '../../protocol/entities.ts'
import { call, sentence } from '../session/session.ts'
import type { CompletedSearch } from './search.ts'

interface Pages {
  question: string
  rows: Conversation[]
  next: string | null
  total: number
  error: string | null
  arrived: boolean
}

const nothing: Pages = { question: '', rows: [], next: null, total: 0, error: null, arrived: false }

/** Completed conversations page by page. The old answer stays on screen until the new one is here; a late one is dropped. */
export function usePages({ q, outcome, mood }: CompletedSearch) {
  const question = JSON.stringify([q, outcome, mood])
  const [pages, setPages] = useState(nothing)
  const asked = useRef({ question, generation: 0, busy: false })

  const read = useCallback(
    async (cursor: string | null, before: Conversation[]) => {
      const generation = ++asked.current.generation
      asked.current.busy = true
      try {
        const reply = await call('GET /api/conversations', { query: { text: q, outcome, mood, limit: 50, ...(cursor && { cursor }) } })
        if (generation !== asked.current.generation) return
        setPages({ question, rows: [...before, ...reply.conversations], next: reply.next, total: reply.total, error: null, arrived: true })
      } catch (error) {
        if (generation === asked.current.generation) setPages((old) => ({ ...old, error: sentence(error) }))
      } finally {
        if (generation === asked.current.generation) asked.current.busy = false
      }
    },
    [question, q, outcome, mood],
  )

  useEffect(() => void read(null, []), [read])
  const more = () => {
    if (pages.next && pages.question === question && !asked.current.busy && !pages.error) void read(pages.next, pages.rows)
  }
  return { ...pages, more, again: () => void read(null, []) }
}
