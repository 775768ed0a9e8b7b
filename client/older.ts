import type { Transcript, VisitorTranscript } from '../protocol/entities.ts'
import type { Store } from './store.ts'

/** Meanwhile the conversation goes on; what was read before it did is read again, and not for ever. */
const mostAttempts = 5

/**
 * Puts the stretch before the one that is shown in front of it. From then on more may be shown than both, so that what the reader went back to
 * does not fall out again when somebody writes. `put` is told the moment at which that is done.
 */
export async function loadOlder<T extends Transcript | VisitorTranscript>(
  shown: Pick<Store<T | null>, 'get' | 'set'>,
  ask: (before: number) => Promise<T>,
  put: (show: () => void) => Promise<void> = async (show) => show(),
): Promise<void> {
  const before = shown.get()?.stretch.from
  if (!before) return
  shown.set((now) => now && widened(now))
  for (let attempt = 1; attempt <= mostAttempts; attempt++) {
    const older = await ask(before)
    const now = shown.get()
    // It was begun anew meanwhile.
    if (now?.stretch.from !== before) return
    if (older.upTo >= now.upTo || attempt === mostAttempts) return put(() => shown.set(joined(now, older)))
  }
}

const widened = <T extends Transcript | VisitorTranscript>(transcript: T): T => ({
  ...transcript,
  stretch: {
    ...transcript.stretch,
    entries: transcript.stretch.entries * 3,
    characters: transcript.stretch.characters * 3,
  },
})

/** Both put together, kind by kind. What stands alone beside the log is the same in both. */
function joined<T extends Transcript | VisitorTranscript>(shown: T, older: T): T {
  const { from } = shown.stretch
  const both = Object.entries(shown).map(([kind, part]) => {
    if (!Array.isArray(part) || kind === 'notes') return [kind, part]
    // A ticket's mark from before is in the older part, too.
    const newer = (part as { seq?: number }[]).filter(({ seq }) => seq === undefined || seq >= from)
    return [kind, [...(older[kind as keyof T] as unknown[]), ...newer]]
  })
  return { ...Object.fromEntries(both), stretch: { ...shown.stretch, from: older.stretch.from } }
}

/** What the reader looks at stays where it is on the screen while more is put above it. */
export async function keepInPlace(box: Element, seen: Element | null | undefined, show: () => void): Promise<void> {
  const top = seen?.getBoundingClientRect().top
  show()
  await new Promise(requestAnimationFrame)
  if (top !== undefined && seen!.isConnected) box.scrollTop += seen!.getBoundingClientRect().top - top
}
