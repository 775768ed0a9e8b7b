import type { MailWishes } from '../../protocol/mail/mail.ts'
import { ErrorMessage } from '../components/empty.tsx'
import { Switch } from '../components/switch.tsx'
import { showToast } from '../components/toast.tsx'
import { call, messageOf } from '../session/session.ts'
import { useLoad } from '../session/use.ts'
import { texts } from '../texts.ts'

/** What is mailed to them. */
export function MailNotifications() {
  const { value, error, reload, change } = useLoad('mail wishes', () => call('GET /api/me/mail'))
  const save = (wishes: MailWishes) => {
    const before = value!
    change(() => ({ ...before, wishes }))
    call('PUT /api/me/mail', { body: wishes }).catch((problem) => {
      change(() => before)
      showToast(messageOf(problem))
    })
  }
  if (error) return <ErrorMessage reload={reload}>{error}</ErrorMessage>
  if (!value) return null
  return (
    <section aria-labelledby="by-mail" className="flex flex-col gap-3">
      <div>
        <h2 id="by-mail" className="text-md font-semibold">
          {texts.account.byMail}
        </h2>
        <p className="mt-1 text-soft">{value.isOn ? texts.account.afterAMinute : texts.account.noMailHere}</p>
      </div>
      {(['mention', 'assignment'] as const).map((kind) => (
        <div key={kind} className="flex items-center gap-4">
          <span className="flex-1">{texts.account.mailed[kind]}</span>
          <Switch
            label={texts.account.mailed[kind]}
            on={value.wishes[kind]}
            onChange={(on) => save({ ...value.wishes, [kind]: on })}
          />
        </div>
      ))}
    </section>
  )
}
