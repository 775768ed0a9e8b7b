import { z } from 'zod'
import { Id, Time, Words } from '../basics.ts'

/** The server that mail goes out by, and what could not be sent. The password goes in and never comes out. */

/** `tls` from the first byte (usually port 465), `starttls` demanded before anything is said (587), or `none` inside one's own network. */
export const mailSecurities = ['tls', 'starttls', 'none'] as const

const oneLine = /^[^\p{Cc}]*$/u

export const MailServer = z.strictObject({
  host: Words.trim()
    .min(1)
    .max(253)
    .regex(/^[A-Za-z0-9._:-]+$/, 'Write the name of a server, such as smtp.example.com, without a protocol'),
  port: z.int().min(1).max(65_535),
  security: z.enum(mailSecurities),
  user: Words.max(320).regex(oneLine).nullable(),
  /** What stands as the sender. */
  from: z.email().max(254),
  fromName: Words.trim().max(100).regex(oneLine, 'A name has one line'),
})
export type MailServer = z.infer<typeof MailServer>

export const MailServerInput = MailServer.extend({
  /** Left out: the one that is kept. Null: none. */
  password: z.string().max(4000).regex(oneLine).nullable().optional(),
})
export type MailServerInput = z.infer<typeof MailServerInput>

export const MailSettings = z.object({
  server: MailServer.nullable(),
  hasPassword: z.boolean(),
  /** Set by environment variables, which win. */
  fromEnvironment: z.boolean(),
})
export type MailSettings = z.infer<typeof MailSettings>

const mailKinds = ['invitation', 'reset', 'mention', 'assignment'] as const
export type MailKind = (typeof mailKinds)[number]

/** A mail that did not go out: it waits to be tried again, or was given up on. What it would say is made when it is sent, and kept nowhere. */
export const FailedMail = z.object({
  id: Id,
  kind: z.enum(mailKinds),
  to: z.string(),
  attempts: z.int(),
  error: z.string(),
  /** When it is tried again; null when it was given up on. */
  nextAt: Time.nullable(),
  at: Time,
})
export type FailedMail = z.infer<typeof FailedMail>

/** What somebody who works here hears of by mail. */
export const MailWishes = z.strictObject({ mention: z.boolean(), assignment: z.boolean() })
export type MailWishes = z.infer<typeof MailWishes>

const ById = z.object({ id: Id })
const Done = z.object({ ok: z.literal(true) })

export const mailApi = {
  'GET /api/mail': {
    for: 'operator',
    needs: 'team:manage',
    says: 'The server that mail goes out by, without its password.',
    reply: MailSettings,
  },
  'PUT /api/mail': {
    for: 'operator',
    needs: 'team:manage',
    says: 'Set the server up that mail goes out by. A password that is left out stays as it is, unless the server is another: 400 `password_again`. A server that is not of the public internet is used only where HALO_FETCH_PRIVATE allows it. 409 `from_environment` where environment variables say which one it is.',
    body: MailServerInput,
    reply: MailSettings,
  },
  'DELETE /api/mail': {
    for: 'operator',
    needs: 'team:manage',
    says: 'Send no mail any more. What waits to be sent goes, too.',
    reply: MailSettings,
  },
  'POST /api/mail/test': {
    for: 'operator',
    needs: 'team:manage',
    says: 'Send a test to the caller’s own address now, and say how it went. 409 `not_sent` with the reason, in the words of the server.',
    reply: z.object({ to: z.string() }),
  },
  'GET /api/me/mail': {
    for: 'operator',
    needs: 'own',
    says: 'What the caller hears of by mail. `isOn`: whether this Halo sends mail at all.',
    reply: z.object({ wishes: MailWishes, isOn: z.boolean() }),
  },
  'PUT /api/me/mail': {
    for: 'operator',
    needs: 'own',
    says: 'Choose what to hear of by mail: notes that mention the caller, tickets that somebody else gave them. Either is mailed after a minute, unless it was looked at.',
    body: MailWishes,
    reply: z.object({ wishes: MailWishes }),
  },
  'GET /api/mail/failures': {
    for: 'operator',
    needs: 'team:manage',
    says: 'Mails that did not go out so far, and why, the latest first, at most 200.',
    reply: z.object({ mails: z.array(FailedMail) }),
  },
  'POST /api/mail/failures/:id/again': {
    for: 'operator',
    needs: 'team:manage',
    says: 'Send it again.',
    params: ById,
    reply: Done,
  },
  'DELETE /api/mail/failures/:id': {
    for: 'operator',
    needs: 'team:manage',
    says: 'Give it up. What is gone is no error.',
    params: ById,
    reply: Done,
  },
} as const
