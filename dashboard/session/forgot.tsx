import { useState, type FormEvent } from 'react'
import { Button } from '../components/button.tsx'
import { Field } from '../components/field.tsx'
import { texts } from '../texts.ts'
import { call, messageOf } from './session.ts'

/** Asks for a link by mail. Whether anybody has the address is not told. */
export function ForgotPassword({ onBack }: { onBack: () => void }) {
  const [said, setSaid] = useState<string | null>(null)
  const [error, setError] = useState<string | null>(null)
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const email = String(new FormData(event.currentTarget).get('email')).trim()
    try {
      const { mailed } = await call('POST /api/resets', { body: { email } })
      setSaid(mailed ? texts.session.linkIsOnItsWay(email) : texts.session.askAnAdmin)
    } catch (problem) {
      setError(messageOf(problem))
    }
  }
  return (
    <div className="flex flex-col gap-4">
      {said ? (
        <p role="status">{said}</p>
      ) : (
        <form onSubmit={submit} className="flex flex-col gap-4">
          <Field
            label={texts.session.eMail}
            name="email"
            type="email"
            autoComplete="username"
            required
            autoFocus
            hint={texts.session.aLinkByMail}
          />
          <p role="alert" className="text-bad empty:hidden">
            {error}
          </p>
          <Button type="submit" look="solid">
            {texts.session.sendTheLink}
          </Button>
        </form>
      )}
      <Button onClick={onBack}>{texts.session.backToSignIn}</Button>
    </div>
  )
}
