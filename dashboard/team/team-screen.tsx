import { Plus, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { allows, type Access } from '../../protocol/access.ts'
import type { Invite, Member } from '../../protocol/people/team.ts'
import { Avatar } from '../components/avatar.tsx'
import { Badge } from '../components/badge.tsx'
import { Button, IconButton } from '../components/button.tsx'
import { CopyButton } from '../components/copy.tsx'
import { ErrorMessage } from '../components/empty.tsx'
import { Age } from '../components/time.tsx'
import { call, me, messageOf } from '../session/session.ts'
import { useLoad, useStore } from '../session/use.ts'
import { Page } from '../shell/screen.tsx'
import { runUnlessUndone, showToast } from '../components/toast.tsx'
import { texts } from '../texts.ts'
import { AccessFields } from './access.tsx'
import { FactorPolicy } from './factor-policy.tsx'
import { InviteDialog } from './invite.tsx'
import { ResetLink } from './reset.tsx'

export function TeamScreen() {
  const own = useStore(me)?.operator
  const { value, error, reload } = useLoad('team', () => call('GET /api/team'))
  const [inviting, setInviting] = useState(false)
  const [removing, setRemoving] = useState<ReadonlySet<string>>(new Set())
  const mayManage = own ? allows(own.access, 'team:manage') : false

  const later = (id: string, says: string, act: () => Promise<unknown>) => {
    const back = () => setRemoving((before) => new Set([...before].filter((each) => each !== id)))
    setRemoving((before) => new Set(before).add(id))
    runUnlessUndone(
      says,
      () =>
        void act().then(reload, (problem) => {
          back()
          showToast(messageOf(problem))
        }),
      back,
    )
  }
  const change = async (member: Member, access: Access) => {
    const give = (given: Access) =>
      call('PATCH /api/team/:id', { params: { id: member.id }, body: { access: given } })
    try {
      await give(access)
      runUnlessUndone(
        texts.team.accessOfChanged(member.name),
        () => {},
        () => void give(member.access).then(reload, (problem) => showToast(messageOf(problem))),
      )
    } catch (problem) {
      showToast(messageOf(problem))
    }
    reload()
  }

  return (
    <Page
      name={texts.team.team}
      action={
        mayManage && (
          <Button size="small" onClick={() => setInviting(true)}>
            <Plus size={14} aria-hidden />
            {texts.team.invite}
          </Button>
        )
      }
    >
      {error && <ErrorMessage reload={reload}>{error}</ErrorMessage>}
      {value && (
        <div className="mx-auto flex max-w-240 flex-col gap-6 p-4">
          <ul aria-label={texts.team.members} className="border-t border-line">
            {value.members
              .filter(({ id }) => !removing.has(id))
              .map((member) => (
                <MemberRow
                  key={member.id}
                  member={member}
                  own={member.id === own?.id}
                  mayManage={
                    mayManage && (own?.access.role === 'super_admin' || member.access.role !== 'super_admin')
                  }
                  mayPromote={own?.access.role === 'super_admin'}
                  onChange={(access) => void change(member, access)}
                  onRemove={() =>
                    later(member.id, texts.team.removed(member.name), () =>
                      call('DELETE /api/team/:id', { params: { id: member.id }, keepalive: true }),
                    )
                  }
                />
              ))}
          </ul>
          {mayManage && <FactorPolicy />}
          {value.invites.length > 0 && (
            <section>
              <h2 className="mb-2 font-semibold">{texts.team.invited}</h2>
              <ul aria-label={texts.team.invited} className="border-t border-line">
                {value.invites
                  .filter(({ id }) => !removing.has(id))
                  .map((invite) => (
                    <InviteRow
                      key={invite.id}
                      invite={invite}
                      onRemove={() =>
                        later(invite.id, texts.team.invitationForTakenBack(invite.email), () =>
                          call('DELETE /api/invites/:id', { params: { id: invite.id }, keepalive: true }),
                        )
                      }
                    />
                  ))}
              </ul>
            </section>
          )}
        </div>
      )}
      <InviteDialog
        open={inviting}
        mayPromote={own?.access.role === 'super_admin'}
        onClose={() => setInviting(false)}
        onInvited={reload}
      />
    </Page>
  )
}

interface RowProps {
  member: Member
  own: boolean
  mayManage: boolean
  mayPromote: boolean
  onChange: (access: Access) => void
  onRemove: () => void
}

function MemberRow({ member, own, mayManage, mayPromote, onChange, onRemove }: RowProps) {
  return (
    <li className="flex min-h-13 flex-wrap items-center gap-x-3 gap-y-1 border-b border-line py-2">
      <Avatar person={member} label={false} />
      <span className="flex min-w-48 flex-1 flex-col">
        <span className="flex items-center gap-2 font-medium">
          <span className="truncate">{member.name}</span>
          {own && <Badge>{texts.team.you}</Badge>}
          {member.awaySince !== null && <Badge>{texts.team.away}</Badge>}
          {member.twoFactor && <Badge tone="good">{texts.team.twoFactor}</Badge>}
        </span>
        <span className="truncate text-xs text-faint">{member.email}</span>
      </span>
      <span className="text-xs text-faint">
        {member.seenAt ? (
          <>
            {texts.team.seen} <Age since={member.seenAt} />
          </>
        ) : (
          texts.team.neverSignedIn
        )}
      </span>
      <AccessFields access={member.access} fixed={!mayManage} mayPromote={mayPromote} onChange={onChange} />
      {mayManage && !own ? (
        <span className="flex">
          <ResetLink member={member} />
          <IconButton label={texts.team.remove(member.name)} onClick={onRemove}>
            <Trash2 size={16} aria-hidden />
          </IconButton>
        </span>
      ) : (
        <span className="w-16" />
      )}
    </li>
  )
}

function InviteRow({ invite, onRemove }: { invite: Invite; onRemove: () => void }) {
  return (
    <li className="flex min-h-11 flex-wrap items-center gap-3 border-b border-line py-2">
      <span className="min-w-48 flex-1 truncate font-medium">{invite.email}</span>
      <span className="text-xs text-faint">
        {texts.team.by(invite.by.name)} <Age since={invite.at} />
      </span>
      <CopyButton text={invite.link} label={texts.team.copyLink} />
      <IconButton label={texts.team.takeBackTheInvitation(invite.email)} onClick={onRemove}>
        <Trash2 size={16} aria-hidden />
      </IconButton>
    </li>
  )
}
