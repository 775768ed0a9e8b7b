import { keepInPlace, loadOlder } from '../client/older.ts'
import type { Store } from '../client/store.ts'
import type { VisitorTranscript } from '../protocol/entities.ts'
import type { Entry } from './entry.ts'
import type { ChatState } from './view.ts'

/** What is shown, and the way to show more of it. */
interface Shown {
  view: Pick<Store<ChatState>, 'get'>
  entry: Entry
  revise(id: string, change: (transcript: VisitorTranscript) => VisitorTranscript): void
}

/** Shows what was said before, above what is shown, which stays where it is. */
export async function showOlder({ view, entry, revise }: Shown, id: string, button: Element): Promise<void> {
  const box = button.closest('.log') as HTMLElement
  const picture = () => {
    const { current, earlier } = view.get()
    return [current, earlier].find((one) => one?.conversation.id === id) ?? null
  }
  // What is old is not read out like news.
  box.ariaLive = 'off'
  try {
    await loadOlder(
      {
        get: picture,
        set: (next) => revise(id, (now) => (typeof next === 'function' ? next(now) : next) ?? now),
      },
      (before) =>
        entry.asVisitor(() =>
          entry.api.call('GET /api/widget/conversations/:id', { params: { id }, query: { before } }),
        ),
      (show) => keepInPlace(box, button.parentElement?.nextElementSibling, show),
    )
    if (!button.isConnected) box.focus({ preventScroll: true })
  } finally {
    box.ariaLive = 'polite'
  }
}
