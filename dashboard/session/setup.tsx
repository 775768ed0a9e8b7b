import { useNavigate } from '@tanstack/react-router'
import { useEffect, useState, type FormEvent } from 'react'
import { Button } from '../components/button.tsx'
import { Field } from '../components/field.tsx'
import { texts } from '../texts.ts'
import { SignedOutPage } from './signed-out-page.tsx'
import { call, loadMe, messageOf } from './session.ts'

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
      await call('POST /api/setup', {
        body: { token: token ?? '', name: name!, email: email!, password: password!, workspace: workspaceIn(form) },
      })
      await loadMe()
      await navigate({ to: '/inbox/live', replace: true })
    } catch (problem) {
      setError(messageOf(problem))
      setBusy(false)
    }
  }

  if (!needed) {
    return (
      <SignedOutPage title={texts.session.thisLinkWasUsed}>
        <p className="mb-4 text-soft">{texts.session.theFirstOperatorExists}</p>
        <a href="/sign-in" className="rounded-sm font-medium text-accent-text underline underline-offset-2">
          {texts.session.signIn}
        </a>
      </SignedOutPage>
    )
  }
  return (
    <SignedOutPage title={texts.session.createTheFirstOperator}>
      {!token && (
        <p role="alert" className="mb-4 text-bad">
          {texts.session.thisAddressHasNo}
        </p>
      )}
      <form onSubmit={submit} className="flex flex-col gap-4">
        <Field
          label={texts.session.yourName}
          name="name"
          autoComplete="name"
          required
          maxLength={200}
          autoFocus
          hint={texts.session.visitorsSeeItWhen}
        />
        <Field label={texts.session.eMail} name="email" type="email" autoComplete="username" required />
        <Field
          label={texts.session.password}
          name="password"
          type="password"
          autoComplete="new-password"
          required
          onChange={() => setShort(false)}
          hint={texts.session.atLeast8Characters}
          error={short ? texts.session.atLeast8Characters : null}
        />
        <Field
          label={texts.session.yourCompany}
          name="company"
          autoComplete="organization"
          required
          maxLength={100}
          hint={texts.session.theAssistantSaysFor}
        />
        <Field
          label={texts.session.yourSite}
          name="site"
          type="url"
          autoComplete="url"
          maxLength={500}
          placeholder={texts.session.siteExample}
        />
        <Field label={texts.session.nameOfTheAssistant} name="agent" required maxLength={60} defaultValue="Nora" />
        <p role="alert" className="text-bad empty:hidden">
          {error}
        </p>
        <Button type="submit" look="solid" disabled={busy || !token}>
          {busy ? texts.session.creating : texts.session.createAndSignIn}
        </Button>
      </form>
    </SignedOutPage>
  )
}

function workspaceIn(form: FormData): { name: string; site: string | null; agent: string } {
  const said = (field: string) => String(form.get(field)).trim()
  return { name: said('company'), site: said('site') || null, agent: said('agent') }
}
