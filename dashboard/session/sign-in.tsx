import { useNavigate, useSearch } from '@tanstack/react-router'
import { useEffect, useState, type FormEvent } from 'react'
import { Button } from '../components/button.tsx'
import { Field } from '../components/field.tsx'
import { Door } from './door.tsx'
import { call, loadMe, sentence, signIn, signInSecond } from './session.ts'

export function SignIn() {
  const { back } = useSearch({ from: '/sign-in' })
  const navigate = useNavigate()
  const [error, setError] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const [second, setSecond] = useState(false)
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
      setError(sentence(problem))
      setBusy(false)
    }
  }

  if (setupNeeded) {
    return (
      <Door title="Nobody is here yet">
        <p className="text-soft">Open the one-time link that the server printed when it started. It creates the first operator.</p>
      </Door>
    )
  }
  return (
    <Door title="Sign in">
      {back && <p className="mb-4 text-soft">Your session is over. Sign in to go on where you were; what you wrote was kept.</p>}
      <form onSubmit={submit} className="flex flex-col gap-4">
        {second ? (
          <Field key="code" label="Code" name="code" autoComplete="one-time-code" required autoFocus hint="Six digits from your authenticator, or a recovery code." />
        ) : (
          <>
            <Field label="E-mail" name="email" type="email" autoComplete="username" required autoFocus />
            <Field label="Password" name="password" type="password" autoComplete="current-password" required />
          </>
        )}
        <p role="alert" className="text-bad empty:hidden">
          {error}
        </p>
        <Button type="submit" look="solid" disabled={busy}>
          {busy ? 'Signing in…' : 'Sign in'}
        </Button>
      </form>
    </Door>
  )
}
