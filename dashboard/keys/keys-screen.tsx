import { Plus } from 'lucide-react'
import { useState } from 'react'
import { allows } from '../../protocol/access.ts'
import type { ApiKey } from '../../protocol/programs/keys.ts'
import { Badge } from '../components/badge.tsx'
import { Button } from '../components/button.tsx'
import { Empty, ErrorMessage } from '../components/empty.tsx'
import { Age, dayOrTime } from '../components/time.tsx'
import { call, messageOf } from '../session/session.ts'
import { useLoad, useMe } from '../session/use.ts'
import { Page } from '../shell/screen.tsx'
import { runUnlessUndone, showToast } from '../components/toast.tsx'
import { texts } from '../texts.ts'
import { KeyDialog } from './make.tsx'

/** The keys by which programs call. */
export function KeysScreen() {
  const { operator } = useMe()
  return allows(operator.access, 'team:manage') ? (
    <Keys />
  ) : (
    <Page name={texts.keys.apiKeys}>
      <Empty title={texts.keys.apiKeys}>
        <p>{texts.keys.anAdminOfYour}</p>
      </Empty>
    </Page>
  )
}

function Keys() {
  const { value, error, reload } = useLoad('keys', () => call('GET /api/keys'))
  const [making, setMaking] = useState(false)
  const [revoking, setRevoking] = useState<ReadonlySet<string>>(new Set())

  const revoke = ({ id, name }: ApiKey) => {
    const back = () => setRevoking((before) => new Set([...before].filter((each) => each !== id)))
    setRevoking((before) => new Set(before).add(id))
    runUnlessUndone(
      texts.keys.revokedName(name),
      () =>
        void call('DELETE /api/keys/:id', { params: { id }, keepalive: true }).then(reload, (problem) => {
          back()
          showToast(messageOf(problem))
        }),
      back,
    )
  }

  return (
    <Page
      name={texts.keys.apiKeys}
      action={
        <Button size="small" onClick={() => setMaking(true)}>
          <Plus size={14} aria-hidden />
          {texts.keys.newKey}
        </Button>
      }
    >
      {error && <ErrorMessage reload={reload}>{error}</ErrorMessage>}
      <div className="mx-auto flex max-w-240 flex-col gap-4 p-4">
        <p className="text-soft">
          {texts.keys.programsCall} <code className="rounded-sm bg-sunken px-1">/api/v1</code> {texts.keys.withAKey}{' '}
          <a
            href="/api/docs"
            target="_blank"
            rel="noreferrer"
            className="rounded-sm text-accent-text underline underline-offset-2"
          >
            {texts.keys.everyRoute}
          </a>
        </p>
        {value?.keys.length === 0 && <Empty title={texts.keys.noKeysYet} />}
        {value && value.keys.length > 0 && (
          <ul aria-label={texts.keys.apiKeys} className="border-t border-line">
            {value.keys.map((key) => (
              <KeyRow key={key.id} made={key} revoking={revoking.has(key.id)} onRevoke={() => revoke(key)} />
            ))}
          </ul>
        )}
      </div>
      <KeyDialog open={making} onClose={() => setMaking(false)} onMade={reload} />
    </Page>
  )
}

function KeyRow({ made, revoking, onRevoke }: { made: ApiKey; revoking: boolean; onRevoke: () => void }) {
  const state = stateOf(made, revoking)
  return (
    <li className="flex min-h-13 flex-wrap items-center gap-x-4 gap-y-1 border-b border-line py-2">
      <span className="flex min-w-56 flex-1 flex-col">
        <span className="flex items-center gap-2 font-medium">
          <span className="truncate">{made.name}</span>
          {state && <Badge tone={state === texts.keys.revoked ? 'bad' : 'warn'}>{state}</Badge>}
        </span>
        <span className="text-xs text-faint">
          <code>{made.prefix}…</code> {texts.keys.by(made.by.name, dayOrTime(made.createdAt))}
          {made.expiresAt !== null && !state && <>{texts.keys.expires(dayOrTime(made.expiresAt))}</>}
        </span>
      </span>
      <span className="flex max-w-110 flex-wrap gap-1">
        {made.scopes.map((scope) => (
          <Badge key={scope}>{scope}</Badge>
        ))}
      </span>
      <span className="w-24 text-xs text-faint">
        {made.usedAt ? (
          <>
            {texts.keys.used} <Age since={made.usedAt} />
          </>
        ) : (
          texts.keys.neverUsed
        )}
      </span>
      <span className="flex w-18 justify-end">
        {!state && (
          <Button size="small" aria-label={texts.keys.revokeName(made.name)} onClick={onRevoke}>
            {texts.keys.revoke}
          </Button>
        )}
      </span>
    </li>
  )
}

function stateOf({ revokedAt, expiresAt }: ApiKey, revoking: boolean): string | null {
  if (revoking || revokedAt !== null) return texts.keys.revoked
  return expiresAt !== null && expiresAt <= Date.now() ? texts.keys.expired : null
}
