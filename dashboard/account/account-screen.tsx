import { useState, type FormEvent } from 'react'
import { Button } from '../components/button.tsx'
import { ErrorMessage } from '../components/empty.tsx'
import { Field } from '../components/field.tsx'
import { changePassword, messageOf } from '../session/session.ts'
import { Page } from '../shell/screen.tsx'
import { showToast } from '../components/toast.tsx'
import { texts } from '../texts.ts'
import { Browser } from '../alerts/browser.tsx'
import { Face } from './face.tsx'
import { MailNotifications } from './notifications.tsx'
import { Sessions } from './sessions.tsx'
import { TwoFactor } from './two-factor.tsx'

/** What an operator settles for themselves. */
export function AccountScreen() {
  return (
    <Page name={texts.account.yourAccount}>
      <div className="mx-auto flex max-w-160 flex-col gap-8 p-4">
        <Face />
        <Browser />
        <MailNotifications />
        <Password />
        <TwoFactor />
        <Sessions />
      </div>
    </Page>
  )
}

function Password() {
  const [error, setError] = useState<string | null>(null)
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = event.currentTarget
    const [current, next] = ['current', 'next'].map((name) => String(new FormData(form).get(name)))
    if (next!.length < 8) return setError(texts.account.theNewPasswordNeeds)
    try {
      await changePassword(current!, next!)
      form.reset()
      setError(null)
      showToast(texts.account.passwordChangedYourOther)
    } catch (problem) {
      setError(messageOf(problem))
    }
  }
  return (
    <section>
      <h2 className="mb-3 text-md font-semibold">{texts.account.password}</h2>
      <form onSubmit={submit} className="flex flex-col gap-3">
        <Field
          label={texts.account.passwordNow}
          name="current"
          type="password"
          autoComplete="current-password"
          required
        />
        <Field
          label={texts.account.newPassword}
          name="next"
          type="password"
          autoComplete="new-password"
          required
          hint={texts.account.atLeast8Characters}
        />
        {error && <ErrorMessage>{error}</ErrorMessage>}
        <Button type="submit" className="self-start">
          {texts.account.changePassword}
        </Button>
      </form>
    </section>
  )
}
