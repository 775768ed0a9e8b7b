import { sql, type Kysely } from 'kysely'

export async function up(db: Kysely<any>, dialect: 'sqlite' | 'postgres'): Promise<void> {
  await db.schema
    .createTable('members')
    .addColumn('operator_id', 'text', (c) => c.primaryKey().references('operators.id').onDelete('cascade'))
    .addColumn('role', 'text', (c) => c.notNull())
    .addColumn('inbox', 'text', (c) => c.notNull())
    .addColumn('agents', 'text', (c) => c.notNull())
    .addColumn('removed_at', 'bigint')
    .execute()
  // Whoever was here before there were roles could do everything.
  await sql`insert into members (operator_id, role, inbox, agents) select id, 'super_admin', 'manage', 'edit' from operators`.execute(
    db,
  )
  await db.schema
    .createTable('invites')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('email', 'text', (c) => c.notNull())
    .addColumn('access', 'text', (c) => c.notNull())
    .addColumn('by', 'text', (c) => c.notNull())
    .addColumn('at', 'bigint', (c) => c.notNull())
    .addColumn('expires_at', 'bigint', (c) => c.notNull())
    .execute()
  await createTwoFactor(db, dialect)
}

/** In the columns that the sign-in library reads and writes. */
async function createTwoFactor(db: Kysely<any>, dialect: 'sqlite' | 'postgres') {
  const [boolean, date] =
    dialect === 'sqlite' ? (['integer', 'text'] as const) : (['boolean', 'timestamptz'] as const)
  await db.schema.alterTable('operators').addColumn('two_factor_enabled', boolean).execute()
  await db.schema
    .createTable('operator_two_factors')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('secret', 'text', (c) => c.notNull())
    .addColumn('backup_codes', 'text', (c) => c.notNull())
    .addColumn('operator_id', 'text', (c) => c.notNull().references('operators.id').onDelete('cascade'))
    .addColumn('verified', boolean)
    .addColumn('failed_verification_count', 'integer')
    .addColumn('locked_until', date)
    .execute()
  await db.schema.createIndex('two_factors_by_operator').on('operator_two_factors').column('operator_id').execute()
}
