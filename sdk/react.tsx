'use client'

import { useEffect, useRef, useSyncExternalStore } from 'react'
import { loadHalo, type Halo, type Options } from './index.ts'
import { pick, tell, type Told } from './tell.ts'

/** Everything that `Halo.init` takes; the widget key is `widgetKey`, because React keeps `key` for itself. */
export interface HaloWidgetProps extends Omit<Options, 'key'> {
  /** Where Halo is, for example https://halo.example.com */
  url: string
  widgetKey: string
}

/** The chat, as long as this is rendered; it draws nothing of its own here. What changes of the visitor is told, what changes of the looks changes in place, and a user who is gone has signed out. */
export function HaloWidget(props: HaloWidgetProps): null {
  const latest = useRef(props)
  const told = useRef<Told | null>(null)
  const halo = useHalo()
  const { url, widgetKey } = props
  const looks = looksOf(props)

  useEffect(() => {
    latest.current = props
  })

  useEffect(() => {
    let gone = false
    loadHalo(url).then(
      (loaded) => {
        if (!gone) begin(loaded, latest, told)
      },
      (error) => latest.current.onError?.(error),
    )
    return () => {
      gone = true
      told.current = null
      running?.destroy()
      set(null)
    }
  }, [url, widgetKey])

  useEffect(() => {
    running?.update(JSON.parse(looks) as Partial<Options>)
  }, [looks])

  useEffect(() => {
    if (!halo || !told.current) return
    const before = told.current
    const now = (told.current = pick(props))
    if (!before.userId || now.userId) return tell(halo, before, now)
    halo.destroy()
    begin(halo, latest, told)
  })

  return null
}

/** What may change in place, as a text that tells whether it has: what is not given is `null`, which brings the default back. */
const looksOf = (props: HaloWidgetProps) =>
  JSON.stringify(
    Object.fromEntries(
      (['position', 'theme', 'language', 'accent', 'ui', 'manualOnPaths', 'offset', 'zIndex'] as const).map(
        (name) => [name, props[name] ?? null],
      ),
    ),
  )

function begin(loaded: Halo, latest: { current: HaloWidgetProps }, told: { current: Told | null }): void {
  const { url: _, widgetKey: key, ...options } = latest.current
  told.current = pick(latest.current)
  set(loaded.init({ ...options, key, ...callbacks(latest) }))
}

/** The running chat, to open it, write in it or listen to it; null until it is there. */
export function useHalo(): Halo | null {
  return useSyncExternalStore(
    subscribe,
    () => running,
    () => null,
  )
}

// A page has one chat, so one place holds it, and no provider need be wrapped around anything.
let running: Halo | null = null
const listeners = new Set<() => void>()

function set(halo: Halo | null): void {
  running = halo
  for (const listener of listeners) listener()
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** The chat is begun once and keeps its callbacks; these always call what was rendered last. */
function callbacks(latest: { current: HaloWidgetProps }): Partial<Options> {
  return {
    ...(latest.current.getUserToken && { getUserToken: async () => latest.current.getUserToken?.() }),
    onReady: () => latest.current.onReady?.(),
    onError: (error) => latest.current.onError?.(error),
    onChatOpen: () => latest.current.onChatOpen?.(),
    onChatClose: () => latest.current.onChatClose?.(),
    onMessage: (message) => latest.current.onMessage?.(message),
    onUnread: (count) => latest.current.onUnread?.(count),
    onIdentityExpired: (error) => latest.current.onIdentityExpired?.(error),
  }
}
