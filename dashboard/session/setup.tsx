import { useNavigate } from '@tanstack/react-router'
import { useEffect, useState, type FormEvent } from 'react'
import { Button } from '../components/button.tsx'
import { Field } from '../components/field.tsx'
import { Door } from './door.tsx'
import { call, loadMe, sentence } from './session.ts'

export function Setup() {
  // Read as it is written: the router would take a token of digits for a number.
  const token = new URLSearchParams(location.search).get('token')
  const navigate = useNavigate()
  const [needed, setNeeded] = useState(true)
  const [error, setError] = useState<string | null>(null)
  const [short, setShort] = useState(false)
  const [busy, setBusy] = useState(false)
  useEffect(
    () =>
      void call('GET /api/setup').then(
        (reply) => setNeeded(reply.needed),
        () => {},
      ),
    [],
  )

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const [name, email, password] = ['name', 'email', 'password'].map((field) => String(form.get(field)))
    if (password!.length < 8) return setShort(true)
    setBusy(true)
    try {
      await call('POST /api/setup', { body: { token: token ?? '', name: name!, email: email!, password: password! } })
      await loadMe()
      await navigate({ to: '/inbox/live', replace: true })
    } catch (problem) {
      setError(sentence(problem))
      setBusy(false)
    }
  }

  if (!needed) {
    return (
      <Door title="This link was used">
        <p className="mb-4 text-soft">The first operator exists already. A one-time link works once.</p>
        <a href="/sign-in" className="rounded-sm font-medium text-accent-text underline underline-offset-2">
          Sign in
        </a>
      </Door>
    )
  }
  return (
    <Door title="Create the first operator">
      {!token && (
        <p role="alert" className="mb-4 text-bad">
          This address has no token. Open the whole link that the server printed when it started.
        </p>
      )}
      <form onSubmit={submit} className="flex flex-col gap-4">
        <Field
          label="Your name"
          name="name"
          autoComplete="name"
          required
          maxLength={200}
          autoFocus
          hint="Visitors see it when you join a conversation."
        />
        <Field label="E-mail" name="email" type="email" autoComplete="username" required />
        <Field
          label="Password"
          name="password"
          type="password"
          autoComplete="new-password"
          required
          onChange={() => setShort(false)}
          hint="At least 8 characters."
          error={short ? 'At least 8 characters.' : null}
        />
        <p role="alert" className="text-bad empty:hidden">
          {error}
        </p>
        <Button type="submit" look="solid" disabled={busy || !token}>
          {busy ? 'Creating…' : 'Create and sign in'}
        </Button>
      </form>
    </Door>
  )
}
