import { useEffect, useRef } from 'react'

/** Keys are written "J", "/", "?", "Escape", "shift+T" or "mod+shift+T"; mod is ⌘ on a Mac and Ctrl elsewhere. */
export type Shortcuts = Record<string, (event: KeyboardEvent) => void>

/** Single letters work outside of fields only; those with a modifier work everywhere. */
export function useShortcuts(shortcuts: Shortcuts): void {
  const latest = useRef(shortcuts)
  latest.current = shortcuts
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const pressed = nameOf(event)
      const act = latest.current[pressed]
      if (!act || event.defaultPrevented || event.isComposing) return
      if (!pressed.startsWith('mod+') && pressed !== 'Escape' && (isField(event.target) || isInPopup(event.target))) return
      if (pressed !== 'Escape') event.preventDefault()
      act(event)
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [])
}

function nameOf(event: KeyboardEvent): string {
  const { key } = event
  if (event.metaKey || event.ctrlKey) return `mod+${event.shiftKey ? 'shift+' : ''}${key.toUpperCase()}`
  if (event.altKey) return ''
  return event.shiftKey && /^[a-z]$/i.test(key) ? `shift+${key.toUpperCase()}` : key.length === 1 ? key.toUpperCase() : key
}

export const isField = (target: EventTarget | null) =>
  target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))

const isInPopup = (target: EventTarget | null) => target instanceof HTMLElement && !!target.closest('[role=dialog], [role=menu], [role=listbox]')

export const sheet: { title: string; keys: [string[], string][] }[] = [
  {
    title: 'Live Feed',
    keys: [
      [['J'], 'Next conversation'],
      [['K'], 'Previous conversation'],
      [['Enter'], 'Go to its transcript'],
      [['/'], 'Search'],
      [['Escape'], 'Leave a field'],
    ],
  },
  {
    title: 'Conversation',
    keys: [
      [['mod+shift+T', 'shift+T'], 'Take Over Chat'],
      [['W'], 'Write Inbox training'],
      [['R'], 'Reply to the visitor'],
      [['Enter'], 'Send'],
      [['shift+Enter'], 'New line'],
    ],
  },
  { title: 'Everywhere', keys: [[['?'], 'This sheet']] },
]
