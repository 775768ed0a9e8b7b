import type { Connection } from '../client/connection.ts'

/** The server counts three missed beats as gone. */
const beatMs = 5000
const idleAfter = 60_000
const signs = ['pointerdown', 'pointermove', 'keydown', 'scroll', 'focus'] as const

export interface PresenceOptions {
  connection: () => Connection | null
  conversationId: () => string | null
  isOpen: () => boolean
  leave: (how: 'unload') => void
}

/** Says "here" as long as the visitor is, and goodbye when the page goes. Returns the way to stop. */
export function keepPresence({ connection, conversationId, isOpen, leave }: PresenceOptions): { beat(): void; stop(): void } {
  let activeAt = Date.now()
  let toldPage = ''

  const seen = () => { activeAt = Date.now() }
  const beat = () => {
    const id = conversationId()
    const line = connection()
    if (!id || !line || line.status.get() !== 'live') {
      toldPage = ''
      return
    }
    const active = document.visibilityState === 'visible' && Date.now() - activeAt < idleAfter
    const page = { url: location.href.slice(0, 2000), title: document.title.slice(0, 300) }
    const moved = `${id} ${page.url} ${page.title}` !== toldPage
    toldPage = `${id} ${page.url} ${page.title}`
    line.send({ type: 'here', conversationId: id, presence: active ? 'active' : 'idle', open: isOpen(), ...(moved ? { page } : {}) })
  }
  const shown = () => { if (document.visibilityState === 'visible') seen(); beat() }
  const goodbye = () => leave('unload')

  for (const sign of signs) addEventListener(sign, seen, { passive: true, capture: true })
  document.addEventListener('visibilitychange', shown)
  addEventListener('pagehide', goodbye)
  const timer = setInterval(beat, beatMs)
  return {
    beat: () => { seen(); beat() },
    stop: () => {
      clearInterval(timer)
      for (const sign of signs) removeEventListener(sign, seen, { capture: true })
      document.removeEventListener('visibilitychange', shown)
      removeEventListener('pagehide', goodbye)
    },
  }
}
