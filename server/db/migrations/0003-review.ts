import { sql, type Kysely } from 'kysely'

/** Votes and notes, and what completed conversations are found and sorted by. */
export async function up(db: Kysely<any>): Promise<void> {
  await createJudgements(db)
  await addColumns(db)
  await indexCompleted(db)
  await fillHeads(db)
}

async function createJudgements(db: Kysely<any>): Promise<void> {
  await db.schema
    .createTable('ratings')
    .addColumn('message_id', 'text', (c) => c.notNull())
    .addColumn('rater', 'text', (c) => c.notNull())
    .addColumn('conversation_id', 'text', (c) => c.notNull())
    .addColumn('by', 'text')
    .addColumn('vote', 'text', (c) => c.notNull())
    .addColumn('reason', 'text')
    .addColumn('comment', 'text', (c) => c.notNull())
    .addColumn('seq', 'integer', (c) => c.notNull())
    .addColumn('at', 'bigint', (c) => c.notNull())
    // One vote a person and message, whatever is clicked twice or in two tabs.
    .addPrimaryKeyConstraint('ratings_pk', ['message_id', 'rater'])
    .execute()
  await db.schema.createIndex('ratings_by_conversation').on('ratings').columns(['conversation_id', 'seq']).execute()
  await db.schema
    .createTable('notes')
    .addColumn('conversation_id', 'text', (c) => c.notNull())
    .addColumn('operator_id', 'text', (c) => c.notNull())
    .addColumn('by', 'text', (c) => c.notNull())
    .addColumn('text', 'text', (c) => c.notNull())
    .addColumn('seq', 'integer', (c) => c.notNull())
    .addColumn('at', 'bigint', (c) => c.notNull())
    .addPrimaryKeyConstraint('notes_pk', ['conversation_id', 'operator_id'])
    .execute()
}

const numbers = { score: -1, worst: -1, mood_score: 0, votes_up: 0, votes_down: 0, corrected: 0 }

async function addColumns(db: Kysely<any>): Promise<void> {
  for (const [name, empty] of Object.entries(numbers))
    await db.schema
      .alterTable('conversations')
      .addColumn(name, 'integer', (c) => c.notNull().defaultTo(empty))
      .execute()
  await db.schema
    .alterTable('conversations')
    .addColumn('reviewed_at', 'bigint', (c) => c.notNull().defaultTo(0))
    .execute()
  for (const name of ['agent', 'operators', 'topic'])
    await db.schema
      .alterTable('conversations')
      .addColumn(name, 'text', (c) => c.notNull().defaultTo(''))
      .execute()
}

/** Only of what is over: live conversations move too often to be kept in so many orders. */
async function indexCompleted(db: Kysely<any>): Promise<void> {
  const over = sql.ref('completed_at')
  await db.schema
    .createIndex('completed_by_end')
    .on('conversations')
    .columns(['completed_at', 'id'])
    .where(over, 'is not', sql.lit(null))
    .execute()
  for (const column of [
    'score',
    'worst',
    'mood_score',
    'votes_up',
    'votes_down',
    'outcome',
    'reviewed_at',
    'agent',
    'operators',
    'topic',
  ]) {
    await db.schema
      .createIndex(`completed_by_${column}`)
      .on('conversations')
      .columns([column, 'completed_at', 'id'])
      .where(over, 'is not', sql.lit(null))
      .execute()
  }
  await db.schema
    .createIndex('events_of_operators')
    .on('events')
    .columns(['actor_id', 'type', 'conversation_id'])
    .where(sql.ref('actor_kind'), '=', sql.lit('operator'))
    .execute()
}

async function fillHeads(db: Kysely<any>): Promise<void> {
  const rows = await db.selectFrom('conversations').select(['id', 'head']).execute()
  for (const { id, head } of rows) {
    const before = JSON.parse(head)
    const after = {
      ...before,
      score: null,
      reviewed: null,
      ratings: { up: 0, down: 0 },
      corrected: [],
      operators: [],
    }
    const columns = {
      head: JSON.stringify(after),
      mood_score: Math.round(before.mood.score * 100),
      agent: before.agent.name.toLowerCase(),
      topic: before.topic ?? '',
    }
    await db.updateTable('conversations').set(columns).where('id', '=', id).execute()
  }
}
