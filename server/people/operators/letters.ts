import type { Writer } from '../../mail/postman.ts'
import { findInvite, type Inviting } from './invites.ts'
import { accessOf } from './members.ts'
import { signReset } from './resets.ts'
import { peopleOf } from './tables.ts'

/** What is mailed to those who work here about coming in. Links are signed when they are sent, and kept nowhere. */
export function accountLetters(inviting: Inviting): { invitation: Writer; reset: Writer } {
  return {
    invitation: async (ctx, { id }) => {
      const invite = await findInvite(ctx.db.reads, inviting, id!)
      return (
        invite && {
          subject: `${invite.by.name} invites you to Halo`,
          paragraphs: [
            `${invite.by.name} invites you to work with the team in Halo.`,
            'The link works once, for seven days.',
          ],
          link: { label: 'Accept the invitation', url: invite.link },
          reason: `You get this because ${invite.by.name} wrote your address into an invitation. Whoever does nothing joins nothing.`,
        }
      )
    },
    reset: async (ctx, { id: named, by, until }, { recipient }) => {
      if (Number(until) < Date.now()) return null
      const id = named ?? (await idOf(ctx.db.reads, recipient))
      if (!id || !(await accessOf(ctx.db.reads, id))) return null
      const url = await signReset(ctx.db.reads, inviting, { id, by: by ?? id, until: Number(until) })
      return {
        subject: 'Choose another password for Halo',
        paragraphs: [
          by
            ? 'An Admin of your team made this link for you, by which you choose another password.'
            : 'Somebody, you we hope, asked for a link by which you choose another password.',
          `It works once, for ${by ? 'a day' : 'an hour'}. Nothing changes until it is used; then you are signed out everywhere.`,
        ],
        link: { label: 'Choose another password', url },
        reason: 'Whoever did not ask for it can leave it alone: the password stays as it is.',
      }
    },
  }
}

async function idOf(db: Parameters<typeof peopleOf>[0], email: string): Promise<string | null> {
  const row = await peopleOf(db).selectFrom('operators').select('id').where('email', '=', email).executeTakeFirst()
  return row?.id ?? null
}
