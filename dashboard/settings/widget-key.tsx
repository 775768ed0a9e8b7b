import { useRef, useState, type FormEvent } from 'react'
import { newId } from '../../client/id.ts'
import type { WidgetKey } from '../../protocol/widget/keys.ts'
import { Button } from '../components/button.tsx'
import { Dialog } from '../components/dialog.tsx'
import { Area, Field } from '../components/field.tsx'
import { call, messageOf } from '../session/session.ts'
import { texts } from '../texts.ts'

/** A new key, or how one is called and who may use it. */
export function WidgetKeyDialog({
  widgetKey,
  onClose,
  onSaved,
}: {
  widgetKey: WidgetKey | null
  onClose: () => void
  onSaved: () => void
}) {
  const [error, setError] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const id = useRef(newId())
  const save = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const said = new FormData(event.currentTarget)
    const body = {
      name: String(said.get('name')),
      origins: String(said.get('origins'))
        .split(/[\s,]+/)
        .filter(Boolean),
    }
    setBusy(true)
    try {
      await (widgetKey
        ? call('PUT /api/widget-keys/:id', { params: { id: widgetKey.id }, body })
        : call('POST /api/widget-keys', { body: { id: id.current, ...body } }))
      onSaved()
      onClose()
    } catch (problem) {
      setError(messageOf(problem))
      setBusy(false)
    }
  }
  return (
    <Dialog open onClose={onClose} title={widgetKey ? texts.settings.widgetKey : texts.settings.newWidgetKey}>
      <form onSubmit={save} className="flex flex-col gap-4 p-4">
        <Field
          label={texts.settings.name}
          name="name"
          required
          maxLength={100}
          autoFocus
          defaultValue={widgetKey?.name}
        />
        <Area
          label={texts.settings.sites}
          name="origins"
          rows={4}
          spellCheck={false}
          error={error}
          className="font-mono text-xs"
          defaultValue={widgetKey?.origins.join('\n')}
          hint={texts.settings.oneALineSuch}
        />
        <Button type="submit" look="solid" className="self-end" disabled={busy}>
          {busy ? texts.settings.saving : texts.settings[widgetKey ? 'save' : 'makeKey']}
        </Button>
      </form>
    </Dialog>
  )
}
