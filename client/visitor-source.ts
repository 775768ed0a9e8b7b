import type { WidgetApi } from '../protocol/widget-api.ts'
import type { Client } from './api.ts'
import type { PollSource } from './poll.ts'

/** What a visitor asks where sockets are blocked. `isOpen`: whether the panel is, which no socket tells then. */
export function visitorSource(client: Client<WidgetApi>, isOpen = () => true): PollSource {
  return {
    transcript: (id, signal) => client.call('GET /api/widget/conversations/:id', { params: { id }, signal }),
    events: (id, query, signal) =>
      client.call('GET /api/widget/conversations/:id/events', {
        params: { id },
        query: { ...query, open: String(isOpen()) },
        signal,
      }),
  }
}
