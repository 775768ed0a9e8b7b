import { KeyRound } from 'lucide-react'
import { useState } from 'react'
import type { Member } from '../../protocol/people/team.ts'
import { IconButton } from '../components/button.tsx'
import { CopyButton } from '../components/copy.tsx'
import { Dialog } from '../components/dialog.tsx'
import { call, messageOf } from '../session/session.ts'
import { showToast } from '../components/toast.tsx'
import { texts } from '../texts.ts'

/** For somebody who forgot their password. The link is mailed where there is a server for it; otherwise whoever asks for it hands it over. */
export function ResetLink({ member }: { member: Member }) {
  const [made, setMade] = useState<{ link: string; mailed: boolean } | null>(null)
  const ask = () =>
    call('POST /api/team/:id/reset-link', { params: { id: member.id } }).then(setMade, (problem) =>
      showToast(messageOf(problem)),
    )
  return (
    <>
      <IconButton label={texts.team.newPasswordFor(member.name)} onClick={() => void ask()}>
        <KeyRound size={16} aria-hidden />
      </IconButton>
      <Dialog open={made !== null} onClose={() => setMade(null)} title={texts.team.newPasswordFor(member.name)}>
        <div className="flex flex-col gap-4 p-4">
          <p className="text-soft">
            {made?.mailed
              ? texts.team.linkMailed(member.email, member.name)
              : texts.team.sendThisLinkToEmailName(member.email, member.name)}
          </p>
          <code className="rounded-md bg-sunken p-3 text-xs break-all">{made?.link}</code>
          <CopyButton text={made?.link ?? ''} label={texts.team.copyLink} />
        </div>
      </Dialog>
    </>
  )
}
