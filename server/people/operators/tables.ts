import type { Kysely } from 'kysely'
import type { AgentsLevel, InboxLevel, Role } from '../../../protocol/access.ts'
import type { Schema } from '../../db/schema.ts'

/** Who may sign in, and their sessions. The columns are the ones that the sign-in library reads and writes, in our spelling. */
interface PeopleTables {
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
  members: {
    operator_id: string
    role: Role
    inbox: InboxLevel
    agents: AgentsLevel
    removed_at: number | null
    /** Null while they are on duty. */
    away_since: number | null
    /** JSON: kinds of mail that they want none of. */
    mail_off: string | null
  }
  invites: { id: string; email: string; access: string; by: string; at: number; expires_at: number }
  operator_used_codes: { operator_id: string; code: string; used_at: number }
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
