import { useState, type FormEvent } from 'react'
import { Button } from '../components/button.tsx'
import { Trouble } from '../components/empty.tsx'
import { Field } from '../components/field.tsx'
import { changePassword, sentence } from '../session/session.ts'
import { Page } from '../shell/screen.tsx'
import { say } from '../shell/undo.tsx'
import { Sessions } from './sessions.tsx'
import { TwoFactor } from './two-factor.tsx'

/** What an operator settles for themselves. */
export function AccountScreen() {
  return (
    <Page name="Your account">
      <div className="mx-auto flex max-w-160 flex-col gap-8 p-4">
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
    if (next!.length < 8) return setError('The new password needs at least 8 characters.')
    try {
      await changePassword(current!, next!)
      form.reset()
      setError(null)
      say('Password changed. Your other browsers were signed out.')
    } catch (problem) {
      setError(sentence(problem))
    }
  }
  return (
    <section>
      <h2 className="mb-3 text-md font-semibold">Password</h2>
      <form onSubmit={submit} className="flex flex-col gap-3">
        <Field label="Password now" name="current" type="password" autoComplete="current-password" required />
        <Field label="New password" name="next" type="password" autoComplete="new-password" required hint="At least 8 characters. Your other browsers are signed out." />
        {error && <Trouble>{error}</Trouble>}
        <Button type="submit" className="self-start">Change password</Button>
      </form>
    </section>
  )
}
