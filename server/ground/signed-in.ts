import type { Access } from '../../protocol/access.ts'
import type { Person } from '../../protocol/entities.ts'

/** Who asks, under an operator's session. `factorMissing`: the team demands a second factor, and they have none yet. */
export type SignedIn = Person & { email: string; access: Access; factorMissing: boolean }
