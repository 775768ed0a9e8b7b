import { z } from 'zod'
import { Invalid } from '../../ground/errors.ts'

const email = z.string().max(320)
const password = z.string().max(1000)
const code = z.string().max(100)

/**
 * Of the sign-in library's many routes only these, and of their fields only these: the others would store what nobody has looked at, or let a browser skip the second factor for
 * ever (`trustDevice`).
 */
export const waysIn = {
  'sign-in/email': z.strictObject({ email, password }),
  'sign-out': z.strictObject({}).optional().nullable(),
  'change-password': z.strictObject({
    currentPassword: password,
    newPassword: password,
    revokeOtherSessions: z.literal(true).optional(),
  }),
  'two-factor/enable': z.strictObject({ password }),
  'two-factor/disable': z.strictObject({ password }),
  'two-factor/verify-totp': z.strictObject({ code }),
  'two-factor/verify-backup-code': z.strictObject({ code }),
  'two-factor/generate-backup-codes': z.strictObject({ password }),
}

export type WayIn = keyof typeof waysIn

/** What the library may see of a body; throws what it must not. */
export function bodyOf(way: WayIn, body: unknown): unknown {
  const read = waysIn[way].safeParse(body)
  if (read.success) return read.data
  throw new Invalid(
    'invalid',
    `This is not what ${way} takes: ${z.prettifyError(read.error).replace(/\s+/g, ' ').slice(0, 300)}`,
  )
}
