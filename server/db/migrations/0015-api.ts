import { sql, type Kysely } from 'kysely'

/** Keys for programs, answers that are given twice, the order of the whole log, and who changed what. */
export async function up(db: Kysely<any>): Promise<void> {
  await createKeys(db)
  await createAudit(db)
  await placeEvents(db)
  await db.schema.createIndex('conversations_by_opening').on('conversations').columns(['opened_at', 'id']).execute()
  await db.schema.createIndex('tickets_by_opening').on('tickets').columns(['opened_at', 'id']).execute()
  await db.schema.createIndex('contacts_by_creation').on('contacts').columns(['created_at', 'id']).execute()
}

async function createKeys(db: Kysely<any>): Promise<void> {
  await db.schema
    .createTable('api_keys')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('name', 'text', (c) => c.notNull())
    .addColumn('prefix', 'text', (c) => c.notNull())
    .addColumn('hash', 'text', (c) => c.notNull().unique())
    .addColumn('scopes', 'text', (c) => c.notNull())
    .addColumn('by', 'text', (c) => c.notNull())
    .addColumn('created_at', 'bigint', (c) => c.notNull())
    .addColumn('expires_at', 'bigint')
    .addColumn('revoked_at', 'bigint')
    .addColumn('used_at', 'bigint')
    .execute()
  await db.schema
    .createTable('given_answers')
    .addColumn('key_id', 'text', (c) => c.notNull())
    .addColumn('token', 'text', (c) => c.notNull())
    .addColumn('asked', 'text', (c) => c.notNull())
    .addColumn('answer', 'text')
    .addColumn('at', 'bigint', (c) => c.notNull())
    .addPrimaryKeyConstraint('given_answers_pk', ['key_id', 'token'])
    .execute()
  await db.schema.createIndex('given_answers_by_time').on('given_answers').column('at').execute()
}

async function createAudit(db: Kysely<any>): Promise<void> {
  await db.schema
    .createTable('audit')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('at', 'bigint', (c) => c.notNull())
    .addColumn('by_kind', 'text', (c) => c.notNull())
    .addColumn('by_id', 'text', (c) => c.notNull())
    .addColumn('by_name', 'text', (c) => c.notNull())
    .addColumn('kind', 'text', (c) => c.notNull())
    .addColumn('route', 'text', (c) => c.notNull())
    .addColumn('subject', 'text')
    .addColumn('conversation_id', 'text')
    .addColumn('events', 'text', (c) => c.notNull())
    .addColumn('detail', 'text', (c) => c.notNull())
    .addColumn('address', 'text', (c) => c.notNull())
    .addColumn('browser', 'text', (c) => c.notNull())
    .execute()
  await db.schema.createIndex('audit_by_time').on('audit').columns(['at', 'id']).execute()
  await db.schema.createIndex('audit_by_conversation').on('audit').column('conversation_id').execute()
  await db.schema.createIndex('audit_by_person').on('audit').columns(['by_id', 'at', 'id']).execute()
  await db.schema.createIndex('audit_by_kind').on('audit').columns(['kind', 'at', 'id']).execute()
}

/**
 * Positions are given when somebody reads the whole log; see events/stream.ts. What happened so far is put into the order of time: within a conversation
 * by `seq`, and a clock that was set back changes nothing about that.
 */
async function placeEvents(db: Kysely<any>): Promise<void> {
  await db.schema
    .createTable('streams')
    .addColumn('name', 'text', (c) => c.primaryKey())
    .addColumn('position', 'bigint', (c) => c.notNull())
    .execute()
  await db.schema.alterTable('events').addColumn('position', 'bigint').execute()
  await sql`
    update events set position = placed.position from (
      select conversation_id, seq, row_number() over (order by at, conversation_id, seq) as position
      from (select conversation_id, seq, max(at) over (partition by conversation_id order by seq) as at from events) as steady
    ) as placed
    where events.conversation_id = placed.conversation_id and events.seq = placed.seq`.execute(db)
  await sql`insert into streams (name, position) select 'events', coalesce(max(position), 0) from events`.execute(
    db,
  )
  await db.schema
    .createIndex('events_by_position')
    .on('events')
    .column('position')
    .unique()
    .where(sql.ref('position'), 'is not', null)
    .execute()
  await db.schema
    .createIndex('events_without_position')
    .on('events')
    .columns(['conversation_id', 'seq'])
    .where(sql.ref('position'), 'is', null)
    .execute()
}
