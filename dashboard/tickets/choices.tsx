import { ChevronDown, Clock3 } from 'lucide-react'
import type { Ticket, TicketStatus } from '../../protocol/entities.ts'
import { Avatar } from '../components/avatar.tsx'
import { Button } from '../components/button.tsx'
import { Menu, MenuItem, MenuLine } from '../components/menu.tsx'
import { useMe } from '../session/use.ts'
import { texts } from '../texts.ts'
import { changeTickets } from './change.ts'
import { statusNames } from '../components/ticket-names.ts'
import { useMembers, type Teammate } from '../session/team.ts'

const whole = (tickets: Ticket[]) =>
  tickets.length === 1 ? `#${tickets[0]!.number}` : texts.tickets.ticketsTickets(tickets.length)

/** The status of one ticket, or of all that are chosen. */
export function StatusMenu({ tickets, label }: { tickets: Ticket[]; label: string }) {
  const set = (status: TicketStatus, until: number | null = null, more = '') =>
    void changeTickets(
      tickets,
      { status, ...(status === 'snoozed' && { until }) },
      `${whole(tickets)} ${status === 'snoozed' ? texts.tickets.snoozedMore(more) : texts.tickets.setTo(statusNames[status])}`,
    )
  return (
    <Menu
      trigger={
        <Button size="small" aria-label={texts.tickets.statusLabel(label)}>
          {label} <ChevronDown size={12} aria-hidden />
        </Button>
      }
    >
      {(Object.keys(statusNames) as TicketStatus[])
        .filter((status) => status !== 'snoozed')
        .map((status) => (
          <MenuItem key={status} onChoose={() => set(status)}>
            {statusNames[status]}
          </MenuItem>
        ))}
      <MenuLine />
      {snoozes().map(({ says, until }) => (
        <MenuItem key={says} icon={<Clock3 size={13} aria-hidden />} onChoose={() => set('snoozed', until, says)}>
          {texts.tickets.snooze(says)}
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
    { says: texts.tickets.untilAReply, until: null },
    { says: texts.tickets.forAnHour, until: Date.now() + 3_600_000 },
    { says: texts.tickets.untilTomorrow900, until: at(1, 9) },
    { says: texts.tickets.untilMonday900, until: at(toMonday, 9) },
  ]
}

function labelOf({ id, name, awaySince }: Teammate, me: string): string {
  if (id === me) return `${name} (you)`
  return awaySince === null ? name : texts.tickets.whoIsAway(name)
}

export function AssigneeMenu({ tickets, label }: { tickets: Ticket[]; label: string }) {
  const me = useMe().operator.id
  const people = useMembers()
  const assign = (assigneeId: string | null, name: string) =>
    void changeTickets(tickets, { assigneeId }, texts.tickets.assignedTo(whole(tickets), name))
  const inOrder = [...people.filter(({ id }) => id === me), ...people.filter(({ id }) => id !== me)]
  return (
    <Menu
      trigger={
        <Button size="small" aria-label={texts.tickets.assignee(label)}>
          {label} <ChevronDown size={12} aria-hidden />
        </Button>
      }
    >
      {inOrder.map((person) => (
        <MenuItem
          key={person.id}
          icon={<Avatar person={person} size={16} label={false} />}
          onChoose={() => assign(person.id, person.id === me ? 'you' : person.name)}
        >
          {labelOf(person, me)}
        </MenuItem>
      ))}
      <MenuLine />
      <MenuItem onChoose={() => assign(null, 'nobody')}>{texts.tickets.nobody}</MenuItem>
    </Menu>
  )
}
