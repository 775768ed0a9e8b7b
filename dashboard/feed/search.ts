import type { Mood, Presence } from '../../protocol/entities.ts'
import type { FeedWindow } from '../../protocol/frames.ts'

/** What the Live Feed shows, as it stands in the address: a link to it shows a colleague the same. */
export interface FeedSearch {
  q?: string
  mood?: Mood | 'unhappy'
  holder?: 'ai' | 'operator' | 'me'
  presence?: Presence
  sort?: 'newest' | 'waiting' | 'mood'
}

const moods = ['unhappy', 'happy', 'neutral', 'confused', 'frustrated', 'angry'] as const
const holders = ['ai', 'operator', 'me'] as const
const presences = ['active', 'idle', 'gone'] as const
const sorts = ['newest', 'waiting', 'mood'] as const

/** What is written wrongly in an address filters nothing. */
export function readFeedSearch(search: Record<string, unknown>): FeedSearch {
  const found: FeedSearch = {}
  if (search.q !== undefined && search.q !== '') found.q = String(search.q).slice(0, 200)
  const mood = moods.find((each) => each === search.mood)
  const holder = holders.find((each) => each === search.holder)
  const presence = presences.find((each) => each === search.presence)
  const sort = sorts.find((each) => each === search.sort)
  return { ...found, ...(mood && { mood }), ...(holder && { holder }), ...(presence && { presence }), ...(sort && { sort }) }
}

export const isFiltering = ({ q, mood, holder, presence }: FeedSearch) => !!(q || mood || holder || presence)

export function filterOf(search: FeedSearch): Omit<FeedWindow, 'offset' | 'limit'> {
  return {
    text: search.q ?? '',
    moods: search.mood === 'unhappy' ? ['frustrated', 'angry'] : search.mood ? [search.mood] : [],
    holder: search.holder ?? 'anyone',
    agentId: null,
    presence: search.presence ? [search.presence] : [],
    sort: search.sort ?? 'attention',
  }
}
