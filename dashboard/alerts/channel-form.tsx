import { useState, type FormEvent } from 'react'
import { alertKinds, alertMeanings, type AlertKind, type ChannelKind } from '../../protocol/alerts/kinds.ts'
import type { AlertChannel } from '../../protocol/alerts/shapes.ts'
import { Button } from '../components/button.tsx'
import { CopyButton } from '../components/copy.tsx'
import { Dialog } from '../components/dialog.tsx'
import { Field } from '../components/field.tsx'
import { Select } from '../components/select.tsx'
import { Switch } from '../components/switch.tsx'
import { useNow } from '../components/time.tsx'
import { call, messageOf } from '../session/session.ts'
import { showToast } from '../components/toast.tsx'
import { texts } from '../texts.ts'

type Draft = Pick<AlertChannel, 'kind' | 'target' | 'name' | 'on' | 'wishes' | 'quiet' | 'mutedUntil'> & {
  secret: string
}

const kinds: { value: ChannelKind; label: string }[] = [
  { value: 'slack', label: texts.alerts.slackWithABot },
  { value: 'slack_webhook', label: texts.alerts.slackIncomingWebhook },
  { value: 'webhook', label: texts.alerts.webhook },
]
const targets: Record<ChannelKind, { label: string; hint: string }> = {
  slack: { label: texts.alerts.slackChannel, hint: texts.alerts.oneMessageForEach },
  slack_webhook: { label: texts.alerts.addressOfTheWebhook, hint: texts.alerts.itCannotEditWhat },
  webhook: { label: texts.alerts.address, hint: texts.alerts.signedPostsAsStandard },
}
const fresh: Draft = {
  kind: 'slack',
  target: '',
  secret: '',
  name: '',
  on: true,
  quiet: null,
  mutedUntil: null,
  wishes: Object.fromEntries(
    alertKinds.map((kind) => [kind, { on: true, threshold: alertMeanings[kind].usual }]),
  ) as Draft['wishes'],
}

interface FormProps {
  id: string
  channel: AlertChannel | null
  onClose: () => void
  onSaved: () => void
  onRemove: (channel: AlertChannel) => void
}

export function ChannelForm({ id, channel, onClose, onSaved, onRemove }: FormProps) {
  const [draft, setDraft] = useState<Draft>(
    channel ? { ...channel, secret: '', target: channel.kind === 'slack_webhook' ? '' : channel.target } : fresh,
  )
  const [error, setError] = useState<string | null>(null)
  const [made, setMade] = useState<string | null>(null)
  const now = useNow(30_000)
  const muted = draft.mutedUntil !== null && draft.mutedUntil > now
  const set = (change: Partial<Draft>) => setDraft((before) => ({ ...before, ...change }))
  const setWish = (kind: AlertKind, change: Partial<Draft['wishes'][AlertKind]>) =>
    set({ wishes: { ...draft.wishes, [kind]: { ...draft.wishes[kind], ...change } } })

  const save = async (event: FormEvent) => {
    event.preventDefault()
    const { kind, target, secret, name, on, wishes, quiet, mutedUntil } = draft
    try {
      const reply = await call('PUT /api/alert-channels/:id', {
        params: { id },
        body: { kind, target, name, on, wishes, quiet, mutedUntil, ...(secret && { secret }) },
      })
      onSaved()
      if (reply.secret) return setMade(reply.secret)
      onClose()
    } catch (problem) {
      setError(messageOf(problem))
    }
  }
  const test = async () => {
    await call('POST /api/alert-channels/:id/test', { params: { id } }).then(
      () => showToast(texts.alerts.theTestWasDelivered),
      (problem) => setError(messageOf(problem)),
    )
  }

  return (
    <Dialog open onClose={onClose} title={channel ? channel.name : texts.alerts.addAChannel}>
      {made ? (
        <div className="flex flex-col gap-4 p-4">
          <p>{texts.alerts.postsAreSignedWith}</p>
          <code className="rounded-md bg-sunken p-3 text-xs break-all">{made}</code>
          <CopyButton text={made} label={texts.alerts.copyKey} />
        </div>
      ) : (
        <form onSubmit={save} className="flex flex-col gap-4 p-4">
          {!channel && (
            <span>
              <Select
                label={kinds[0]!.label}
                value={draft.kind}
                options={kinds}
                onChange={(kind) => set({ kind })}
              />
            </span>
          )}
          <Field
            label={texts.alerts.name}
            value={draft.name}
            onChange={(event) => set({ name: event.target.value })}
            required
            maxLength={80}
            autoFocus={!channel}
          />
          <Field
            label={targets[draft.kind].label}
            hint={targets[draft.kind].hint}
            value={draft.target}
            onChange={(event) => set({ target: event.target.value })}
            required
            placeholder={draft.kind === 'slack' ? '#support' : 'https://'}
          />
          {draft.kind === 'slack' && (
            <Field
              label={texts.alerts.botToken}
              type="password"
              autoComplete="off"
              value={draft.secret}
              onChange={(event) => set({ secret: event.target.value })}
              required={!channel}
              placeholder={channel ? texts.alerts.keptAsItIs : 'xoxb-'}
            />
          )}
          <Wanted wishes={draft.wishes} onChange={setWish} />
          <Quiet quiet={draft.quiet} onChange={(quiet) => set({ quiet })} />
          <div className="flex flex-wrap gap-4">
            <label className="flex items-center gap-2">
              <Switch label={texts.alerts.on} on={draft.on} onChange={(on) => set({ on })} /> {texts.alerts.on}
            </label>
            {channel && (
              <Button size="small" onClick={() => set({ mutedUntil: muted ? null : Date.now() + 3_600_000 })}>
                {muted ? texts.alerts.unmute : texts.alerts.muteForAnHour}
              </Button>
            )}
          </div>
          {error && (
            <p role="alert" className="text-bad">
              {error}
            </p>
          )}
          <footer className="flex gap-2">
            {channel && (
              <Button look="danger" onClick={() => onRemove(channel)}>
                {texts.alerts.remove}
              </Button>
            )}
            <span className="flex-1" />
            {channel && <Button onClick={() => void test()}>{texts.alerts.sendATest}</Button>}
            <Button type="submit" look="solid">
              {texts.alerts.save}
            </Button>
          </footer>
        </form>
      )}
    </Dialog>
  )
}

function Wanted({
  wishes,
  onChange,
}: {
  wishes: Draft['wishes']
  onChange: (kind: AlertKind, change: { on?: boolean; threshold?: number }) => void
}) {
  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="mb-2 font-medium">{texts.alerts.alerts}</legend>
      {alertKinds.map((kind) => (
        <div key={kind} className="flex min-h-8 flex-wrap items-center gap-3">
          <Switch label={alertMeanings[kind].name} on={wishes[kind].on} onChange={(on) => onChange(kind, { on })} />
          <span className="flex-1" title={alertMeanings[kind].says}>
            {alertMeanings[kind].name}
          </span>
          {alertMeanings[kind].unit && (
            <label className="flex items-center gap-2 text-xs text-soft">
              {texts.alerts.from}
              <input
                type="number"
                min={0}
                max={10_000}
                value={wishes[kind].threshold}
                onChange={(event) =>
                  onChange(kind, { threshold: Math.max(0, Math.round(Number(event.target.value))) })
                }
                className="h-7 w-16 rounded-md border border-line-strong bg-surface px-2 text-ink"
              />
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
    <input
      type="time"
      aria-label={label}
      required
      value={value}
      onChange={(event) => change(event.target.value)}
      className="h-7 rounded-md border border-line-strong bg-surface px-2"
    />
  )
  return (
    <div className="flex min-h-8 flex-wrap items-center gap-3">
      <Switch
        label={texts.alerts.quietHours}
        on={quiet !== null}
        onChange={(on) => onChange(on ? { from: '20:00', to: '08:00', zone } : null)}
      />
      <span>{texts.alerts.quietHours}</span>
      {quiet && (
        <span className="flex items-center gap-2 text-xs text-soft">
          {time(texts.alerts.quietFrom, quiet.from, (from) => onChange({ ...quiet, from }))} {texts.alerts.to}{' '}
          {time(texts.alerts.quietUntil, quiet.to, (to) => onChange({ ...quiet, to }))} {quiet.zone}
        </span>
      )}
    </div>
  )
}
