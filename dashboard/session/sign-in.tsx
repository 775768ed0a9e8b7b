import { useNavigate, useSearch } from '@tanstack/react-router'
import { useEffect, useState, type FormEvent } from 'react'
import { Button } from '../components/button.tsx'
import { Field } from '../components/field.tsx'
import { texts } from '../texts.ts'
import { ForgotPassword } from './forgot.tsx'
import { SignedOutPage } from './signed-out-page.tsx'
import { call, loadMe, messageOf, signIn, signInSecond } from './session.ts'

export function SignIn() {
  const { back } = useSearch({ from: '/sign-in' })
  const navigate = useNavigate()
  const [error, setError] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const [second, setSecond] = useState(false)
  const [forgot, setForgot] = useState(false)
  const [setupNeeded, setSetupNeeded] = useState(false)
  useEffect(
    () =>
      void call('GET /api/setup').then(
        ({ needed }) => setSetupNeeded(needed),
        () => {},
      ),
    [],
  )

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    setBusy(true)
    try {
      if (second) await signInSecond(String(form.get('code')))
      else if ((await signIn(String(form.get('email')), String(form.get('password')))) === 'second') {
        setError(null)
        setBusy(false)
        return setSecond(true)
      }
      await loadMe()
      await navigate({ href: back ?? '/inbox/live', replace: true })
    } catch (problem) {
      setError(messageOf(problem))
      setBusy(false)
    }
  }

  if (setupNeeded) {
    return (
      <SignedOutPage title={texts.session.nobodyIsHereYet}>
        <p className="text-soft">{texts.session.openTheOneTime}</p>
      </SignedOutPage>
    )
  }
  if (forgot) {
    return (
      <SignedOutPage title={texts.session.forgotPassword}>
        <ForgotPassword onBack={() => setForgot(false)} />
      </SignedOutPage>
    )
  }
  return (
    <SignedOutPage title={texts.session.signIn}>
      {back && <p className="mb-4 text-soft">{texts.session.yourSessionIsOver}</p>}
      <form onSubmit={submit} className="flex flex-col gap-4">
        {second ? (
          <Field
            key="code"
            label={texts.session.code}
            name="code"
            autoComplete="one-time-code"
            required
            autoFocus
            hint={texts.session.sixDigitsFromYour}
          />
        ) : (
          <>
            <Field
              label={texts.session.eMail}
              name="email"
              type="email"
              autoComplete="username"
              required
              autoFocus
            />
            <Field
              label={texts.session.password}
              name="password"
              type="password"
              autoComplete="current-password"
              required
            />
          </>
        )}
        <p role="alert" className="text-bad empty:hidden">
          {error}
        </p>
        <Button type="submit" look="solid" disabled={busy}>
          {busy ? texts.session.signingIn : texts.session.signIn}
        </Button>
        {!second && (
          <button
            type="button"
            className="self-center text-soft underline-offset-2 hover:underline"
            onClick={() => setForgot(true)}
          >
            {texts.session.forgotPassword}
          </button>
        )}
      </form>
    </SignedOutPage>
  )
}
