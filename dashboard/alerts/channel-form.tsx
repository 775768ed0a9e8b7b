import { useState, type FormEvent } from 'react'
import { alertKinds, alertMeanings, type AlertKind, type ChannelKind } from '../../protocol/alert-kinds.ts'
import type { AlertChannel } from '../../protocol/alerts.ts'
import { Button } from '../components/button.tsx'
import { CopyButton } from '../components/copy.tsx'
import { Dialog } from '../components/dialog.tsx'
import { Field } from '../components/field.tsx'
import { Select } from '../components/select.tsx'
import { Switch } from '../components/switch.tsx'
import { useNow } from '../components/time.tsx'
import { call, sentence } from '../session/session.ts'
import { say } from '../shell/undo.tsx'

type Draft = Pick<AlertChannel, 'kind' | 'target' | 'name' | 'on' | 'wishes' | 'quiet' | 'mutedUntil'> & { secret: string }

const kinds: { value: ChannelKind; label: string }[] = [
  { value: 'slack', label: 'Slack, with a bot token' },
  { value: 'slack_webhook', label: 'Slack, incoming webhook' },
  { value: 'webhook', label: 'Webhook' },
]
const targets: Record<ChannelKind, { label: string; hint: string }> = {
  slack: { label: 'Slack channel', hint: 'One message for each incident, edited as it changes. The bot needs chat:write and must be in the channel.' },
  slack_webhook: { label: 'Address of the webhook', hint: 'It cannot edit what it wrote: the beginning and the end are told.' },
  webhook: { label: 'Address', hint: 'Signed posts as Standard Webhooks describes them.' },
}
const fresh: Draft = {
  kind: 'slack', target: '', secret: '', name: '', on: true, quiet: null, mutedUntil: null,
  wishes: Object.fromEntries(alertKinds.map((kind) => [kind, { on: true, threshold: alertMeanings[kind].usual }])) as Draft['wishes'],
}

interface FormProps { id: string; channel: AlertChannel | null; onClose: () => void; onSaved: () => void; onRemove: (channel: AlertChannel) => void }

export function ChannelForm({ id, channel, onClose, onSaved, onRemove }: FormProps) {
  const [draft, setDraft] = useState<Draft>(channel ? { ...channel, secret: '', target: channel.kind === 'slack_webhook' ? '' : channel.target } : fresh)
  const [error, setError] = useState<string | null>(null)
  const [made, setMade] = useState<string | null>(null)
  const now = useNow(30_000)
  const muted = draft.mutedUntil !== null && draft.mutedUntil > now
  const set = (change: Partial<Draft>) => setDraft((before) => ({ ...before, ...change }))
  const setWish = (kind: AlertKind, change: Partial<Draft['wishes'][AlertKind]>) => set({ wishes: { ...draft.wishes, [kind]: { ...draft.wishes[kind], ...change } } })

  const save = async (event: FormEvent) => {
    event.preventDefault()
    const { kind, target, secret, name, on, wishes, quiet, mutedUntil } = draft
    try {
      const reply = await call('PUT /api/alert-channels/:id', { params: { id }, body: { kind, target, name, on, wishes, quiet, mutedUntil, ...(secret && { secret }) } })
      onSaved()
      if (reply.secret) return setMade(reply.secret)
      onClose()
    } catch (problem) {
      setError(sentence(problem))
    }
  }
  const test = async () => {
    await call('POST /api/alert-channels/:id/test', { params: { id } }).then(() => say('The test was delivered.'), (problem) => setError(sentence(problem)))
  }

  return (
    <Dialog open onClose={onClose} title={channel ? channel.name : 'Add a channel'}>
      {made ? (
        <div className="flex flex-col gap-4 p-4">
          <p>Posts are signed with this key. It is shown only now.</p>
          <code className="rounded-md bg-sunken p-3 text-xs break-all">{made}</code>
          <CopyButton text={made} label="Copy key" />
        </div>
      ) : (
        <form onSubmit={save} className="flex flex-col gap-4 p-4">
          {!channel && <span><Select label={kinds[0]!.label} value={draft.kind} options={kinds} onChange={(kind) => set({ kind })} /></span>}
          <Field label="Name" value={draft.name} onChange={(event) => set({ name: event.target.value })} required maxLength={80} autoFocus={!channel} />
          <Field label={targets[draft.kind].label} hint={targets[draft.kind].hint} value={draft.target} onChange={(event) => set({ target: event.target.value })} required placeholder={draft.kind === 'slack' ? '#support' : 'https://'} />
          {draft.kind === 'slack' && <Field label="Bot token" type="password" autoComplete="off" value={draft.secret} onChange={(event) => set({ secret: event.target.value })} required={!channel} placeholder={channel ? 'Kept as it is' : 'xoxb-'} />}
          <Wanted wishes={draft.wishes} onChange={setWish} />
          <Quiet quiet={draft.quiet} onChange={(quiet) => set({ quiet })} />
          <div className="flex flex-wrap gap-4">
            <label className="flex items-center gap-2"><Switch label="On" on={draft.on} onChange={(on) => set({ on })} /> On</label>
            {channel && <Button size="small" onClick={() => set({ mutedUntil: muted ? null : Date.now() + 3_600_000 })}>{muted ? 'Unmute' : 'Mute for an hour'}</Button>}
          </div>
          {error && <p role="alert" className="text-bad">{error}</p>}
          <footer className="flex gap-2">
            {channel && <Button look="danger" onClick={() => onRemove(channel)}>Remove</Button>}
            <span className="flex-1" />
            {channel && <Button onClick={() => void test()}>Send a test</Button>}
            <Button type="submit" look="solid">Save</Button>
          </footer>
        </form>
      )}
    </Dialog>
  )
}

function Wanted({ wishes, onChange }: { wishes: Draft['wishes']; onChange: (kind: AlertKind, change: { on?: boolean; threshold?: number }) => void }) {
  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="mb-2 font-medium">Alerts</legend>
      {alertKinds.map((kind) => (
        <div key={kind} className="flex min-h-8 flex-wrap items-center gap-3">
          <Switch label={alertMeanings[kind].name} on={wishes[kind].on} onChange={(on) => onChange(kind, { on })} />
          <span className="flex-1" title={alertMeanings[kind].says}>{alertMeanings[kind].name}</span>
          {alertMeanings[kind].unit && (
            <label className="flex items-center gap-2 text-xs text-soft">
              from
              <input type="number" min={0} max={10_000} value={wishes[kind].threshold} onChange={(event) => onChange(kind, { threshold: Math.max(0, Math.round(Number(event.target.value))) })} className="h-7 w-16 rounded-md border border-line-strong bg-surface px-2 text-ink" />
              {alertMeanings[kind].unit}
            </label>
          )}
        </div>
      ))}
    </fieldset>
  )
}

function Quiet({ quiet, onChange }: { quiet: Draft['quiet']; onChange: (quiet: Draft['quiet']) => void }) {
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone
  const time = (label: string, value: string, change: (value: string) => void) => (
    <input type="time" aria-label={label} required value={value} onChange={(event) => change(event.target.value)} className="h-7 rounded-md border border-line-strong bg-surface px-2" />
  )
  return (
    <div className="flex min-h-8 flex-wrap items-center gap-3">
      <Switch label="Quiet hours" on={quiet !== null} onChange={(on) => onChange(on ? { from: '20:00', to: '08:00', zone } : null)} />
      <span>Quiet hours</span>
      {quiet && (
        <span className="flex items-center gap-2 text-xs text-soft">
          {time('Quiet from', quiet.from, (from) => onChange({ ...quiet, from }))} to {time('Quiet until', quiet.to, (to) => onChange({ ...quiet, to }))} {quiet.zone}
        </span>
      )}
    </div>
  )
}
