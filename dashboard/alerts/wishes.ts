import { createStore } from '../../client/store.ts'
import { alertKinds, type AlertKind } from '../../protocol/alerts/kinds.ts'
import { keep, kept } from '../shell/storage.ts'

/** What this browser does when something begins; each operator's own business, so it is kept here and not on the server. */
interface Wishes {
  sound: boolean
  notify: boolean
  /** When somebody who is with this operator writes. */
  mine: { toast: boolean; sound: boolean }
  kinds: Partial<Record<AlertKind, boolean>>
}

const key = 'halo.alerts'
const usual: Wishes = {
  sound: true,
  notify: false,
  mine: { toast: true, sound: true },
  kinds: {
    sentiment: true,
    human: true,
    escalation: true,
    inquiry: true,
    provider: true,
    unanswered: true,
    mention: true,
  },
}

export const wishes = createStore<Wishes>(read())

function read(): Wishes {
  try {
    const stored = JSON.parse(kept(key) ?? 'null')
    return stored
      ? {
          sound: Boolean(stored.sound),
          notify: Boolean(stored.notify),
          mine: { toast: stored.mine?.toast !== false, sound: stored.mine?.sound !== false },
          kinds: Object.fromEntries(
            alertKinds.map((kind) => [kind, Boolean(stored.kinds?.[kind] ?? usual.kinds[kind])]),
          ),
        }
      : usual
  } catch {
    return usual
  }
}

export function wish(change: Partial<Wishes>): void {
  wishes.set({ ...wishes.get(), ...change })
  keep(key, JSON.stringify(wishes.get()))
}
