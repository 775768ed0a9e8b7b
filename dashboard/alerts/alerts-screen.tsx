import { Plus } from 'lucide-react'
import { useState } from 'react'
import { newId } from '../../client/id.ts'
import { allows } from '../../protocol/access.ts'
import type { AlertChannel } from '../../protocol/alerts/shapes.ts'
import { Badge } from '../components/badge.tsx'
import { Button } from '../components/button.tsx'
import { ErrorMessage } from '../components/empty.tsx'
import { useNow } from '../components/time.tsx'
import { call, messageOf } from '../session/session.ts'
import { useLoad, useMe } from '../session/use.ts'
import { Page } from '../shell/screen.tsx'
import { runUnlessUndone, showToast } from '../components/toast.tsx'
import { texts } from '../texts.ts'
import { Browser } from './browser.tsx'
import { ChannelForm } from './channel-form.tsx'
import { Incidents } from './incidents.tsx'
import { Letters } from './letters.tsx'

export function AlertsScreen() {
  return (
    <Page name={texts.alerts.alerts}>
      <div className="mx-auto max-w-200 p-4">
        <Incidents />
      </div>
    </Page>
  )
}

/** Who is told of them, and where. */
export function AlertSettingsScreen() {
  const { operator } = useMe()
  const mayManage = allows(operator.access, 'team:manage')
  return (
    <Page name={texts.shell.alertSettings}>
      <div className="mx-auto flex max-w-200 flex-col gap-8 p-4">
        <Browser />
        {mayManage && <Channels />}
        {mayManage && <Letters />}
      </div>
    </Page>
  )
}

const kindNames = {
  slack: 'Slack',
  slack_webhook: texts.alerts.slackIncomingWebhook,
  webhook: texts.alerts.webhook,
}

function Channels() {
  const { value, error, reload } = useLoad('channels', () => call('GET /api/alert-channels'))
  const now = useNow(30_000)
  const [open, setOpen] = useState<{ id: string; channel: AlertChannel | null } | null>(null)
  const [removing, setRemoving] = useState<ReadonlySet<string>>(new Set())
  const remove = ({ id, name }: AlertChannel) => {
    setOpen(null)
    const back = () => setRemoving((before) => new Set([...before].filter((each) => each !== id)))
    setRemoving((before) => new Set(before).add(id))
    runUnlessUndone(
      texts.alerts.removed(name),
      () =>
        void call('DELETE /api/alert-channels/:id', { params: { id }, keepalive: true }).then(reload, (problem) => {
          back()
          showToast(messageOf(problem))
        }),
      back,
    )
  }
  return (
    <section>
      <div className="mb-3 flex items-center">
        <h2 className="flex-1 text-md font-semibold">{texts.alerts.channels}</h2>
        <Button size="small" onClick={() => setOpen({ id: newId(), channel: null })}>
          <Plus size={14} aria-hidden />
          {texts.alerts.add}
        </Button>
      </div>
      {error && <ErrorMessage reload={reload}>{error}</ErrorMessage>}
      {value && !value.channels.length && <p className="text-soft">{texts.alerts.alertsAreShownHere}</p>}
      <ul aria-label={texts.alerts.channels} className="border-t border-line empty:border-0">
        {value?.channels
          .filter(({ id }) => !removing.has(id))
          .map((channel) => (
            <li key={channel.id}>
              <button
                type="button"
                onClick={() => setOpen({ id: channel.id, channel })}
                className="flex min-h-11 w-full flex-wrap items-center gap-3 border-b border-line py-2 text-start transition-colors hover:bg-hover"
              >
                <span className="font-medium">{channel.name}</span>
                <span className="flex-1 truncate text-soft">
                  {kindNames[channel.kind]} · {channel.target}
                </span>
                {channel.failing && (
                  <Badge tone="bad" title={channel.failing}>
                    {texts.alerts.failing}
                  </Badge>
                )}
                {channel.mutedUntil !== null && channel.mutedUntil > now ? (
                  <Badge>{texts.alerts.muted}</Badge>
                ) : (
                  <Badge tone={channel.on ? 'good' : 'plain'}>
                    {channel.on ? texts.alerts.on : texts.alerts.off}
                  </Badge>
                )}
              </button>
            </li>
          ))}
      </ul>
      {open && (
        <ChannelForm
          key={open.id}
          id={open.id}
          channel={open.channel}
          onClose={() => setOpen(null)}
          onSaved={reload}
          onRemove={remove}
        />
      )}
    </section>
  )
}
