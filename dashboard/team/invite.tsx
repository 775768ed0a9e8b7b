import { useRef, useState, type FormEvent } from 'react'
import { newId } from '../../client/id.ts'
import type { Access } from '../../protocol/access.ts'
import type { Invite } from '../../protocol/people/team.ts'
import { Button } from '../components/button.tsx'
import { CopyButton } from '../components/copy.tsx'
import { Dialog } from '../components/dialog.tsx'
import { Field } from '../components/field.tsx'
import { call, messageOf } from '../session/session.ts'
import { texts } from '../texts.ts'
import { AccessFields } from './access.tsx'

const usual: Access = { role: 'member', inbox: 'reply', agents: 'view' }

/** The link is mailed where there is a server for it; otherwise whoever invites hands it over. */
export function InviteDialog({
  open,
  mayPromote,
  onClose,
  onInvited,
}: {
  open: boolean
  mayPromote: boolean
  onClose: () => void
  onInvited: () => void
}) {
  const [access, setAccess] = useState(usual)
  const [invited, setInvited] = useState<{ invite: Invite; mailed: boolean } | null>(null)
  const [error, setError] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const id = useRef(newId())

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    setBusy(true)
    try {
      const reply = await call('POST /api/team/invites', {
        body: { id: id.current, email: String(new FormData(event.currentTarget).get('email')).trim(), access },
      })
      setInvited(reply)
      setError(null)
      onInvited()
    } catch (problem) {
      setError(messageOf(problem))
    }
    id.current = newId()
    setBusy(false)
  }
  const close = () => {
    setInvited(null)
    setAccess(usual)
    onClose()
  }

  return (
    <Dialog open={open} onClose={close} title={texts.team.inviteToTheTeam}>
      {invited ? (
        <div className="flex flex-col gap-4 p-4">
          <p className="text-soft">
            {invited.mailed
              ? texts.team.invitationMailed(invited.invite.email)
              : texts.team.sendThisLinkTo(invited.invite.email)}
          </p>
          <code className="rounded-md bg-sunken p-3 text-xs break-all">{invited.invite.link}</code>
          <CopyButton text={invited.invite.link} label={texts.team.copyLink} />
        </div>
      ) : (
        <form onSubmit={submit} className="flex flex-col gap-4 p-4">
          <Field label={texts.team.eMail} name="email" type="email" required autoFocus error={error} />
          <div className="flex flex-col gap-1">
            <span className="font-medium">{texts.team.may}</span>
            <AccessFields access={access} mayPromote={mayPromote} onChange={setAccess} />
            <p className="text-xs text-faint">{texts.team.viewWatchesReplyWhispers}</p>
          </div>
          <Button type="submit" look="solid" className="self-end" disabled={busy}>
            {busy ? texts.team.inviting : texts.team.invite}
          </Button>
        </form>
      )}
    </Dialog>
  )
}
