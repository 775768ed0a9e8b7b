import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import type { Conversation } from '../../protocol/entities.ts'
import { call, messageOf } from '../session/session.ts'
import { useStore } from '../session/use.ts'
import { freshest } from './place.ts'
import { queryOf, type CompletedSearch } from './search.ts'

interface Pages {
  question: string
  rows: Conversation[]
  next: string | null
  total: number
  error: string | null
  arrived: boolean
}

const nothing: Pages = { question: '', rows: [], next: null, total: 0, error: null, arrived: false }

/**
 * Completed conversations page by page. The old answer stays on screen until the new one is here; a late one is dropped. A row that is judged while it
 * is open stays where it is, with what was said of it.
 */
export function usePages(search: CompletedSearch) {
  const question = JSON.stringify(queryOf(search))
  const [pages, setPages] = useState(nothing)
  const asked = useRef({ generation: 0, busy: false })

  const read = useCallback(
    async (cursor: string | null, before: Conversation[]) => {
      const generation = ++asked.current.generation
      asked.current.busy = true
      try {
        const reply = await call('GET /api/conversations', {
          query: { ...JSON.parse(question), limit: 50, ...(cursor && { cursor }) },
        })
        if (generation !== asked.current.generation) return
        setPages({
          question,
          rows: [...before, ...reply.conversations],
          next: reply.next,
          total: reply.total,
          error: null,
          arrived: true,
        })
      } catch (error) {
        if (generation === asked.current.generation) setPages((old) => ({ ...old, error: messageOf(error) }))
      } finally {
        if (generation === asked.current.generation) asked.current.busy = false
      }
    },
    [question],
  )

  useEffect(() => void read(null, []), [read])
  const more = () => {
    if (pages.next && pages.question === question && !asked.current.busy && !pages.error)
      void read(pages.next, pages.rows)
  }
  return { ...pages, rows: useFresh(pages.rows), more, reload: () => void read(null, []) }
}

/** Rows keep what was seen of each while it was open, also after the next one is. */
function useFresh(rows: Conversation[]): Conversation[] {
  const latest = useStore(freshest)
  const seen = useRef(new Map<string, Conversation>())
  return useMemo(() => {
    if (latest) seen.current.set(latest.id, latest)
    return rows.map((row) => {
      const known = seen.current.get(row.id)
      return known && known.seq >= row.seq ? known : row
    })
  }, [rows, latest])
}
