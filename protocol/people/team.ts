import { z } from 'zod'
import { Password } from './password.ts'
import { agentsLevels, inboxLevels, roles } from '../access.ts'
import { Id, Person, Time, Words } from '../entities.ts'

export const Access = z.object({ role: z.enum(roles), inbox: z.enum(inboxLevels), agents: z.enum(agentsLevels) })

/** An operator as the team screen shows them. */
export const Member = Person.extend({
  email: z.string(),
  access: Access,
  twoFactor: z.boolean(),
  joinedAt: Time,
  seenAt: Time.nullable(),
  /** Null while they are on duty. */
  awaySince: Time.nullable(),
})
export type Member = z.infer<typeof Member>

/** A way in for one person, good once and for seven days. `link` can be sent again until it was used. */
export const Invite = z.object({
  id: Id,
  email: z.string(),
  access: Access,
  by: Person,
  at: Time,
  expiresAt: Time,
  link: z.string(),
})
export type Invite = z.infer<typeof Invite>

/** One browser in which the caller is signed in. */
export const OperatorSession = z.object({
  id: z.string(),
  current: z.boolean(),
  startedAt: Time,
  seenAt: Time,
  address: z.string().nullable(),
  browser: z.string().nullable(),
})
export type OperatorSession = z.infer<typeof OperatorSession>

const OperatorParams = z.object({ id: Words.max(100) })
const Done = z.object({ ok: z.literal(true) })

const Policy = z.strictObject({ secondFactor: z.boolean() })

export const teamApi = {
  'GET /api/team': {
    for: 'operator',
    needs: 'own',
    says: 'Who works here, and who was invited. Invitations are shown to those who may invite.',
    reply: z.object({ members: z.array(Member), invites: z.array(Invite) }),
  },
  'GET /api/team/policy': {
    for: 'operator',
    needs: 'team:manage',
    says: 'What is demanded of everybody who works here.',
    reply: Policy,
  },
  'PUT /api/team/policy': {
    for: 'operator',
    needs: 'team:manage',
    says: 'Demand a second factor of everybody. Whoever has none reaches nothing but their own account until they have one. 409 `own_factor` for somebody who has none themselves.',
    body: Policy,
    reply: Policy,
  },
  'POST /api/team/invites': {
    for: 'operator',
    needs: 'team:manage',
    says: 'Invite a person: the link is good once and for seven days. `mailed`: it goes to them by mail; otherwise it has to be handed to them. The same id again is the same invitation. Only a Super Admin invites a Super Admin. 409 `taken` when the person is here already.',
    body: z.strictObject({ id: Id, email: z.email(), access: Access }),
    reply: z.object({ invite: Invite, mailed: z.boolean() }),
  },
  'DELETE /api/invites/:id': {
    for: 'operator',
    needs: 'team:manage',
    says: 'Take an invitation back. What is gone is no error.',
    params: z.object({ id: Id }),
    reply: Done,
  },
  'PATCH /api/team/:id': {
    for: 'operator',
    needs: 'team:manage',
    says: 'Change what an operator may do. Holds within five seconds. 409 `last_super_admin` when nobody would be left to run this Halo; 403 when an Admin touches a Super Admin.',
    params: OperatorParams,
    body: z.strictObject({ access: Access }),
    reply: z.object({ member: Member }),
  },
  'DELETE /api/team/:id': {
    for: 'operator',
    needs: 'team:manage',
    says: 'Remove an operator: signed out everywhere at once; what they did stays under their name. 409 `last_super_admin`.',
    params: OperatorParams,
    reply: Done,
  },
  'POST /api/team/:id/reset-link': {
    for: 'operator',
    needs: 'team:manage',
    says: 'A link by which an operator who forgot their password chooses another. Good once and for a day; it signs them out everywhere and leaves their second factor as it is. `mailed`: it goes to them by mail, too. 403 when an Admin asks for that of a Super Admin.',
    params: OperatorParams,
    reply: z.object({ link: z.string(), expiresAt: Time, mailed: z.boolean() }),
  },
  'POST /api/resets': {
    for: 'anyone',
    says: 'Ask for such a link by mail, good for an hour. The answer is the same whether anybody has the address; `mailed` is false where this Halo sends no mail: then an Admin hands the link over.',
    body: z.strictObject({ email: z.email().max(254) }),
    reply: z.object({ mailed: z.boolean() }),
  },
  'POST /api/resets/:id': {
    for: 'anyone',
    says: 'Choose another password by such a link. 403 `wrong_link` when it was used, or is older than a day.',
    params: OperatorParams,
    body: z.strictObject({ until: Time, token: z.string().max(200), password: Password }),
    reply: Done,
  },
  'GET /api/invites/:id': {
    for: 'anyone',
    says: 'Whom an invitation is for. 403 `wrong_link` when it was used, taken back, or is too old.',
    params: z.object({ id: Id }),
    query: z.object({ token: z.string().max(200) }),
    reply: z.object({ email: z.string(), by: Person }),
  },
  'POST /api/invites/:id': {
    for: 'anyone',
    says: 'Accept an invitation: choose name and password, and be signed in.',
    params: z.object({ id: Id }),
    body: z.strictObject({ token: z.string().max(200), name: Words.trim().min(1).max(200), password: Password }),
    reply: z.object({ operator: Person }),
  },
  'GET /api/sessions': {
    for: 'operator',
    needs: 'own',
    says: 'Where the caller is signed in, the latest first.',
    reply: z.object({ sessions: z.array(OperatorSession) }),
  },
  'DELETE /api/sessions/:id': {
    for: 'operator',
    needs: 'own',
    says: "Sign one of the caller's own browsers out.",
    params: OperatorParams,
    reply: Done,
  },
  'DELETE /api/team/:id/sessions': {
    for: 'operator',
    needs: 'team:manage',
    says: 'Sign an operator out everywhere.',
    params: OperatorParams,
    reply: Done,
  },
} as const
