import { sql, type Kysely } from 'kysely'

type Dialect = 'sqlite' | 'postgres'

/** Part of the first migration. The sign-in library stores dates as text in SQLite and as `timestamptz` in PostgreSQL, booleans as 0/1 and as `boolean`. */
export async function createPeopleTables(db: Kysely<any>, dialect: Dialect): Promise<void> {
  const date = dialect === 'sqlite' ? 'text' : 'timestamptz'
  await createOperators(db, dialect, date)
  await createSessions(db, date)
  await createAccounts(db, date)
  await createVerifications(db, date)
}

type DateType = 'text' | 'timestamptz'

async function createOperators(db: Kysely<any>, dialect: Dialect, date: DateType) {
  await db.schema
    .createTable('operators')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('name', 'text', (c) => c.notNull())
    .addColumn('email', 'text', (c) => c.notNull().unique())
    .addColumn('email_verified', dialect === 'sqlite' ? 'integer' : 'boolean', (c) =>
      c.notNull().defaultTo(dialect === 'sqlite' ? sql`0` : sql`false`),
    )
    .addColumn('image', 'text')
    .addColumn('created_at', date, (c) => c.notNull())
    .addColumn('updated_at', date, (c) => c.notNull())
    .execute()
}

async function createSessions(db: Kysely<any>, date: DateType) {
  await db.schema
    .createTable('operator_sessions')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('token', 'text', (c) => c.notNull().unique())
    .addColumn('operator_id', 'text', (c) => c.notNull().references('operators.id').onDelete('cascade'))
    .addColumn('expires_at', date, (c) => c.notNull())
    .addColumn('ip_address', 'text')
    .addColumn('user_agent', 'text')
    .addColumn('created_at', date, (c) => c.notNull())
    .addColumn('updated_at', date, (c) => c.notNull())
    .execute()
  await db.schema.createIndex('sessions_by_operator').on('operator_sessions').column('operator_id').execute()
}

async function createAccounts(db: Kysely<any>, date: DateType) {
  await db.schema
    .createTable('operator_accounts')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('account_id', 'text', (c) => c.notNull())
    .addColumn('provider_id', 'text', (c) => c.notNull())
    .addColumn('operator_id', 'text', (c) => c.notNull().references('operators.id').onDelete('cascade'))
    .addColumn('access_token', 'text')
    .addColumn('refresh_token', 'text')
    .addColumn('id_token', 'text')
    .addColumn('access_token_expires_at', date)
    .addColumn('refresh_token_expires_at', date)
    .addColumn('scope', 'text')
    .addColumn('password', 'text')
    .addColumn('created_at', date, (c) => c.notNull())
    .addColumn('updated_at', date, (c) => c.notNull())
    .execute()
  await db.schema.createIndex('accounts_by_operator').on('operator_accounts').column('operator_id').execute()
}

async function createVerifications(db: Kysely<any>, date: DateType) {
  await db.schema
    .createTable('operator_verifications')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('identifier', 'text', (c) => c.notNull())
    .addColumn('value', 'text', (c) => c.notNull())
    .addColumn('expires_at', date, (c) => c.notNull())
    .addColumn('created_at', date, (c) => c.notNull())
    .addColumn('updated_at', date, (c) => c.notNull())
    .execute()
  await db.schema
    .createIndex('verifications_by_identifier')
    .on('operator_verifications')
    .column('identifier')
    .execute()
}
