import { isComposing } from '../../client/composing.ts'
import { createStore } from '../../client/store.ts'

export const paletteOpen = createStore(false)

/** What stands in the palette's field. */
export const typed = createStore('')

export function openPalette(): void {
  if (!paletteOpen.get()) typed.set('')
  paletteOpen.set(true)
}

/**
 * Between the key that opens the palette and its field lies a moment. What is typed in it is meant for the field, and would
 * otherwise land in whatever had the focus, or act as a shortcut.
 */
export function catchEarlyLetters(): () => void {
  const onKey = (event: KeyboardEvent) => {
    if (!paletteOpen.get() || document.activeElement?.closest('[data-palette]')) return
    if (isComposing(event) || event.ctrlKey || event.metaKey || event.altKey) return
    if (event.key.length === 1) typed.set((text) => text + event.key)
    else if (event.key === 'Backspace') typed.set((text) => text.slice(0, -1))
    else return
    event.preventDefault()
    event.stopPropagation()
  }
  window.addEventListener('keydown', onKey, true)
  return () => window.removeEventListener('keydown', onKey, true)
}
