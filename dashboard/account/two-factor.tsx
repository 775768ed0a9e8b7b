import { useState, type FormEvent } from 'react'
import { renderSVG } from 'uqr'
import { Badge } from '../components/badge.tsx'
import { Button } from '../components/button.tsx'
import { CopyButton } from '../components/copy.tsx'
import { Field } from '../components/field.tsx'
import { beginTwoFactor, call, endTwoFactor, me, messageOf, readMe, signInSecond } from '../session/session.ts'
import { useLoad, useStore } from '../session/use.ts'
import { showToast } from '../components/toast.tsx'
import { texts } from '../texts.ts'

type Step = { at: 'rest' } | { at: 'password' } | { at: 'scan'; totpURI: string; backupCodes: string[] }

/** A code of the phone beside the password, with ten recovery codes for when the phone is lost. */
export function TwoFactor() {
  const own = useStore(me)?.operator
  const { value, reload } = useLoad('two-factor', () => call('GET /api/team'))
  const on = value?.members.find(({ id }) => id === own?.id)?.twoFactor ?? false
  const [step, setStep] = useState<Step>({ at: 'rest' })
  const [error, setError] = useState<string | null>(null)

  const attempt = (work: (form: FormData) => Promise<Step>) => async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    try {
      setStep(await work(new FormData(event.currentTarget)))
      setError(null)
      reload()
    } catch (problem) {
      setError(messageOf(problem))
    }
  }
  const withPassword = attempt(async (form) => {
    const password = String(form.get('password'))
    if (!on) return { at: 'scan', ...(await beginTwoFactor(password)) }
    await endTwoFactor(password)
    showToast(texts.account.twoFactorSignInIsOff)
    return { at: 'rest' }
  })
  const withCode = attempt(async (form) => {
    await signInSecond(String(form.get('code')))
    await readMe()
    showToast(texts.account.twoFactorSignInIs)
    return { at: 'rest' }
  })

  return (
    <section>
      <h2 className="mb-3 flex items-center gap-2 text-md font-semibold">
        {texts.account.twoFactorSignIn}{' '}
        {on ? <Badge tone="good">{texts.account.on}</Badge> : <Badge>{texts.account.off}</Badge>}
      </h2>
      {step.at === 'rest' && (
        <Button onClick={() => setStep({ at: 'password' })}>
          {on ? texts.account.turnOff : texts.account.turnOn}
        </Button>
      )}
      {step.at === 'password' && (
        <form onSubmit={withPassword} className="flex flex-col gap-3">
          <Field
            label={texts.account.password}
            name="password"
            type="password"
            autoComplete="current-password"
            required
            autoFocus
            error={error}
          />
          <Button type="submit" className="self-start">
            {on ? texts.account.turnOff : texts.account.goOn}
          </Button>
        </form>
      )}
      {step.at === 'scan' && <Scan {...step} error={error} onSubmit={withCode} />}
    </section>
  )
}

function Scan({
  totpURI,
  backupCodes,
  error,
  onSubmit,
}: {
  totpURI: string
  backupCodes: string[]
  error: string | null
  onSubmit: (event: FormEvent<HTMLFormElement>) => void
}) {
  const secret = new URL(totpURI).searchParams.get('secret') ?? ''
  return (
    <form onSubmit={onSubmit} className="flex flex-col gap-4">
      <p className="text-soft">{texts.account.scanThisWithAn}</p>
      {/* Always dark on light: cameras do not read the reverse. */}
      <img
        alt={texts.account.qrCodeForThe}
        src={`data:image/svg+xml,${encodeURIComponent(renderSVG(totpURI))}`}
        className="size-44 rounded-md bg-white p-2"
      />
      <code className="text-xs break-all">{secret}</code>
      <div>
        <p className="mb-1 font-medium">{texts.account.recoveryCodes}</p>
        <p className="mb-2 text-xs text-faint">{texts.account.eachWorksOnceIn}</p>
        <ul
          aria-label={texts.account.recoveryCodes}
          className="grid grid-cols-2 gap-1 rounded-md bg-sunken p-3 font-mono text-xs"
        >
          {backupCodes.map((code) => (
            <li key={code}>{code}</li>
          ))}
        </ul>
        <CopyButton text={backupCodes.join('\n')} label={texts.account.copyCodes} />
      </div>
      <Field label={texts.account.code} name="code" autoComplete="one-time-code" required error={error} />
      <Button type="submit" look="solid" className="self-start">
        {texts.account.turnOn}
      </Button>
    </form>
  )
}
