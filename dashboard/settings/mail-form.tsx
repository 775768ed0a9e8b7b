import { useId, useState, type FormEvent } from 'react'
import type { MailServerInput, MailSettings } from '../../protocol/mail/mail.ts'
import { Button } from '../components/button.tsx'
import { Dialog } from '../components/dialog.tsx'
import { Field, fieldLook } from '../components/field.tsx'
import { call, messageOf } from '../session/session.ts'
import { texts } from '../texts.ts'

type Security = MailServerInput['security']

const usualPort: Record<Security, number> = { tls: 465, starttls: 587, none: 25 }

/** The mail server, to be set up or changed. */
export function MailForm({
  settings: { server, hasPassword },
  onClose,
  onSaved,
}: {
  settings: MailSettings
  onClose: () => void
  onSaved: (settings: MailSettings) => void
}) {
  const [error, setError] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const [security, setSecurity] = useState<Security>(server?.security ?? 'starttls')
  const save = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const body = inputOf(new FormData(event.currentTarget), security)
    setBusy(true)
    try {
      onSaved(await call('PUT /api/mail', { body }))
      onClose()
    } catch (problem) {
      setError(messageOf(problem))
      setBusy(false)
    }
  }
  return (
    <Dialog open onClose={onClose} title={texts.mail.setUp}>
      <form onSubmit={save} className="flex flex-col gap-4 p-4">
        <Field
          label={texts.mail.server}
          name="host"
          required
          maxLength={253}
          placeholder={texts.mail.serverExample}
          hint={texts.mail.serverHint}
          defaultValue={server?.host}
        />
        <SecurityChoice security={security} onChange={setSecurity} />
        <Field
          key={security}
          label={texts.mail.port}
          name="port"
          type="number"
          min={1}
          max={65_535}
          required
          defaultValue={server?.security === security ? server.port : usualPort[security]}
        />
        <Field
          label={texts.mail.user}
          name="user"
          autoComplete="off"
          hint={texts.mail.userHint}
          defaultValue={server?.user ?? ''}
        />
        <Field
          label={texts.mail.password}
          name="password"
          type="password"
          autoComplete="off"
          hint={hasPassword ? texts.mail.passwordKept : texts.mail.passwordHint}
        />
        <Field
          label={texts.mail.from}
          name="from"
          type="email"
          required
          hint={texts.mail.fromHint}
          defaultValue={server?.from}
        />
        <Field label={texts.mail.fromName} name="fromName" maxLength={100} defaultValue={server?.fromName} />
        {error && (
          <p role="alert" className="text-bad">
            {error}
          </p>
        )}
        <Button type="submit" look="solid" className="self-end" disabled={busy}>
          {busy ? texts.mail.saving : texts.mail.save}
        </Button>
      </form>
    </Dialog>
  )
}

function SecurityChoice({ security, onChange }: { security: Security; onChange: (security: Security) => void }) {
  const id = useId()
  return (
    <div className="flex flex-col gap-1">
      <label htmlFor={id} className="font-medium">
        {texts.mail.security}
      </label>
      <select
        id={id}
        value={security}
        onChange={({ target }) => onChange(target.value as Security)}
        className={`h-9 ${fieldLook}`}
      >
        <option value="starttls">{texts.mail.starttls}</option>
        <option value="tls">{texts.mail.tls}</option>
        <option value="none">{texts.mail.none}</option>
      </select>
      {security === 'none' && <p className="text-xs text-bad">{texts.mail.noneHint}</p>}
    </div>
  )
}

function inputOf(form: FormData, security: Security): MailServerInput {
  const text = (name: string) => String(form.get(name) ?? '').trim()
  const password = String(form.get('password') ?? '')
  return {
    host: text('host'),
    port: Number(text('port')),
    security,
    user: text('user') || null,
    from: text('from'),
    fromName: text('fromName'),
    ...(password && { password }),
    ...(!text('user') && { password: null }),
  }
}
