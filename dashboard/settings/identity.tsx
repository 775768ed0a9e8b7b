import { Plus, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { newId } from '../../client/id.ts'
import { mostSecrets, type Identity, type IdentitySecret } from '../../protocol/people/identity.ts'
import { Button, IconButton } from '../components/button.tsx'
import { CopyButton } from '../components/copy.tsx'
import { Dialog } from '../components/dialog.tsx'
import { ErrorMessage } from '../components/empty.tsx'
import { Switch } from '../components/switch.tsx'
import { Age } from '../components/time.tsx'
import { call, messageOf } from '../session/session.ts'
import { useLoad } from '../session/use.ts'
import { runUnlessUndone, showToast } from '../components/toast.tsx'
import { texts } from '../texts.ts'
import { Signing } from './signing.tsx'

/** Whether sites must prove who their visitors are, and with what. */
export function IdentitySettings() {
  const { value, error, reload, change } = useLoad('identity', () => call('GET /api/identity'))
  const [made, setMade] = useState<string | null>(null)
  const [removing, setRemoving] = useState<string | null>(null)
  const attempt = (work: () => Promise<{ identity: Identity }>) =>
    work().then(
      ({ identity }) => change(() => ({ identity })),
      (problem) => showToast(messageOf(problem)),
    )
  const make = () =>
    attempt(async () => {
      const reply = await call('POST /api/identity/secrets', { body: { id: newId() } })
      setMade(reply.secret)
      return reply
    })
  const remove = ({ id, hint }: IdentitySecret) => {
    setRemoving(id)
    const back = () => setRemoving(null)
    runUnlessUndone(
      texts.settings.secretRemoved(hint),
      () =>
        void attempt(() => call('DELETE /api/identity/secrets/:id', { params: { id }, keepalive: true })).finally(
          back,
        ),
      back,
    )
  }
  if (error) return <ErrorMessage reload={reload}>{error}</ErrorMessage>
  if (!value) return null
  const { required, secrets } = value.identity
  return (
    <section aria-labelledby="identity" className="flex flex-col gap-3">
      <div className="flex items-start gap-4">
        <div className="flex-1">
          <h2 id="identity" className="text-md font-semibold">
            {texts.settings.proofOfIdentity}
          </h2>
          <p className="mt-1 text-soft">{texts.settings.yourServerSignsWho}</p>
        </div>
        <Switch
          label={texts.settings.demandProofOfIdentity}
          on={required}
          onChange={(on) => void attempt(() => call('PUT /api/identity', { body: { required: on } }))}
        />
      </div>
      <ul aria-label={texts.settings.secrets} className="border-t border-line empty:hidden">
        {secrets
          .filter(({ id }) => id !== removing)
          .map((secret) => (
            <li key={secret.id} className="flex min-h-11 items-center gap-3 border-b border-line">
              <code className="flex-1 text-xs">halo_secret_…{secret.hint}</code>
              <span className="text-xs text-faint">
                {texts.settings.made} <Age since={secret.at} />
              </span>
              <IconButton label={texts.settings.removeTheSecretThat(secret.hint)} onClick={() => remove(secret)}>
                <Trash2 size={16} aria-hidden />
              </IconButton>
            </li>
          ))}
      </ul>
      {secrets.length < mostSecrets && (
        <Button size="small" className="self-start" onClick={() => void make()}>
          <Plus size={14} aria-hidden />
          {secrets.length ? texts.settings.addASecondSecret : texts.settings.makeASecret}
        </Button>
      )}
      <Signing />
      <Dialog open={made !== null} onClose={() => setMade(null)} title={texts.settings.identitySecret}>
        <div className="flex flex-col gap-4 p-4">
          <p className="text-soft">{texts.settings.keepItOnYour}</p>
          <code className="rounded-md bg-sunken p-3 text-xs break-all">{made}</code>
          <CopyButton text={made ?? ''} label={texts.settings.copySecret} />
        </div>
      </Dialog>
    </section>
  )
}
