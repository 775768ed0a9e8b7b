import { sql, type Kysely } from 'kysely'

/** Several agents: a face, a style and a model of their own, who answers where, and where the widget was seen. */
export async function up(db: Kysely<any>): Promise<void> {
  for (const column of ['role', 'initials', 'model'])
    await db.schema
      .alterTable('agents')
      .addColumn(column, 'text', (c) => c.notNull().defaultTo(''))
      .execute()
  for (const column of ['image', 'style']) await db.schema.alterTable('agents').addColumn(column, 'text').execute()
  await db.schema
    .alterTable('agents')
    .addColumn('on', 'integer', (c) => c.notNull().defaultTo(1))
    .execute()
  for (const column of ['place', 'standard'])
    await db.schema
      .alterTable('agents')
      .addColumn(column, 'integer', (c) => c.notNull().defaultTo(0))
      .execute()
  await db.schema.alterTable('agents').addColumn('archived_at', 'bigint').execute()
  await keepOrder(db)
  // Exactly one agent answers where no rule says otherwise.
  await sql`create unique index agents_standard on agents (standard) where standard = 1`.execute(db)

  await db.schema
    .createTable('routing_rules')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('place', 'integer', (c) => c.notNull())
    .addColumn('agent_id', 'text', (c) => c.notNull().references('agents.id'))
    .addColumn('host', 'text', (c) => c.notNull())
    .addColumn('path', 'text', (c) => c.notNull())
    .addColumn('traits', 'text', (c) => c.notNull())
    .execute()

  await db.schema
    .createTable('sightings')
    .addColumn('origin', 'text', (c) => c.primaryKey())
    .addColumn('version', 'text', (c) => c.notNull())
    .addColumn('page', 'text', (c) => c.notNull())
    .addColumn('first_at', 'bigint', (c) => c.notNull())
    .addColumn('seen_at', 'bigint', (c) => c.notNull())
    .execute()
}

/** The oldest one answered everything until now. */
async function keepOrder(db: Kysely<any>): Promise<void> {
  const agents = await db.selectFrom('agents').select('id').orderBy('created_at').orderBy('id').execute()
  for (const [place, { id }] of agents.entries())
    await db
      .updateTable('agents')
      .set({ place: place + 1, standard: place === 0 ? 1 : 0 })
      .where('id', '=', id)
      .execute()
}
