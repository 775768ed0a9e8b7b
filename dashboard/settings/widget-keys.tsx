import { Pencil, Plus, RotateCcw, Trash2 } from 'lucide-react'
import { useState } from 'react'
import type { WidgetKey } from '../../protocol/widget/keys.ts'
import { snippetFor } from '../agents/embed.tsx'
import { Button, IconButton } from '../components/button.tsx'
import { CopyButton } from '../components/copy.tsx'
import { ErrorMessage } from '../components/empty.tsx'
import { Age } from '../components/time.tsx'
import { call, messageOf } from '../session/session.ts'
import { useLoad } from '../session/use.ts'
import { runUnlessUndone, showToast } from '../components/toast.tsx'
import { texts } from '../texts.ts'
import { WidgetKeyDialog } from './widget-key.tsx'

/** The keys by which sites carry the widget, and which sites may. */
export function WidgetKeysSettings() {
  const { value, error, reload } = useLoad('widget-keys', () => call('GET /api/widget-keys'))
  const [editing, setEditing] = useState<WidgetKey | 'new' | null>(null)
  const [revoking, setRevoking] = useState<string | null>(null)
  const attempt = (work: () => Promise<unknown>) =>
    work()
      .catch((problem) => showToast(messageOf(problem)))
      .finally(reload)
  const revoke = ({ id, name }: WidgetKey) => {
    setRevoking(id)
    const back = () => setRevoking(null)
    runUnlessUndone(
      texts.settings.keyRevokedPagesThat(name),
      () =>
        void attempt(() =>
          call('PUT /api/widget-keys/:id/revocation', { params: { id }, keepalive: true }),
        ).finally(back),
      back,
    )
  }
  if (error) return <ErrorMessage reload={reload}>{error}</ErrorMessage>
  if (!value) return null
  const inForce = value.widgetKeys.filter(({ id, revokedAt }) => revokedAt === null && id !== revoking)
  return (
    <section aria-labelledby="widget-keys" className="flex flex-col gap-3">
      <div>
        <h2 id="widget-keys" className="text-md font-semibold">
          {texts.settings.widgetKeys}
        </h2>
        <p className="mt-1 text-soft">{texts.settings.aKeyStandsIn}</p>
      </div>
      <ul aria-label={texts.settings.keys} className="border-t border-line">
        {inForce.map((key) => (
          <Row
            key={key.id}
            widgetKey={key}
            only={inForce.length === 1}
            onEdit={() => setEditing(key)}
            onRevoke={() => revoke(key)}
          />
        ))}
        {value.widgetKeys
          .filter(({ revokedAt }) => revokedAt !== null)
          .map(({ id, name }) => (
            <li key={id} className="flex min-h-11 items-center gap-3 border-b border-line text-soft">
              <span className="min-w-0 flex-1 truncate">{texts.settings.revoked(name)}</span>
              <IconButton
                label={texts.settings.putBackInForce(name)}
                onClick={() =>
                  void attempt(() => call('DELETE /api/widget-keys/:id/revocation', { params: { id } }))
                }
              >
                <RotateCcw size={16} aria-hidden />
              </IconButton>
            </li>
          ))}
      </ul>
      <Button size="small" className="self-start" onClick={() => setEditing('new')}>
        <Plus size={14} aria-hidden />
        {texts.settings.newKey}
      </Button>
      {editing && (
        <WidgetKeyDialog
          widgetKey={editing === 'new' ? null : editing}
          onClose={() => setEditing(null)}
          onSaved={reload}
        />
      )}
    </section>
  )
}

function Row({
  widgetKey: { name, key, origins, usedAt },
  only,
  onEdit,
  onRevoke,
}: {
  widgetKey: WidgetKey
  only: boolean
  onEdit: () => void
  onRevoke: () => void
}) {
  return (
    <li className="flex items-start gap-3 border-b border-line py-2">
      <div className="min-w-0 flex-1">
        <p className="flex flex-wrap items-baseline gap-x-2">
          <span className="font-medium">{name}</span>
          <code className="text-xs break-all text-soft">{key}</code>
        </p>
        <p className="text-xs wrap-anywhere text-soft">
          {origins.length ? origins.join(', ') : texts.settings.anySiteMayUse}
        </p>
        <p className="text-xs text-faint">
          {usedAt === null ? (
            texts.settings.notUsedYet
          ) : (
            <>
              {texts.settings.lastUsed} <Age since={usedAt} />
            </>
          )}
        </p>
      </div>
      <CopyButton text={snippetFor(key)} label={texts.settings.copySnippet} />
      <IconButton label={texts.settings.change(name)} onClick={onEdit}>
        <Pencil size={16} aria-hidden />
      </IconButton>
      {!only && (
        <IconButton label={texts.settings.revoke(name)} onClick={onRevoke}>
          <Trash2 size={16} aria-hidden />
        </IconButton>
      )}
    </li>
  )
}
