import { sql, type Kysely } from 'kysely'
import { createPeopleTables } from './0001-operators.ts'

type Dialect = 'sqlite' | 'postgres'

export async function up(db: Kysely<any>, dialect: Dialect): Promise<void> {
  await createPeopleTables(db, dialect)
  await createWorkspace(db)
  await createConversations(db, dialect)
  await createAgentTables(db)
  await createTickets(db)
}

async function createWorkspace(db: Kysely<any>) {
  await db.schema
    .createTable('settings')
    .addColumn('key', 'text', (c) => c.primaryKey())
    .addColumn('value', 'text', (c) => c.notNull())
    .execute()
  await db.schema
    .createTable('counters')
    .addColumn('name', 'text', (c) => c.primaryKey())
    .addColumn('value', 'integer', (c) => c.notNull())
    .execute()
  await db.schema
    .createTable('processes')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('lease_until', 'bigint', (c) => c.notNull())
    .execute()
  await db.schema
    .createTable('agents')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('name', 'text', (c) => c.notNull())
    .addColumn('greeting', 'text', (c) => c.notNull())
    .addColumn('suggestions', 'text', (c) => c.notNull())
    .addColumn('instructions', 'text', (c) => c.notNull())
    .addColumn('created_at', 'bigint', (c) => c.notNull())
    .execute()
  await db.schema
    .createTable('articles')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('title', 'text', (c) => c.notNull())
    .addColumn('body', 'text', (c) => c.notNull())
    .addColumn('url', 'text')
    .addColumn('changed_at', 'bigint', (c) => c.notNull())
    .execute()
  await db.schema
    .createTable('contacts')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('user_id', 'text', (c) => c.notNull().unique())
    .addColumn('name', 'text')
    .addColumn('email', 'text')
    .addColumn('verified', 'integer', (c) => c.notNull())
    .addColumn('created_at', 'bigint', (c) => c.notNull())
    .addColumn('seen_at', 'bigint', (c) => c.notNull())
    .execute()
  await db.schema
    .createTable('visitors')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('contact_id', 'text', (c) => c.references('contacts.id'))
    .addColumn('created_at', 'bigint', (c) => c.notNull())
    .execute()
}

async function createConversations(db: Kysely<any>, dialect: Dialect) {
  // Rows that are written and read in conversation order lie in that order, in one tree instead of a table and an index.
  const clustered = dialect === 'sqlite' ? sql`without rowid` : sql``
  await db.schema
    .createTable('conversations')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('visitor_id', 'text', (c) => c.notNull().references('visitors.id'))
    .addColumn('agent_id', 'text', (c) => c.notNull().references('agents.id'))
    .addColumn('head', 'text', (c) => c.notNull())
    .addColumn('seq', 'integer', (c) => c.notNull())
    .addColumn('status', 'text', (c) => c.notNull())
    .addColumn('holder', 'text', (c) => c.notNull())
    .addColumn('epoch', 'integer', (c) => c.notNull())
    .addColumn('opened_at', 'bigint', (c) => c.notNull())
    .addColumn('completed_at', 'bigint')
    .addColumn('ends_at', 'bigint')
    .addColumn('ends_how', 'text')
    .addColumn('seen_by', 'text')
    .addColumn('presence', 'text', (c) => c.notNull())
    .addColumn('mood', 'text', (c) => c.notNull())
    .addColumn('outcome', 'text')
    .addColumn('words', 'text', (c) => c.notNull())
    .execute()
  // Two tabs that open the widget at once race here; the second finds the first one's conversation.
  await db.schema
    .createIndex('one_live_conversation')
    .on('conversations')
    .column('visitor_id')
    .unique()
    .where(sql.ref('status'), '=', sql.lit('live'))
    .execute()
  await db.schema
    .createIndex('conversations_by_visitor')
    .on('conversations')
    .columns(['visitor_id', 'opened_at'])
    .execute()
  await db.schema
    .createIndex('conversations_by_completion')
    .on('conversations')
    .columns(['status', 'completed_at', 'id'])
    .execute()
  await db.schema
    .createIndex('conversations_by_deadline')
    .on('conversations')
    .columns(['status', 'ends_at'])
    .execute()
  await db.schema
    .createTable('events')
    .addColumn('conversation_id', 'text', (c) => c.notNull())
    .addColumn('seq', 'integer', (c) => c.notNull())
    .addColumn('type', 'text', (c) => c.notNull())
    .addColumn('at', 'bigint', (c) => c.notNull())
    .addColumn('actor_kind', 'text', (c) => c.notNull())
    .addColumn('actor_id', 'text')
    .addColumn('payload', 'text', (c) => c.notNull())
    .addPrimaryKeyConstraint('events_pk', ['conversation_id', 'seq'])
    .modifyEnd(clustered)
    .execute()
  await db.schema
    .createTable('messages')
    .addColumn('id', 'text', (c) => c.notNull().unique())
    .addColumn('conversation_id', 'text', (c) => c.notNull())
    .addColumn('seq', 'integer', (c) => c.notNull())
    .addColumn('at', 'bigint', (c) => c.notNull())
    .addColumn('sender', 'text', (c) => c.notNull())
    .addColumn('author', 'text')
    .addColumn('text', 'text', (c) => c.notNull())
    .addColumn('sources', 'text', (c) => c.notNull())
    .addColumn('run_id', 'text')
    .addPrimaryKeyConstraint('messages_pk', ['conversation_id', 'seq'])
    .modifyEnd(clustered)
    .execute()
  await db.schema
    .createTable('takeovers')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('conversation_id', 'text', (c) => c.notNull())
    .addColumn('operator_id', 'text', (c) => c.notNull())
    .addColumn('began_at', 'bigint', (c) => c.notNull())
    .addColumn('ended_at', 'bigint')
    .execute()
  await db.schema
    .createIndex('one_takeover_at_a_time')
    .on('takeovers')
    .column('conversation_id')
    .unique()
    .where(sql.ref('ended_at'), 'is', sql.lit(null))
    .execute()
}

async function createAgentTables(db: Kysely<any>) {
  await db.schema
    .createTable('runs')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('conversation_id', 'text', (c) => c.notNull())
    .addColumn('epoch', 'integer', (c) => c.notNull())
    .addColumn('trigger_seq', 'integer', (c) => c.notNull())
    .addColumn('state', 'text', (c) => c.notNull())
    .addColumn('attempt', 'integer', (c) => c.notNull())
    .addColumn('lease_until', 'bigint', (c) => c.notNull())
    .addColumn('reason', 'text')
    .addColumn('began_at', 'bigint', (c) => c.notNull())
    .addColumn('ended_at', 'bigint')
    .execute()
  // However many messages arrive during a run, they cause one more run; and one conversation never has two at work.
  await db.schema
    .createIndex('one_waiting_run')
    .on('runs')
    .column('conversation_id')
    .unique()
    .where(sql.ref('state'), '=', sql.lit('waiting'))
    .execute()
  await db.schema
    .createIndex('one_running_run')
    .on('runs')
    .column('conversation_id')
    .unique()
    .where(sql.ref('state'), '=', sql.lit('running'))
    .execute()
  await db.schema.createIndex('runs_by_conversation').on('runs').columns(['conversation_id', 'state']).execute()
  await db.schema.createIndex('open_runs').on('runs').columns(['state', 'lease_until']).execute()
  await db.schema
    .createTable('whispers')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('conversation_id', 'text', (c) => c.notNull())
    .addColumn('seq', 'integer', (c) => c.notNull())
    .addColumn('at', 'bigint', (c) => c.notNull())
    .addColumn('by', 'text', (c) => c.notNull())
    .addColumn('text', 'text', (c) => c.notNull())
    .addColumn('state', 'text', (c) => c.notNull())
    .addColumn('run_id', 'text')
    .addColumn('message_id', 'text')
    .addColumn('settled_at', 'bigint')
    .execute()
  await db.schema
    .createIndex('whispers_by_conversation')
    .on('whispers')
    .columns(['conversation_id', 'seq'])
    .execute()
  await db.schema
    .createTable('prompts')
    .addColumn('message_id', 'text', (c) => c.primaryKey())
    .addColumn('layers', 'text', (c) => c.notNull())
    .execute()
  await db.schema
    .createTable('provenance')
    .addColumn('message_id', 'text', (c) => c.notNull())
    .addColumn('kind', 'text', (c) => c.notNull())
    .addColumn('ref', 'text', (c) => c.notNull())
    .addPrimaryKeyConstraint('provenance_pk', ['message_id', 'kind', 'ref'])
    .execute()
  await db.schema.createIndex('provenance_by_ref').on('provenance').columns(['kind', 'ref']).execute()
}

async function createTickets(db: Kysely<any>) {
  await db.schema
    .createTable('tickets')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('number', 'integer', (c) => c.notNull().unique())
    .addColumn('conversation_id', 'text', (c) => c.notNull().unique())
    .addColumn('subject', 'text', (c) => c.notNull())
    .addColumn('status', 'text', (c) => c.notNull())
    .addColumn('assignee', 'text')
    .addColumn('assignee_id', 'text')
    .addColumn('opened_at', 'bigint', (c) => c.notNull())
    .addColumn('changed_at', 'bigint', (c) => c.notNull())
    .execute()
  await db.schema.createIndex('tickets_by_change').on('tickets').columns(['status', 'changed_at']).execute()
}
