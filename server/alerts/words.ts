import { alertMeanings } from '../../protocol/alerts/kinds.ts'
import type { Incident } from '../../protocol/alerts/shapes.ts'

/** An incident in a few lines, the same on every channel: what is the matter, the visitor's last words, and who has it in hand. */
export function linesOf({ kind, state, detail, words, holder, troubles }: Incident): {
  head: string
  body: string
} {
  const names = [...new Set([kind, ...troubles.map((trouble) => trouble.kind)])].map(
    (each) => alertMeanings[each].name,
  )
  const head = [names.join(' · '), says[state]].filter(Boolean).join(', ')
  const inHand = holder && state === 'in_hand' ? `${holder} has it in hand.` : ''
  return { head, body: [detail, words && `“${words}”`, inHand].filter(Boolean).join('\n') }
}

const says = { open: '', in_hand: 'in hand', cleared: 'over' } as const

/** Slack reads these three as markup: a visitor's name must become no mention of everybody, and their words no link that reads like ours. */
export const forSlack = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
