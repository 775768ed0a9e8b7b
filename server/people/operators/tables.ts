import { sql, type Kysely } from 'kysely'
import type { AgentsLevel, InboxLevel, Role } from '../../../protocol/access.ts'
import type { Schema } from '../../db/schema.ts'

/** Who may sign in, and their sessions. The columns are the ones that the sign-in library reads and writes, in our spelling. */
export interface PeopleTables {
  operators: {
    id: string
    name: string
    email: string
    image: string | null
    two_factor_enabled: number | boolean | null
    created_at: string | Date
    updated_at: string | Date
  }
  operator_sessions: {
    id: string
    token: string
    operator_id: string
    expires_at: string | Date
    ip_address: string | null
    user_agent: string | null
    created_at: string | Date
    updated_at: string | Date
  }
  members: { operator_id: string; role: Role; inbox: InboxLevel; agents: AgentsLevel; removed_at: number | null }
  invites: { id: string; email: string; access: string; by: string; at: number; expires_at: number }
  operator_verifications: { identifier: string; value: string }
  operator_accounts: {
    id: string
    account_id: string
    provider_id: string
    operator_id: string
    password: string | null
    created_at: string | Date
    updated_at: string | Date
  }
}

/** The same database, seen as the tables of this module, which no other may touch. */
export const peopleOf = (db: Kysely<Schema>): Kysely<PeopleTables> => db as unknown as Kysely<PeopleTables>

type Dialect = 'sqlite' | 'postgres'

/** Called by the first migration. The library stores dates as text in SQLite and as `timestamptz` in PostgreSQL, booleans as 0/1 and as `boolean`. */
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
