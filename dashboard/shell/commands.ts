import { useEffect, useRef } from 'react'
import { texts } from '../texts.ts'

/**
 * Everything that a key or the palette can do, in one table: the keyboard, the shortcut sheet and the palette read the same lines.
 * Keys are written "J", "/", "Escape", "shift+T", "mod+K" or, one after the other, "G L"; mod is ⌘ on a Mac and Ctrl elsewhere.
 * `field` marks what the writing fields do by themselves: the sheet tells of it, the keyboard leaves it to them.
 */
interface Command {
  group: string
  says: string
  keys: string[]
  field?: true
  /** Makes no sense but by its key. */
  keyOnly?: true
}

const table = {
  takeOver: {
    group: texts.shell.thisConversation,
    says: texts.shell.takeOverChat,
    keys: ['shift+T', 'mod+shift+T'],
  },
  handBack: { group: texts.shell.thisConversation, says: texts.shell.handBackToAi, keys: ['shift+H'] },
  train: { group: texts.shell.thisConversation, says: texts.shell.writeInboxTraining, keys: ['W'] },
  reply: { group: texts.shell.thisConversation, says: texts.shell.replyToTheVisitor, keys: ['R'] },
  note: { group: texts.shell.thisConversation, says: texts.shell.writeANoteTo, keys: ['N'] },
  sendHeld: { group: texts.shell.thisConversation, says: texts.shell.sendTheHeldReply, keys: ['S'] },
  editHeld: { group: texts.shell.thisConversation, says: texts.shell.editTheHeldReply, keys: ['D'] },
  good: { group: texts.shell.thisConversation, says: texts.shell.rateTheLastAnswerGood, keys: ['shift+G'] },
  bad: { group: texts.shell.thisConversation, says: texts.shell.rateTheLastAnswer, keys: ['shift+B'] },
  correct: { group: texts.shell.thisConversation, says: texts.shell.addCorrectionToThe, keys: ['C'] },
  why: { group: texts.shell.thisConversation, says: texts.shell.seeWhyTheAi, keys: ['Y'] },
  review: { group: texts.shell.thisConversation, says: texts.shell.markAsReviewedOr, keys: ['E'] },
  resolve: { group: texts.shell.thisConversation, says: texts.shell.resolveItsTicket, keys: ['shift+E'] },
  about: { group: texts.shell.thisConversation, says: texts.shell.aboutThisVisitor, keys: ['I'] },
  back: {
    group: texts.shell.thisConversation,
    says: texts.shell.backToTheList,
    keys: ['Backspace'],
    keyOnly: true,
  },
  next: { group: texts.shell.lists, says: texts.shell.nextConversation, keys: ['J', 'ArrowDown'], keyOnly: true },
  previous: {
    group: texts.shell.lists,
    says: texts.shell.previousConversation,
    keys: ['K', 'ArrowUp'],
    keyOnly: true,
  },
  enter: { group: texts.shell.lists, says: texts.shell.goToItsTranscript, keys: ['Enter'], keyOnly: true },
  search: { group: texts.shell.lists, says: texts.shell.searchThisList, keys: ['/'] },
  send: { group: texts.shell.writing, says: texts.shell.send, keys: ['Enter'], field: true },
  newLine: { group: texts.shell.writing, says: texts.shell.newLine, keys: ['shift+Enter'], field: true },
  leave: { group: texts.shell.writing, says: texts.shell.leaveTheField, keys: ['Escape'], keyOnly: true },
  palette: { group: texts.shell.everywhere, says: texts.shell.findAnything, keys: ['mod+K'], keyOnly: true },
  sheet: { group: texts.shell.everywhere, says: texts.shell.keyboardShortcuts, keys: ['?'] },
} satisfies Record<string, Command>

export type CommandName = keyof typeof table
export const commands: Record<CommandName, Command> = table

/** What can be done here and now. What is missing or null cannot. */
type Offer = { [N in CommandName]?: (() => void) | null }

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
