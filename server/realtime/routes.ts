import { FeedWindow } from '../../protocol/frames.ts'
import { Invalid, Unavailable } from '../ground/errors.ts'
import type { Routes } from '../http/http.ts'
import type { Feed } from './feed/feed.ts'

/** The Live Feed by plain requests. Only a process that keeps the live picture can answer. */
export function feedRoutes(routes: Routes, feed: Feed | null): void {
  routes.on('GET /api/feed', ({ input: { query }, actor }) =>
    kept(feed).readPage(parseWindow(query.window), actor.id),
  )
  routes.on('GET /api/feed/choices', () => kept(feed).choices())
}

function kept(feed: Feed | null): Feed {
  if (!feed)
    throw new Unavailable(
      'no_feed',
      'This process does not keep the Live Feed. Ask one that runs the realtime service.',
    )
  return feed
}

function parseWindow(text: string): FeedWindow {
  try {
    return FeedWindow.parse(JSON.parse(text))
  } catch {
    throw new Invalid('bad_window', 'This is no window on the feed: write a FeedWindow as JSON.')
  }
}
