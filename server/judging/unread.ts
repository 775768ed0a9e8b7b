import type { Context } from '../ground/context.ts'

/** Of older messages nobody waits to see the mood. */
const recentMs = 3_600_000
const page = 500

/** Live conversations whose visitor's last message nobody has read: those that a process which ended had still before it. In pages, so that others get in between. */
export async function* listUnread({ db }: Context): AsyncGenerator<string[]> {
  const since = Date.now() - recentMs
  for (let after = ''; ;) {
    const rows = await db.reads
      .selectFrom('conversations')
      .select((eb) => [
        'id',
        eb
          .selectFrom('messages')
          .select('seq')
          .whereRef('messages.conversation_id', '=', 'conversations.id')
          .where('sender', '=', 'visitor')
          .where('at', '>', since)
          .orderBy('seq', 'desc')
          .limit(1)
          .as('said'),
        eb
          .selectFrom('events')
          .select('seq')
          .whereRef('events.conversation_id', '=', 'conversations.id')
          .where('type', 'in', ['mood.changed', 'mood.judged'])
          .orderBy('seq', 'desc')
          .limit(1)
          .as('read'),
      ])
      .where('status', '=', 'live')
      .where('id', '>', after)
      .orderBy('id')
      .limit(page)
      .execute()
    yield rows.filter(({ said, read }) => (said ?? 0) > (read ?? 0)).map(({ id }) => id)
    if (rows.length < page) return
    after = rows.at(-1)!.id
    await new Promise((turned) => setImmediate(turned))
  }
}
