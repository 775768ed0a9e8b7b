import { allows } from '../../protocol/access.ts'
import type { Privacy } from '../../protocol/privacy.ts'
import { Empty, Trouble } from '../components/empty.tsx'
import { Switch } from '../components/switch.tsx'
import { call, sentence } from '../session/session.ts'
import { useLoad, useMe } from '../session/use.ts'
import { Page } from '../shell/screen.tsx'
import { say } from '../shell/undo.tsx'
import { Erasures } from './erasures.tsx'
import { OnePerson } from './one-person.tsx'
import { RetentionForm } from './retention.tsx'

/** How long what is kept, what is masked, and what happens when somebody asks for what is theirs. */
export function PrivacyScreen() {
  const { operator } = useMe()
  return <Page name="Privacy">{allows(operator.access, 'team:manage') ? <Rules /> : <Empty title="Privacy"><p>An Admin of your team decides how long what is kept.</p></Empty>}</Page>
}

function Rules() {
  const { value, error, again, change } = useLoad('privacy', () => call('GET /api/privacy'))
  const save = async (privacy: Privacy) => {
    const before = value!.privacy
    change((now) => ({ ...now, privacy }))
    try {
      await call('PUT /api/privacy', { body: privacy })
      return true
    } catch (problem) {
      change((now) => ({ ...now, privacy: before }))
      say(`Not saved: ${sentence(problem)}`)
      return false
    }
  }
  return (
    <div className="mx-auto flex max-w-160 flex-col gap-10 p-4 pb-16">
      {error && <Trouble again={again}>{error}</Trouble>}
      {value && (
        <>
          <RetentionForm retention={value.privacy.retention} onSave={(retention) => save({ ...value.privacy, retention })} />
          <section aria-labelledby="masking" className="flex items-start gap-4">
            <div className="flex-1">
              <h2 id="masking" className="text-md font-semibold">
                Masking
              </h2>
              <p className="mt-1 text-soft">
                Card numbers, e-mail addresses and phone numbers in visitors’ messages become “[card ••42]”, “[email]” and “[phone ••78]” before they are stored or a model sees them. What was sent before stays as it is.
              </p>
            </div>
            <Switch label="Masking" on={value.privacy.masking} onChange={(masking) => void save({ ...value.privacy, masking })} />
          </section>
          <OnePerson onErased={again} />
          <Erasures erasures={value.erasures} />
        </>
      )}
    </div>
  )
}
