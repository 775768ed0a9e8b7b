import { useRef } from 'react'
import { useStore } from '../session/use.ts'
import { useCommands } from '../shell/commands.ts'
import { held } from './held.ts'
import type { RowSlots } from './order.ts'

interface Stepping {
  places: RowSlots
  chosen: string | null
  onChoose: (id: string) => void
  onEnter: () => void
  show?: (place: number) => void
}

/** The place to go to when the chosen row has left from `place`: what followed it has moved up. */
const besideGone = (place: number, by: 1 | -1) => (by > 0 ? Math.max(0, place) : place - 1)

/** J and K walk what stands on the screen: whoever is with me, then the list. When the chosen one has left, they go on from where it was. */
export function useStepping({ places, chosen, onChoose, onEnter, show }: Stepping): void {
  const pinned = useStore(held)
  const steps = [...pinned.map(({ id }) => id), ...places]
  const last = useRef(-1)
  const at = chosen ? steps.indexOf(chosen) : -1
  if (at >= 0) last.current = at
  const go = (by: 1 | -1) => {
    const step = Math.min(steps.length - 1, Math.max(0, at >= 0 ? at + by : besideGone(last.current, by)))
    const id = steps[step]
    if (step >= pinned.length) show?.(step - pinned.length)
    // Not told of yet: it comes with the part of the list that was just scrolled to.
    if (!id) return
    last.current = step
    onChoose(id)
  }
  useCommands({ next: () => go(1), previous: () => go(-1), enter: onEnter })
}
