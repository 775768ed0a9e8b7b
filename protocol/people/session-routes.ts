import { z } from 'zod'
import { Person, Time, WebAddress, Words } from '../entities.ts'
import { Picture } from '../basics.ts'
import { Password } from './password.ts'
import { Access } from './team.ts'

/** Routes of the first operator, and of whoever is signed in. Signing in itself is the sign-in library's. */

export const sessionRoutes = {
  'GET /api/setup': {
    for: 'anyone',
    says: 'Whether this Halo still waits for its first operator.',
    reply: z.object({ needed: z.boolean() }),
  },
  'POST /api/setup': {
    for: 'anyone',
    says: 'Create the first operator with the one-time link that the server printed, and sign in.',
    body: z.strictObject({
      token: z.string().max(200),
      name: Words.trim().min(1).max(200),
      email: z.email(),
      password: Password,
      /** For whom the AI answers, and under which name: the first agent introduces itself so. */
      workspace: z
        .strictObject({
          name: Words.trim().min(1).max(100),
          site: WebAddress.nullable(),
          agent: Words.trim().min(1).max(60),
        })
        .optional(),
    }),
    reply: z.object({ operator: Person }),
  },
  'GET /api/me': {
    for: 'operator',
    needs: 'own',
    says: 'Who is signed in.',
    reply: z.object({
      operator: Person.extend({
        email: z.string(),
        access: Access,
        /** The team demands a second factor, and they have none yet: nothing but their own account is open. */
        factorMissing: z.boolean(),
      }),
      /** Null while they are on duty. */
      awaySince: Time.nullable(),
      widgetKey: z.string(),
      /** Whether there is a demo site at /demo. */
      hasDemo: z.boolean(),
      model: z.string(),
      modelFollows: z.string(),
    }),
  },
  'PUT /api/me': {
    for: 'operator',
    needs: 'own',
    says: 'Your own name and picture. Colleagues and visitors see them from the next thing on that you do; what you did stays under the name it had.',
    body: z.strictObject({ name: Words.trim().min(1).max(200), image: Picture.nullable() }),
    reply: z.object({ operator: Person }),
  },
  'PUT /api/me/duty': {
    for: 'operator',
    needs: 'own',
    says: 'Be away, or on duty again. Colleagues see it; whoever waits for an operator who is away is told when to expect an answer, and everybody on duty sees their row.',
    body: z.strictObject({ away: z.boolean() }),
    reply: z.object({ awaySince: Time.nullable() }),
  },
} as const
