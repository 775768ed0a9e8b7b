import { useNavigate } from '@tanstack/react-router'
import { useEffect, useState, type FormEvent } from 'react'
import type { OperatorApi } from '../../protocol/operator-api.ts'
import type { Reply } from '../../protocol/route.ts'
import { Button } from '../components/button.tsx'
import { Field } from '../components/field.tsx'
import { texts } from '../texts.ts'
import { SignedOutPage } from './signed-out-page.tsx'
import { call, endSession, loadMe, messageOf } from './session.ts'

/** Where an invitation leads: choose a name and a password, and be in. */
export function AcceptInvite() {
  // Read as they are written: the router would take a token of digits for a number.
  const search = new URLSearchParams(location.search)
  const [id, token] = [search.get('id') ?? '', search.get('token') ?? '']
  const navigate = useNavigate()
  const [invite, setInvite] = useState<Reply<OperatorApi, 'GET /api/invites/:id'> | null>(null)
  const [error, setError] = useState<string | null>(null)
  const [short, setShort] = useState(false)
  const [busy, setBusy] = useState(false)
  useEffect(
    () =>
      void call('GET /api/invites/:id', { params: { id }, query: { token } }).then(setInvite, (problem) =>
        setError(messageOf(problem)),
      ),
    [id, token],
  )

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const password = String(form.get('password'))
    if (password.length < 8) return setShort(true)
    setBusy(true)
    try {
      await call('POST /api/invites/:id', {
        params: { id },
        body: { token, name: String(form.get('name')), password },
      })
      // Somebody else may have been signed in in this browser.
      endSession()
      await loadMe()
      await navigate({ to: '/inbox/live', replace: true })
    } catch (problem) {
      setError(messageOf(problem))
      setBusy(false)
    }
  }

  return (
    <SignedOutPage title={invite ? texts.session.invitesYou(invite.by.name) : texts.session.invitation}>
      {invite && (
        <form onSubmit={submit} className="flex flex-col gap-4">
          <Field label={texts.session.eMail} value={invite.email} readOnly autoComplete="username" />
          <Field
            label={texts.session.yourName}
            name="name"
            autoComplete="name"
            required
            maxLength={200}
            autoFocus
            hint={texts.session.visitorsSeeItWhen}
          />
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
          <Button type="submit" look="solid" disabled={busy}>
            {busy ? texts.session.joining : texts.session.join}
          </Button>
        </form>
      )}
      <p role="alert" className="mt-4 text-bad empty:hidden">
        {error}
      </p>
    </SignedOutPage>
  )
}
