import { alertMeanings } from '../../protocol/alerts/kinds.ts'
import type { Incident } from '../../protocol/alerts/shapes.ts'

/** An incident in two lines, the same on every channel. */
export function linesOf(incident: Incident): { head: string; body: string } {
  const { name } = alertMeanings[incident.kind]
  return { head: incident.state === 'open' ? name : `${name}, ${says[incident.state]}`, body: incident.detail }
}

const says = { open: 'open', in_hand: 'in hand', cleared: 'over' } as const

/** One line for the thread below the message. */
export function stateLine({ state, detail }: Incident): string {
  if (state === 'in_hand') return 'A person of the team has it in hand.'
  return state === 'cleared' ? 'It is over.' : detail
}

/** Slack reads these three as markup: a visitor's name must become no mention of everybody, and their words no link that reads like ours. */
export const forSlack = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
