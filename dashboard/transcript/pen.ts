import { useState } from 'react'
import type { Conversation } from '../../protocol/entities.ts'
import { call, messageOf } from '../session/session.ts'

/** Who may write to the visitor, as this operator sees it. */
export type Pen = 'ai' | 'me' | 'colleague' | 'over'

export function penOf({ status, control }: Conversation, me: string): Pen {
  if (status === 'completed') return 'over'
  if (control.holder === 'ai') return 'ai'
  return control.operator?.id === me ? 'me' : 'colleague'
}

/** Taking and giving back the pen. Who has it then is told by the log, to this screen as to every other. */
export function usePen(conversationId: string) {
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const during = async (act: () => Promise<unknown>) => {
    setBusy(true)
    setProblem(null)
    try {
      await act()
    } catch (error) {
      setProblem(messageOf(error))
    } finally {
      setBusy(false)
    }
  }
  const params = { id: conversationId }
  return {
    busy,
    problem,
    clear: () => setProblem(null),
    take: (from?: string) =>
      void during(() => call('POST /api/conversations/:id/takeover', { params, body: from ? { from } : {} })),
    /** The note first: the AI answers at once where the visitor waits. */
    handBack: (note: string) =>
      void during(async () => {
        await call('PUT /api/conversations/:id/brief', { params, body: { text: note } })
        await call('DELETE /api/conversations/:id/takeover', { params })
      }),
  }
}

export interface PenActions {
  busy: boolean
  take: (from?: string) => void
  handBack: (note: string) => void
}
