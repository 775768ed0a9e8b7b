import { Plus } from 'lucide-react'
import { useState } from 'react'
import { allows } from '../../protocol/access.ts'
import type { Webhook } from '../../protocol/programs/webhooks.ts'
import { Button } from '../components/button.tsx'
import { Empty, ErrorMessage } from '../components/empty.tsx'
import { runUnlessUndone, showToast } from '../components/toast.tsx'
import { call, messageOf } from '../session/session.ts'
import { useLoad, useMe } from '../session/use.ts'
import { Page } from '../shell/screen.tsx'
import { texts } from '../texts.ts'
import { WebhookForm } from './form.tsx'
import { WebhookRow } from './row.tsx'

/** The addresses of programs that are told of events. */
export function WebhooksScreen() {
  const { operator } = useMe()
  return allows(operator.access, 'team:manage') ? (
    <Webhooks />
  ) : (
    <Page name={texts.webhooks.webhooks}>
      <Empty title={texts.webhooks.webhooks}>
        <p>{texts.webhooks.anAdminOfYour}</p>
      </Empty>
    </Page>
  )
}

function Webhooks() {
  const { value, error, reload } = useLoad('webhooks', () => call('GET /api/webhooks'))
  const [editing, setEditing] = useState<Webhook | 'new' | null>(null)
  const [removing, setRemoving] = useState<string | null>(null)
  const remove = ({ id, url }: Webhook) => {
    setRemoving(id)
    runUnlessUndone(
      texts.webhooks.removed(url),
      () =>
        void call('DELETE /api/webhooks/:id', { params: { id }, keepalive: true }).then(reload, (problem) => {
          setRemoving(null)
          showToast(messageOf(problem))
        }),
      () => setRemoving(null),
    )
  }
  const shown = value?.webhooks.filter(({ id }) => id !== removing)
  return (
    <Page
      name={texts.webhooks.webhooks}
      action={
        <Button size="small" onClick={() => setEditing('new')}>
          <Plus size={14} aria-hidden />
          {texts.webhooks.newWebhook}
        </Button>
      }
    >
      {error && <ErrorMessage reload={reload}>{error}</ErrorMessage>}
      <div className="mx-auto flex max-w-240 flex-col gap-4 p-4">
        <p className="text-soft">
          {texts.webhooks.addressesAreTold}{' '}
          <a
            href="/api/docs#/webhooks"
            target="_blank"
            rel="noreferrer"
            className="rounded-sm text-accent-text underline underline-offset-2"
          >
            {texts.webhooks.howToReceive}
          </a>
        </p>
        {shown?.length === 0 && <Empty title={texts.webhooks.noneYet} />}
        <ul aria-label={texts.webhooks.webhooks} className="border-t border-line empty:border-0">
          {shown?.map((webhook) => (
            <WebhookRow
              key={webhook.id}
              webhook={webhook}
              onEdit={() => setEditing(webhook)}
              onRemove={() => remove(webhook)}
              onChanged={reload}
            />
          ))}
        </ul>
      </div>
      {editing && (
        <WebhookForm
          webhook={editing === 'new' ? null : editing}
          onClose={() => setEditing(null)}
          onSaved={reload}
        />
      )}
    </Page>
  )
}
