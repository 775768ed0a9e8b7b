import { readMatter } from '../language/matter.ts'
import type { Source } from '../../protocol/entities.ts'
import type { Passage } from '../models/model.ts'
import type { Ask } from './ask.ts'
import type { Phrases } from './phrases.ts'
import { commandsTheModel } from './sentences.ts'

/** One part of a reply. */
export interface Part {
  text: string
  sources: Source[]
  place?: 'before' | 'after' | 'last'
  /** Nothing was found; there is only the admission of it. */
  empty?: boolean
}

export const nothing: Part = { text: '', sources: [] }

export function choose({ variant }: Pick<Ask, 'variant'>, variants: string[]): string {
  return variants[variant % variants.length] ?? ''
}

/** Where the AI may not bring a person, it points to the way that is always open. */
export function offer(ask: Ask): string {
  if (ask.turn.forOperator) return ''
  if (ask.turn.teamAsked) return ask.words.stillChecking
  if (ask.turn.personAsked) return ask.words.asked
  return ask.turn.mayEscalate ? choose(ask, ask.words.offers) : ask.words.onTheirOwn
}

/** A visitor may call themselves anything; only what looks like a name is said back. */
export function nameOf({ turn }: Pick<Ask, 'turn'>): string {
  const first = turn.visitor.name?.trim().split(/\s+/)[0] ?? ''
  return /^\p{L}[\p{L}'’-]{0,24}$/u.test(first) && !commandsTheModel(turn.visitor.name ?? '') ? `, ${first}` : ''
}

export function sourceOf({ articleId, title, url }: Passage): Source {
  return { id: articleId, title, url }
}

export function uniqueSources(sources: Source[]): Source[] {
  return [...new Map(sources.map((source) => [source.id, source])).values()]
}

/** Whether an earlier reply ended with the offer of a person. */
export const endsWithOffer = (said: string, all: Phrases[]): boolean =>
  all.some(({ offers }) => offers.some((one) => said.endsWith(one)))

/** Where nothing is found: a person is fetched or offered, never both. Who only says how they feel is asked first. */
export function fetchOrOffer(ask: Ask): string {
  const { fetchesPerson, mayEscalate, personAsked } = ask.turn
  const fetches =
    !ask.turn.teamAsked && fetchesPerson && mayEscalate && !personAsked && readMatter(ask.question) === 'asks'
  return fetches ? choose(ask, ask.words.fetching) : offer(ask)
}
