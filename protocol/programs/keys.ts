import { z } from 'zod'
import { Id, Person, Time, Words } from '../basics.ts'
import { scopes } from './scopes.ts'

/** Keys by which programs call `/api/v1`, and the routes that make and revoke them. */

/** A key as it is shown: `prefix` is how it begins, the rest was shown once and is known to nobody. */
export const ApiKey = z.object({
  id: Id,
  name: z.string(),
  prefix: z.string(),
  scopes: z.array(z.enum(scopes)),
  by: Person,
  createdAt: Time,
  expiresAt: Time.nullable(),
  revokedAt: Time.nullable(),
  /** To the minute. */
  usedAt: Time.nullable(),
})
export type ApiKey = z.infer<typeof ApiKey>

const ById = z.object({ id: Id })

export const keysApi = {
  'GET /api/keys': {
    for: 'operator',
    needs: 'team:manage',
    says: 'The API keys of this workspace, the latest first, revoked ones too.',
    reply: z.object({ keys: z.array(ApiKey) }),
  },
  'POST /api/keys': {
    for: 'operator',
    needs: 'team:manage',
    says: 'Make an API key. `secret` is told here and never again. 409 `id_taken` when the id was used before: the secret cannot be told twice.',
    body: z.strictObject({
      id: Id,
      name: Words.trim().min(1, 'Name it').max(80),
      scopes: z.array(z.enum(scopes)).min(1, 'Choose what it may do').max(scopes.length),
      expiresAt: Time.max(8_640_000_000_000_000).nullable().default(null),
    }),
    reply: z.object({ key: ApiKey, secret: z.string() }),
  },
  'DELETE /api/keys/:id': {
    for: 'operator',
    needs: 'team:manage',
    says: 'Revoke an API key, at once and for good. When it is revoked already: no change.',
    params: ById,
    reply: z.object({ key: ApiKey }),
  },
} as const
