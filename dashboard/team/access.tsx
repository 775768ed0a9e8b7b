import type { Access, AgentsLevel, InboxLevel, Role } from '../../protocol/access.ts'
import { Badge } from '../components/badge.tsx'
import { Select } from '../components/select.tsx'
import { texts } from '../texts.ts'

const roles: { value: Role; label: string }[] = [
  { value: 'member', label: texts.team.member },
  { value: 'admin', label: texts.team.admin },
  { value: 'super_admin', label: texts.team.superAdmin },
]
const inbox: { value: InboxLevel; label: string }[] = [
  { value: 'none', label: texts.team.inboxNone },
  { value: 'view', label: texts.team.inboxView },
  { value: 'reply', label: texts.team.inboxReply },
  { value: 'manage', label: texts.team.inboxManage },
]
const agents: { value: AgentsLevel; label: string }[] = [
  { value: 'none', label: texts.team.agentsNone },
  { value: 'view', label: texts.team.agentsView },
  { value: 'edit', label: texts.team.agentsEdit },
]

/** Role, and for Members the level in each module. */
export function AccessFields({
  access,
  fixed = false,
  mayPromote,
  onChange,
}: {
  access: Access
  fixed?: boolean
  mayPromote: boolean
  onChange: (access: Access) => void
}) {
  const labelOf = <T extends string>(options: { value: T; label: string }[], value: T) =>
    options.find((option) => option.value === value)!.label
  const limited = access.role === 'member'
  if (fixed) {
    return (
      <span className="flex gap-1">
        <Badge>{labelOf(roles, access.role)}</Badge>
        {limited && <Badge>{labelOf(inbox, access.inbox)}</Badge>}
        {limited && <Badge>{labelOf(agents, access.agents)}</Badge>}
      </span>
    )
  }
  return (
    <span className="flex flex-wrap gap-1">
      <Select
        label={texts.team.member}
        value={access.role}
        options={mayPromote ? roles : roles.slice(0, 2)}
        onChange={(role) => onChange({ ...access, role })}
      />
      {limited && (
        <Select
          label={texts.team.inboxNone}
          value={access.inbox}
          options={inbox}
          onChange={(level) => onChange({ ...access, inbox: level })}
        />
      )}
      {limited && (
        <Select
          label={texts.team.agentsNone}
          value={access.agents}
          options={agents}
          onChange={(level) => onChange({ ...access, agents: level })}
        />
      )}
    </span>
  )
}
