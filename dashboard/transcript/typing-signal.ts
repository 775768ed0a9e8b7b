import { useEffect, useMemo } from 'react'
import { connection } from '../session/session.ts'

const repeat = 3000
const stopAfter = 4000

/** Tells the visitor that a person is writing: seldom, and no longer than it is true. */
export function useTypingSignal(conversationId: string): (on: boolean) => void {
  const signal = useMemo(() => typingSignal(conversationId), [conversationId])
  useEffect(() => () => signal(false), [signal])
  return signal
}

function typingSignal(conversationId: string): (on: boolean) => void {
  let saidAt = 0
  let stop: ReturnType<typeof setTimeout>
  function signal(on: boolean): void {
    clearTimeout(stop)
    if (on) stop = setTimeout(() => signal(false), stopAfter)
    if (on ? Date.now() - saidAt < repeat : !saidAt) return
    saidAt = on ? Date.now() : 0
    connection().send({ type: 'typing', conversationId, on })
  }
  return signal
}
