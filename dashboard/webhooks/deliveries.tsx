import { useEffect, useState, type FormEvent } from 'react'
import type { Webhook, WebhookDelivery } from '../../protocol/programs/webhooks.ts'
import { Badge, type Tone } from '../components/badge.tsx'
import { Button } from '../components/button.tsx'
import { ErrorMessage } from '../components/empty.tsx'
import { Field } from '../components/field.tsx'
import { Age } from '../components/time.tsx'
import { showToast } from '../components/toast.tsx'
import { call, messageOf } from '../session/session.ts'
import { useLoad } from '../session/use.ts'
import { texts } from '../texts.ts'

const lookAgainMs = 5_000
const tones: Record<WebhookDelivery['state'], Tone> = { delivered: 'good', waiting: 'warn', given_up: 'bad' }

/** What became of what it was told of: what was given up on apart, and above it. Read again while it is looked at. */
export function Deliveries({ webhook, onChanged }: { webhook: Webhook; onChanged: () => void }) {
  const { id, url } = webhook
  const { value, error, reload } = useLoad(`deliveries ${id}`, () =>
    call('GET /api/webhooks/:id/deliveries', { params: { id } }),
  )
  useEffect(() => {
    const timer = setInterval(() => {
      reload()
      onChanged()
    }, lookAgainMs)
    return () => clearInterval(timer)
  }, [reload, onChanged])
  const again = (position: number) =>
    void call('POST /api/webhooks/:id/deliveries/:position/again', {
      params: { id, position: String(position) },
    }).then(
      () => {
        showToast(texts.webhooks.sentAgain)
        reload()
      },
      (problem) => showToast(messageOf(problem)),
    )
  if (error) return <ErrorMessage reload={reload}>{error}</ErrorMessage>
  if (!value) return null
  const dead = value.deliveries.filter(({ state }) => state === 'given_up')
  const others = value.deliveries.filter(({ state }) => state !== 'given_up')
  return (
    <div className="flex flex-col gap-3 ps-5">
      {dead.length > 0 && <List name={texts.webhooks.deadLettersOf(url)} deliveries={dead} again={again} shown />}
      {!value.deliveries.length && <p className="text-soft">{texts.webhooks.nothingYet}</p>}
      {others.length > 0 && <List name={texts.webhooks.deliveriesOf(url)} deliveries={others} again={again} />}
      <Replay
        id={id}
        onDone={() => {
          onChanged()
          reload()
        }}
      />
    </div>
  )
}

function List({
  name,
  deliveries,
  again,
  shown = false,
}: {
  name: string
  deliveries: WebhookDelivery[]
  again: (position: number) => void
  shown?: boolean
}) {
  return (
    <div>
      {shown && <h3 className="mb-1 font-medium text-bad">{texts.webhooks.deadLetters}</h3>}
      <ul aria-label={name} className="max-h-80 overflow-y-auto border-t border-line">
        {deliveries.map(({ position, type, at, state, attempts, error }) => (
          <li key={position} className="flex min-h-9 flex-wrap items-center gap-x-3 border-b border-line py-1">
            <span className="min-w-56 flex-1">
              {type} <span className="text-faint tabular-nums">{position}</span>
              {error && <span className="block text-xs text-bad">{error}</span>}
            </span>
            <Badge tone={tones[state]}>{texts.webhooks[state]}</Badge>
            <span className="text-xs text-faint">{texts.webhooks.attempts(attempts)}</span>
            <Age since={at} className="w-10 text-end text-xs text-faint" />
            <Button
              size="small"
              aria-label={texts.webhooks.sendAgainOf(type, position)}
              onClick={() => again(position)}
            >
              {texts.webhooks.sendAgain}
            </Button>
          </li>
        ))}
      </ul>
    </div>
  )
}

function Replay({ id, onDone }: { id: string; onDone: () => void }) {
  const [busy, setBusy] = useState(false)
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const since = new Date(String(new FormData(event.currentTarget).get('since'))).getTime()
    setBusy(true)
    try {
      await call('POST /api/webhooks/:id/replay', { params: { id }, body: { since } })
      showToast(texts.webhooks.replaying)
      onDone()
    } catch (problem) {
      showToast(messageOf(problem))
    }
    setBusy(false)
  }
  return (
    <form onSubmit={submit} className="flex flex-wrap items-end gap-3">
      <Field label={texts.webhooks.replayFrom} name="since" type="datetime-local" required />
      <Button type="submit" size="small" disabled={busy} className="mb-1.5">
        {texts.webhooks.replay}
      </Button>
    </form>
  )
}
