import { useRef, useState, type FormEvent } from 'react'
import { newId } from '../../client/id.ts'
import { webhookTypes, type WebhookType } from '../../protocol/programs/webhook-types.ts'
import type { Webhook } from '../../protocol/programs/webhooks.ts'
import { Button } from '../components/button.tsx'
import { CopyButton } from '../components/copy.tsx'
import { Dialog } from '../components/dialog.tsx'
import { Field } from '../components/field.tsx'
import { call, messageOf } from '../session/session.ts'
import { texts } from '../texts.ts'

/** A webhook to add, or to change. The secret of a new one is shown here, once. */
export function WebhookForm({
  webhook,
  onClose,
  onSaved,
}: {
  webhook: Webhook | null
  onClose: () => void
  onSaved: () => void
}) {
  const [types, setTypes] = useState<ReadonlySet<WebhookType>>(new Set(webhook?.types))
  const [secret, setSecret] = useState<string | null>(null)
  const [error, setError] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const id = useRef(webhook?.id ?? newId())
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    if (!types.size) return setError(texts.webhooks.chooseWhatItIs)
    const url = String(new FormData(event.currentTarget).get('url')).trim()
    const body = { url, types: webhookTypes.filter((type) => types.has(type)), active: webhook?.active ?? true }
    setBusy(true)
    try {
      const added = await call('PUT /api/webhooks/:id', { params: { id: id.current }, body })
      onSaved()
      if (added.secret) setSecret(added.secret)
      else onClose()
    } catch (problem) {
      setError(messageOf(problem))
    }
    setBusy(false)
  }
  const title = webhook ? texts.webhooks.change(webhook.url) : texts.webhooks.newWebhook
  return (
    <Dialog open onClose={onClose} title={title}>
      {secret ? (
        <div className="flex flex-col gap-4 p-4">
          <p className="text-soft">{texts.webhooks.copyItNow}</p>
          <code aria-label={texts.webhooks.secret} className="rounded-md bg-sunken p-3 text-xs break-all">
            {secret}
          </code>
          <CopyButton text={secret} label={texts.webhooks.copySecret} />
        </div>
      ) : (
        <form onSubmit={submit} className="flex flex-col gap-4 p-4">
          <Field
            label={texts.webhooks.address}
            name="url"
            type="url"
            required
            maxLength={2000}
            autoFocus
            placeholder={texts.webhooks.addressExample}
            defaultValue={webhook?.url}
          />
          <TypeFields chosen={types} onChange={setTypes} />
          {error && (
            <p role="alert" className="text-bad">
              {error}
            </p>
          )}
          <Button type="submit" look="solid" className="self-end" disabled={busy}>
            {busy ? texts.webhooks.saving : texts.webhooks[webhook ? 'save' : 'add']}
          </Button>
        </form>
      )}
    </Dialog>
  )
}

function TypeFields({
  chosen,
  onChange,
}: {
  chosen: ReadonlySet<WebhookType>
  onChange: (chosen: ReadonlySet<WebhookType>) => void
}) {
  const toggle = (type: WebhookType) => {
    const next = new Set(chosen)
    if (!next.delete(type)) next.add(type)
    onChange(next)
  }
  return (
    <fieldset>
      <legend className="mb-1 font-medium">{texts.webhooks.toldOf}</legend>
      <span className="mb-1 flex gap-2">
        <Button size="small" onClick={() => onChange(new Set(webhookTypes))}>
          {texts.webhooks.all}
        </Button>
        <Button size="small" onClick={() => onChange(new Set())}>
          {texts.webhooks.none}
        </Button>
      </span>
      <ul className="grid grid-cols-1 sm:grid-cols-2">
        {webhookTypes.map((type) => (
          <li key={type}>
            <label className="flex min-h-8 items-center gap-2">
              <input
                type="checkbox"
                checked={chosen.has(type)}
                onChange={() => toggle(type)}
                className="size-4 accent-accent"
              />
              {type}
            </label>
          </li>
        ))}
      </ul>
    </fieldset>
  )
}
