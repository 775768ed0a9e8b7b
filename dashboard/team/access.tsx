import type { Access, AgentsLevel, InboxLevel, Role } from '../../protocol/access.ts'
import { Badge } from '../components/badge.tsx'
import { Select } from '../components/select.tsx'

const roles: { value: Role; label: string }[] = [
  { value: 'member', label: 'Member' },
  { value: 'admin', label: 'Admin' },
  { value: 'super_admin', label: 'Super Admin' },
]
const inbox: { value: InboxLevel; label: string }[] = [
  { value: 'none', label: 'Inbox: none' },
  { value: 'view', label: 'Inbox: view' },
  { value: 'reply', label: 'Inbox: reply' },
  { value: 'manage', label: 'Inbox: manage' },
]
const agents: { value: AgentsLevel; label: string }[] = [
  { value: 'none', label: 'Agents: none' },
  { value: 'view', label: 'Agents: view' },
  { value: 'edit', label: 'Agents: edit' },
]

/** Role, and for Members the level in each module. */
export function AccessFields({ access, fixed = false, mayPromote, onChange }: { access: Access; fixed?: boolean; mayPromote: boolean; onChange: (access: Access) => void }) {
  const labelOf = <T extends string>(options: { value: T; label: string }[], value: T) => options.find((option) => option.value === value)!.label
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
      <Select label="Member" value={access.role} options={mayPromote ? roles : roles.slice(0, 2)} onChange={(role) => onChange({ ...access, role })} />
      {limited && <Select label="Inbox: none" value={access.inbox} options={inbox} onChange={(level) => onChange({ ...access, inbox: level })} />}
      {limited && <Select label="Agents: none" value={access.agents} options={agents} onChange={(level) => onChange({ ...access, agents: level })} />}
    </span>
  )
}
