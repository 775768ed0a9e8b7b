import type { OperatorApi } from '../protocol/operator-api.ts'
import type { Client } from './api.ts'
import type { PollSource } from './poll.ts'

/** What an operator asks where sockets are blocked. */
export function operatorSource(client: Client<OperatorApi>): PollSource {
  return {
    transcript: (id, signal) => client.call('GET /api/conversations/:id', { params: { id }, signal }),
    events: (id, query, signal) =>
      client.call('GET /api/conversations/:id/events', { params: { id }, query, signal }),
    feed: (window) => client.call('GET /api/feed', { query: { window: JSON.stringify(window) } }),
  }
}
