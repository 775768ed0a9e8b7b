import { useNavigate } from '@tanstack/react-router'
import { useState, type FormEvent } from 'react'
import { Button } from '../components/button.tsx'
import { Field } from '../components/field.tsx'
import { showToast } from '../components/toast.tsx'
import { texts } from '../texts.ts'
import { SignedOutPage } from './signed-out-page.tsx'
import { call, endSession, messageOf } from './session.ts'

/** Where the link of somebody who forgot their password leads. */
export function ResetPassword() {
  // Read as they are written: the router would take a token of digits for a number.
  const search = new URLSearchParams(location.search)
  const [id, until, token] = ['id', 'until', 'token'].map((name) => search.get(name) ?? '')
  const navigate = useNavigate()
  const [error, setError] = useState<string | null>(null)
  const [short, setShort] = useState(false)
  const [busy, setBusy] = useState(false)

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const password = String(new FormData(event.currentTarget).get('password'))
    if (password.length < 8) return setShort(true)
    setBusy(true)
    try {
      await call('POST /api/resets/:id', {
        params: { id: id! },
        body: { until: Number(until), token: token!, password },
      })
      endSession()
      await navigate({ to: '/sign-in', replace: true })
      showToast(texts.session.yourPasswordIsChanged)
    } catch (problem) {
      setError(messageOf(problem))
      setBusy(false)
    }
  }

  return (
    <SignedOutPage title={texts.session.chooseAnotherPassword}>
      <form onSubmit={submit} className="flex flex-col gap-4">
        <Field
          label={texts.session.newPassword}
          name="password"
          type="password"
          autoComplete="new-password"
          required
          autoFocus
          onChange={() => setShort(false)}
          hint={texts.session.atLeast8CharactersYou}
          error={short ? texts.session.atLeast8Characters : null}
        />
        <p role="alert" className="text-bad empty:hidden">
          {error}
        </p>
        <Button type="submit" look="solid" disabled={busy}>
          {busy ? texts.session.changing : texts.session.changePassword}
        </Button>
      </form>
    </SignedOutPage>
  )
}
