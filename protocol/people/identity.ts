import { z } from 'zod'
import { Id, Time } from '../entities.ts'

/** A secret of the site's own server, by which it signs who its users are. The text of it is shown once, when it is made. */
export const IdentitySecret = z.object({ id: Id, hint: z.string(), at: Time })
export type IdentitySecret = z.infer<typeof IdentitySecret>

/** `required`: a page that names its visitor without proof is refused. */
export const Identity = z.object({ required: z.boolean(), secrets: z.array(IdentitySecret) })
export type Identity = z.infer<typeof Identity>

/** Two, so that a new one can be rolled out while the old one still signs. */
export const mostSecrets = 2

const reply = z.object({ identity: Identity })

export const identityApi = {
  'GET /api/identity': {
    for: 'operator',
    needs: 'team:manage',
    says: 'Whether sites must prove who their visitors are, and the secrets by which they can.',
    reply,
  },
  'PUT /api/identity': {
    for: 'operator',
    needs: 'team:manage',
    says: 'Demand proof, or no longer. From then on a named visitor without a valid token gets 403; anonymous visitors chat as before. 409 `no_secret` while there is none to prove it with.',
    body: z.strictObject({ required: z.boolean() }),
    reply,
  },
  'POST /api/identity/secrets': {
    for: 'operator',
    needs: 'team:manage',
    says: 'Make a secret. This is the only time that it is shown. 409 `two_secrets` when there are two already.',
    body: z.strictObject({ id: Id }),
    reply: z.object({ secret: z.string(), identity: Identity }),
  },
  'DELETE /api/identity/secrets/:id': {
    for: 'operator',
    needs: 'team:manage',
    says: 'What was signed with it proves nothing any more. What is gone is no error. 409 `last_secret` while proof is demanded.',
    params: z.object({ id: Id }),
    reply,
  },
} as const
