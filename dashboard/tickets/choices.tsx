import { ChevronDown, Clock3 } from 'lucide-react'
import type { Ticket, TicketStatus } from '../../protocol/entities.ts'
import { Avatar } from '../components/avatar.tsx'
import { Button } from '../components/button.tsx'
import { Menu, MenuItem, MenuLine } from '../components/menu.tsx'
import { useMe } from '../session/use.ts'
import { changeTickets } from './change.ts'
import { statusNames } from './names.ts'
import { useMembers } from './team.ts'

const whole = (tickets: Ticket[]) => (tickets.length === 1 ? `#${tickets[0]!.number}` : `${tickets.length} tickets`)

/** The status of one ticket, or of all that are chosen. */
export function StatusMenu({ tickets, label }: { tickets: Ticket[]; label: string }) {
  const set = (status: TicketStatus, until: number | null = null, more = '') =>
    void changeTickets(tickets, { status, ...(status === 'snoozed' && { until }) }, `${whole(tickets)} ${status === 'snoozed' ? `snoozed${more}` : `set to ${statusNames[status]}`}`)
  return (
    <Menu
      trigger={
        <Button size="small" aria-label={`Status: ${label}`}>
          {label} <ChevronDown size={12} aria-hidden />
        </Button>
      }
    >
      {(Object.keys(statusNames) as TicketStatus[]).filter((status) => status !== 'snoozed').map((status) => (
        <MenuItem key={status} onChoose={() => set(status)}>
          {statusNames[status]}
        </MenuItem>
      ))}
      <MenuLine />
      {snoozes().map(({ says, until }) => (
        <MenuItem key={says} icon={<Clock3 size={13} aria-hidden />} onChoose={() => set('snoozed', until, says)}>
          Snooze{says}
        </MenuItem>
      ))}
    </Menu>
  )
}

/** A reply of the visitor wakes it in any case. */
function snoozes(): { says: string; until: number | null }[] {
  const at = (days: number, hour: number) => {
    const day = new Date()
    day.setDate(day.getDate() + days)
    return day.setHours(hour, 0, 0, 0)
  }
  const toMonday = (8 - new Date().getDay()) % 7 || 7
  return [
    { says: ' until a reply', until: null },
    { says: ' for an hour', until: Date.now() + 3_600_000 },
    { says: ' until tomorrow, 9:00', until: at(1, 9) },
    { says: ' until Monday, 9:00', until: at(toMonday, 9) },
  ]
}

export function AssigneeMenu({ tickets, label }: { tickets: Ticket[]; label: string }) {
  const me = useMe().operator.id
  const people = useMembers()
  const assign = (assigneeId: string | null, name: string) => void changeTickets(tickets, { assigneeId }, `${whole(tickets)} assigned to ${name}`)
  const inOrder = [...people.filter(({ id }) => id === me), ...people.filter(({ id }) => id !== me)]
  return (
    <Menu
      trigger={
        <Button size="small" aria-label={`Assignee: ${label}`}>
          {label} <ChevronDown size={12} aria-hidden />
        </Button>
      }
    >
      {inOrder.map((person) => (
        <MenuItem key={person.id} icon={<Avatar person={person} size={16} label={false} />} onChoose={() => assign(person.id, person.id === me ? 'you' : person.name)}>
          {person.id === me ? `${person.name} (you)` : person.name}
        </MenuItem>
      ))}
      <MenuLine />
      <MenuItem onChoose={() => assign(null, 'nobody')}>Nobody</MenuItem>
    </Menu>
  )
}
