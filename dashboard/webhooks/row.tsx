import { ChevronRight, Pencil, Trash2 } from 'lucide-react'
import { useState } from 'react'
import type { Webhook } from '../../protocol/programs/webhooks.ts'
import { Badge, type Tone } from '../components/badge.tsx'
import { Button, IconButton } from '../components/button.tsx'
import { Switch } from '../components/switch.tsx'
import { clockTime, dayOrTime } from '../components/time.tsx'
import { showToast } from '../components/toast.tsx'
import { call, messageOf } from '../session/session.ts'
import { texts } from '../texts.ts'
import { Deliveries } from './deliveries.tsx'

export function WebhookRow({
  webhook,
  onEdit,
  onRemove,
  onChanged,
}: {
  webhook: Webhook
  onEdit: () => void
  onRemove: () => void
  onChanged: () => void
}) {
  const [open, setOpen] = useState(false)
  const { id, url, types, active } = webhook
  const attempt = (work: Promise<unknown>) =>
    void work.then(onChanged, (problem) => {
      showToast(messageOf(problem))
      onChanged()
    })
  const { word, tone } = stateOf(webhook)
  return (
    <li className="flex flex-col gap-2 border-b border-line py-3">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <div className="min-w-56 flex-1">
          <p className="flex items-center gap-2 font-medium">
            <span className="wrap-anywhere">{url}</span>
            <Badge tone={tone}>{word}</Badge>
          </p>
          <p className="text-xs text-faint">{types.join(', ')}</p>
        </div>
        <Switch
          label={texts.webhooks.on(url)}
          on={active}
          onChange={(active) =>
            attempt(call('PUT /api/webhooks/:id', { params: { id }, body: { url, types, active } }))
          }
        />
        <IconButton label={texts.webhooks.change(url)} onClick={onEdit}>
          <Pencil size={16} aria-hidden />
        </IconButton>
        <IconButton label={texts.webhooks.remove(url)} onClick={onRemove}>
          <Trash2 size={16} aria-hidden />
        </IconButton>
      </div>
      <Trouble
        webhook={webhook}
        onGoOn={() =>
          attempt(call('POST /api/webhooks/:id/replay', { params: { id }, body: { after: webhook.position } }))
        }
      />
      <Button
        size="small"
        look="quiet"
        className="self-start"
        aria-expanded={open}
        aria-label={texts.webhooks.deliveriesOf(url)}
        onClick={() => setOpen(!open)}
      >
        <ChevronRight size={14} aria-hidden className={open ? 'rotate-90' : ''} />
        {texts.webhooks.deliveries}
      </Button>
      {open && <Deliveries webhook={webhook} onChanged={onChanged} />}
    </li>
  )
}

function Trouble({ webhook, onGoOn }: { webhook: Webhook; onGoOn: () => void }) {
  const { url, stoppedAt, error, nextTryAt } = webhook
  if (!error) return null
  if (stoppedAt === null)
    return (
      <p className="text-xs text-bad">
        {error} {nextTryAt !== null && texts.webhooks.triedAgain(clockTime(nextTryAt))}
      </p>
    )
  return (
    <p role="alert" className="flex flex-wrap items-center gap-3 rounded-md bg-bad-tint px-3 py-2 text-bad">
      <span className="flex-1">{texts.webhooks.givenUpBecause(error, dayOrTime(stoppedAt))}</span>
      <Button size="small" aria-label={texts.webhooks.goOnWith(url)} onClick={onGoOn}>
        {texts.webhooks.goOn}
      </Button>
    </p>
  )
}

function stateOf({ active, stoppedAt, failingSince }: Webhook): { word: string; tone: Tone } {
  if (stoppedAt !== null) return { word: texts.webhooks.givenUp, tone: 'bad' }
  if (!active) return { word: texts.webhooks.off, tone: 'plain' }
  if (failingSince !== null) return { word: texts.webhooks.failing, tone: 'warn' }
  return { word: texts.webhooks.working, tone: 'good' }
}
