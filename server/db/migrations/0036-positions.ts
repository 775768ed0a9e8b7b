import { sql, type Kysely } from 'kysely'

/** From here on an event gets its position with its row on SQLite; those that were never read by anybody get theirs before. */
export async function up(db: Kysely<any>, dialect: 'sqlite' | 'postgres'): Promise<void> {
  if (dialect === 'postgres') return
  await sql`
    update events set position = placed.position from (
      select conversation_id, seq,
        (select position from streams where name = 'events') + row_number() over (order by at, conversation_id, seq) as position
      from (
        select conversation_id, seq, max(at) over (partition by conversation_id order by seq) as at
        from events where position is null
      ) as steady
    ) as placed
    where events.conversation_id = placed.conversation_id and events.seq = placed.seq`.execute(db)
  await sql`
    update streams set position = (select coalesce(max(events.position), 0) from events)
    where name = 'events' and position < (select coalesce(max(events.position), 0) from events)`.execute(db)
}
