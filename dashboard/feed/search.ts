import type { Mood, Presence } from '../../protocol/entities.ts'
import type { FeedWindow } from '../../protocol/frames.ts'

/** What the Live Feed shows, as it stands in the address: a link to it shows a colleague the same. */
export interface FeedSearch {
  q?: string | undefined
  mood?: Mood | 'unhappy' | undefined
  holder?: 'ai' | 'operator' | 'me' | undefined
  agent?: string | undefined
  topic?: string | undefined
  presence?: Presence | undefined
  watched?: 'anyone' | 'me' | 'nobody' | undefined
  sort?: 'newest' | 'waiting' | 'mood' | undefined
}

const moods = ['unhappy', 'happy', 'neutral', 'confused', 'frustrated', 'angry'] as const
const holders = ['ai', 'operator', 'me'] as const
const presences = ['active', 'idle', 'gone'] as const
const watched = ['anyone', 'me', 'nobody'] as const
const sorts = ['newest', 'waiting', 'mood'] as const

const oneOf = <T extends string>(all: readonly T[], value: unknown): T | undefined =>
  all.find((each) => each === value)
const text = (value: unknown) => (value === undefined || value === '' ? undefined : String(value).slice(0, 200))
const id = (value: unknown) => (typeof value === 'string' && /^[\w-]{8,64}$/.test(value) ? value : undefined)

/** What is written wrongly in an address filters nothing. */
export function readFeedSearch(search: Record<string, unknown>): FeedSearch {
  const read: FeedSearch = {
    q: text(search.q),
    mood: oneOf(moods, search.mood),
    holder: oneOf(holders, search.holder),
    agent: id(search.agent),
    topic: text(search.topic),
    presence: oneOf(presences, search.presence),
    watched: oneOf(watched, search.watched),
    sort: oneOf(sorts, search.sort),
  }
  return Object.fromEntries(Object.entries(read).filter(([, value]) => value !== undefined))
}

/** Takes every filter away and leaves the order. */
export const nothingChosen = {
  q: undefined,
  mood: undefined,
  holder: undefined,
  agent: undefined,
  topic: undefined,
  presence: undefined,
  watched: undefined,
} satisfies FeedSearch

export const countFilters = ({ mood, holder, agent, topic, presence, watched }: FeedSearch): number =>
  [mood, holder, agent, topic, presence, watched].filter((each) => each !== undefined).length

export const isFiltering = (search: FeedSearch): boolean => !!search.q || countFilters(search) > 0

function moodsOf(mood: FeedSearch['mood']): FeedWindow['moods'] {
  if (!mood) return []
  return mood === 'unhappy' ? ['frustrated', 'angry'] : [mood]
}

export function filterOf(search: FeedSearch): Omit<FeedWindow, 'offset' | 'limit'> {
  return {
    text: search.q ?? '',
    moods: moodsOf(search.mood),
    holder: search.holder ?? 'others',
    agentId: search.agent ?? null,
    topic: search.topic ?? null,
    presence: search.presence ? [search.presence] : [],
    watched: search.watched ?? 'any',
    sort: search.sort ?? 'attention',
  }
}
