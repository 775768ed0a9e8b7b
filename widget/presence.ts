import { startOf } from '../protocol/cut.ts'
import type { Page } from '../protocol/entities.ts'
import { language } from './texts.ts'

/** `heartbeatMs` of the protocol; the server counts three missed beats as gone. */
const beatMs = 5000
const idleAfter = 60_000
const signs = ['pointerdown', 'pointermove', 'keydown', 'scroll', 'focus'] as const

export interface Here {
  presence: 'active' | 'idle'
  page: Page
}

export const pageNow = (): Page => ({
  url: location.href.slice(0, 2000),
  title: startOf(document.title, 300),
  language,
})

/** Says "here" as long as the visitor is, and goodbye when the page goes. A page that changes without loading is noticed by its address. */
export function keepPresence(
  root: ShadowRoot,
  say: (here: Here) => void,
  goodbye: () => void,
): { beat(): void; stop(): void } {
  let activeAt = Date.now()
  const seen = () => {
    activeAt = Date.now()
  }
  const beat = () => {
    const active = document.visibilityState === 'visible' && Date.now() - activeAt < idleAfter
    say({ presence: active ? 'active' : 'idle', page: pageNow() })
  }
  const turned = () => {
    if (document.visibilityState === 'visible') seen()
    beat()
  }

  for (const sign of signs) addEventListener(sign, seen, { passive: true, capture: true })
  // What happens in the chat does not get as far as the window.
  root.addEventListener('keydown', seen)
  document.addEventListener('visibilitychange', turned)
  addEventListener('pagehide', goodbye)
  addEventListener('popstate', beat)
  const timer = setInterval(beat, beatMs)
  return {
    beat: () => {
      seen()
      beat()
    },
    stop: () => {
      clearInterval(timer)
      for (const sign of signs) removeEventListener(sign, seen, { capture: true })
      root.removeEventListener('keydown', seen)
      document.removeEventListener('visibilitychange', turned)
      removeEventListener('pagehide', goodbye)
      removeEventListener('popstate', beat)
    },
  }
}
