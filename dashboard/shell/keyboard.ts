import { useEffect } from 'react'
import { isComposing } from '../../client/composing.ts'
import { createStore } from '../../client/store.ts'
import { me } from '../session/session.ts'
import { commands, offered, type CommandName } from './commands.ts'
import { placesFor } from './navigation.ts'
import { keep, kept } from './storage.ts'

/** Single letters can be switched off: whoever speaks to the machine, or strikes keys by accident, would set them off. */
export const letters = createStore(kept('halo.letters') !== 'off')

export function switchLetters(on: boolean): void {
  letters.set(on)
  keep('halo.letters', on ? null : 'off')
}

/** "G" and then another key within this long go somewhere. */
const chordTimeoutMs = 1500
let first: { key: string; at: number } | null = null

/** The one listener for all commands and for going places. */
export function useKeyboard(goTo: (to: string) => void): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented || isComposing(event)) return
      const pressed = nameOf(event)
      if (isLeftAlone(event, pressed)) return
      const act = placeFor(pressed, goTo) ?? commandFor(pressed)
      if (!act) return
      if (pressed !== 'Escape') event.preventDefault()
      act()
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [goTo])
}

function commandFor(pressed: string): (() => void) | null {
  const name = (Object.keys(commands) as CommandName[]).find(
    (each) => !commands[each].field && commands[each].keys.includes(pressed),
  )
  return name ? offered(name) : null
}

function placeFor(pressed: string, goTo: (to: string) => void): (() => void) | null {
  const before = first && performance.now() - first.at < chordTimeoutMs ? first.key : null
  first = { key: pressed, at: performance.now() }
  const access = me.get()?.operator.access
  const place = before && access && placesFor(access).find(({ keys }) => keys === `${before} ${pressed}`)
  return place ? () => goTo(place.to) : null
}

/** Keys without a modifier belong to the field, the popup or the control that has the focus. */
function isLeftAlone({ target }: KeyboardEvent, pressed: string): boolean {
  if (pressed === 'Escape') return false
  const within = (selector: string) => target instanceof Element && target.closest(selector) !== null
  if (within('[role=dialog], [role=alertdialog], [role=menu], [role=listbox]')) return true
  if (pressed.startsWith('mod+')) return false
  if (isField(target)) return true
  if (pressed === 'Enter') return within('a, button, summary, [role=button]')
  if (pressed.startsWith('Arrow')) return target !== document.body && !within('[role=list]')
  return !letters.get() && pressed.replace('shift+', '').length === 1
}

function nameOf(event: KeyboardEvent): string {
  const { key } = event
  if (event.metaKey || event.ctrlKey) return `mod+${event.shiftKey ? 'shift+' : ''}${key.toUpperCase()}`
  if (event.altKey) return ''
  if (key.length > 1) return key
  return event.shiftKey && /^[a-z]$/i.test(key) ? `shift+${key.toUpperCase()}` : key.toUpperCase()
}

export const isField = (target: EventTarget | null) =>
  target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
