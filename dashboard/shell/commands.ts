import { useEffect, useRef } from 'react'

/**
 * Everything that a key or the palette can do, in one table: the keyboard, the shortcut sheet and the palette read the same lines.
 * Keys are written "J", "/", "Escape", "shift+T", "mod+K" or, one after the other, "G L"; mod is ⌘ on a Mac and Ctrl elsewhere.
 * `field` marks what the writing fields do by themselves: the sheet tells of it, the keyboard leaves it to them.
 */
interface Command {
  group: Group
  says: string
  keys: string[]
  field?: true
  /** Makes no sense but by its key. */
  keyOnly?: true
}
export type Group = 'This conversation' | 'Lists' | 'Writing' | 'Everywhere'

const table = {
  takeOver: { group: 'This conversation', says: 'Take Over Chat', keys: ['shift+T', 'mod+shift+T'] },
  handBack: { group: 'This conversation', says: 'Hand back to AI', keys: ['shift+H'] },
  train: { group: 'This conversation', says: 'Write Inbox training', keys: ['W'] },
  reply: { group: 'This conversation', says: 'Reply to the visitor', keys: ['R'] },
  note: { group: 'This conversation', says: 'Write a note to colleagues', keys: ['N'] },
  good: { group: 'This conversation', says: 'Rate the last answer good', keys: ['shift+G'] },
  bad: { group: 'This conversation', says: 'Rate the last answer bad', keys: ['shift+B'] },
  correct: { group: 'This conversation', says: 'Add Correction to the last answer', keys: ['C'] },
  why: { group: 'This conversation', says: 'See why the AI answered so', keys: ['Y'] },
  review: { group: 'This conversation', says: 'Mark as reviewed, or not', keys: ['E'] },
  about: { group: 'This conversation', says: 'About this visitor', keys: ['I'] },
  back: { group: 'This conversation', says: 'Back to the list', keys: ['Backspace'], keyOnly: true },
  next: { group: 'Lists', says: 'Next conversation', keys: ['J', 'ArrowDown'], keyOnly: true },
  previous: { group: 'Lists', says: 'Previous conversation', keys: ['K', 'ArrowUp'], keyOnly: true },
  enter: { group: 'Lists', says: 'Go to its transcript', keys: ['Enter'], keyOnly: true },
  search: { group: 'Lists', says: 'Search this list', keys: ['/'] },
  send: { group: 'Writing', says: 'Send', keys: ['Enter'], field: true },
  newLine: { group: 'Writing', says: 'New line', keys: ['shift+Enter'], field: true },
  leave: { group: 'Writing', says: 'Leave the field', keys: ['Escape'], keyOnly: true },
  palette: { group: 'Everywhere', says: 'Find anything', keys: ['mod+K'], keyOnly: true },
  sheet: { group: 'Everywhere', says: 'Keyboard shortcuts', keys: ['?'] },
} satisfies Record<string, Command>

export type CommandName = keyof typeof table
export const commands: Record<CommandName, Command> = table

/** What can be done here and now. What is missing or null cannot. */
export type Offer = { [N in CommandName]?: (() => void) | null }

const offers = new Set<{ current: Offer }>()

/** Offers these for as long as the component is on the page. */
export function useCommands(offer: Offer): void {
  const latest = useRef(offer)
  latest.current = offer
  useEffect(() => {
    offers.add(latest)
    return () => void offers.delete(latest)
  }, [])
}

/** What this command does now, if anything; who came last speaks first. */
export function offered(name: CommandName): (() => void) | null {
  for (const { current } of [...offers].reverse()) if (current[name]) return current[name]
  return null
}
