import { X } from 'lucide-react'
import { useState, type FormEvent } from 'react'
import type { Ticket } from '../../protocol/entities.ts'
import { Button, IconButton } from '../components/button.tsx'
import { fieldLook } from '../components/field.tsx'
import { Popover } from '../components/popover.tsx'
import { call } from '../session/session.ts'
import { runUnlessUndone } from '../components/toast.tsx'
import { useLoad, useStore } from '../session/use.ts'
import { texts } from '../texts.ts'
import type { Back } from '../transcript/back.ts'
import { useOpenTicket } from './open.ts'
import { changed, editTicket, mergeTicket, unmergeTicket } from './change.ts'
import { statusNames } from '../components/ticket-names.ts'

/** What the team notes down about a ticket, and the other tickets of the same customer. */
export function TicketDetails({ ticket, back }: { ticket: Ticket; back: Back }) {
  const [open, setOpen] = useState(false)
  const count = Object.keys(ticket.fields ?? {}).length
  return (
    <Popover
      title={texts.tickets.ticket(ticket.number)}
      open={open}
      onOpenChange={setOpen}
      trigger={
        <Button size="small" look="quiet">
          {texts.tickets.details}
          {count > 0 && ` (${count})`}
        </Button>
      }
    >
      <div className="flex flex-col gap-4">
        <Fields ticket={ticket} />
        <Same ticket={ticket} back={back} />
      </div>
    </Popover>
  )
}

function Fields({ ticket }: { ticket: Ticket }) {
  const [key, setKey] = useState('')
  const [text, setText] = useState('')
  const fields = Object.entries(ticket.fields ?? {})
  const add = (event: FormEvent) => {
    event.preventDefault()
    void editTicket(ticket, { fields: { [key.trim()]: text.trim() } })
    setKey('')
    setText('')
  }
  const remove = (name: string, value: string) => {
    void editTicket(ticket, { fields: { [name]: '' } })
    runUnlessUndone(
      texts.tickets.removed(name),
      () => {},
      () => void editTicket(ticket, { fields: { [name]: value } }),
    )
  }
  return (
    <section aria-label={texts.tickets.fields}>
      <h3 className="mb-1 text-xs font-medium text-faint">{texts.tickets.fields}</h3>
      <dl className="flex flex-col">
        {fields.map(([name, value]) => (
          <div key={name} className="flex min-h-7 items-center gap-2">
            <dt className="w-28 shrink-0 truncate text-soft">{name}</dt>
            <dd className="min-w-0 flex-1 wrap-anywhere">{value}</dd>
            <dd>
              <IconButton label={texts.tickets.removeName(name)} size="tiny" onClick={() => remove(name, value)}>
                <X size={12} aria-hidden />
              </IconButton>
            </dd>
          </div>
        ))}
      </dl>
      <form onSubmit={add} className="mt-1 flex gap-1.5">
        <input
          aria-label={texts.tickets.nameOfTheField}
          placeholder={texts.tickets.name}
          value={key}
          maxLength={60}
          onChange={(event) => setKey(event.target.value)}
          className={`h-7 ${fieldLook} w-28! shrink-0`}
        />
        <input
          aria-label={texts.tickets.textOfTheField}
          placeholder={texts.tickets.text}
          value={text}
          maxLength={500}
          onChange={(event) => setText(event.target.value)}
          className={`h-7 ${fieldLook} min-w-0`}
        />
        <Button type="submit" size="small" disabled={!key.trim() || !text.trim()}>
          {texts.tickets.add}
        </Button>
      </form>
    </section>
  )
}

function Same({ ticket, back }: { ticket: Ticket; back: Back }) {
  const version = useStore(changed)
  const open = useOpenTicket(back)
  const { value } = useLoad(`${ticket.id} ${version}`, () =>
    call('GET /api/tickets/:id', { params: { id: ticket.id } }),
  )
  const line = (other: Ticket) => (
    <button
      type="button"
      onClick={() => open(other.id)}
      className="min-w-0 flex-1 truncate rounded-sm text-start hover:underline"
    >
      <span className="text-faint tabular-nums">#{other.number}</span> {other.subject}{' '}
      <span className="text-xs text-soft">{statusNames[other.status]}</span>
    </button>
  )
  return (
    <section aria-label={texts.tickets.ofTheSameCustomer}>
      <h3 className="mb-1 text-xs font-medium text-faint">{texts.tickets.ofTheSameCustomer}</h3>
      {value && !value.others.length && !value.merged.length && (
        <p className="text-soft">{texts.tickets.noOtherTicket}</p>
      )}
      <ul className="flex flex-col gap-1">
        {value?.merged.map((other) => (
          <li key={other.id} className="flex items-center gap-2">
            {line(other)}
            <Button size="small" look="quiet" onClick={() => void unmergeTicket(other)}>
              {texts.tickets.takeApart}
            </Button>
          </li>
        ))}
        {value?.others.map((other) => (
          <li key={other.id} className="flex items-center gap-2">
            {line(other)}
            {!ticket.mergedInto && (
              <Button
                size="small"
                onClick={() => void mergeTicket(other, ticket)}
                title={`#${other.number} is a duplicate of #${ticket.number}`}
              >
                {texts.tickets.mergeIn}
              </Button>
            )}
          </li>
        ))}
      </ul>
    </section>
  )
}
