import { allows } from '../../protocol/access.ts'
import type { Privacy } from '../../protocol/privacy.ts'
import { Empty, ErrorMessage } from '../components/empty.tsx'
import { Switch } from '../components/switch.tsx'
import { call, messageOf } from '../session/session.ts'
import { useLoad, useMe } from '../session/use.ts'
import { Page } from '../shell/screen.tsx'
import { showToast } from '../components/toast.tsx'
import { texts } from '../texts.ts'
import { Erasures } from './erasures.tsx'
import { OnePerson } from './one-person.tsx'
import { ShutOuts } from '../shut-outs/list.tsx'
import { RetentionForm } from './retention.tsx'

/** How long what is kept, what is masked, and what happens when somebody asks for what is theirs. */
export function PrivacyScreen() {
  const { operator } = useMe()
  return (
    <Page name={texts.privacy.privacy}>{allows(operator.access, 'team:manage') ? <Rules /> : <ForMembers />}</Page>
  )
}

function ForMembers() {
  const { operator } = useMe()
  return allows(operator.access, 'inbox:manage') ? (
    <div className="mx-auto max-w-160 p-4 pb-16">
      <ShutOuts />
    </div>
  ) : (
    <Empty title={texts.privacy.privacy}>
      <p>{texts.privacy.anAdminOfYour}</p>
    </Empty>
  )
}

function Rules() {
  const { value, error, reload, change } = useLoad('privacy', () => call('GET /api/privacy'))
  const save = async (privacy: Privacy) => {
    const before = value!.privacy
    change((now) => ({ ...now, privacy }))
    try {
      await call('PUT /api/privacy', { body: privacy })
      return true
    } catch (problem) {
      change((now) => ({ ...now, privacy: before }))
      showToast(texts.privacy.notSaved(messageOf(problem)))
      return false
    }
  }
  return (
    <div className="mx-auto flex max-w-160 flex-col gap-10 p-4 pb-16">
      {error && <ErrorMessage reload={reload}>{error}</ErrorMessage>}
      {value && (
        <>
          <RetentionForm
            retention={value.privacy.retention}
            onSave={(retention) => save({ ...value.privacy, retention })}
          />
          <section aria-labelledby="masking" className="flex items-start gap-4">
            <div className="flex-1">
              <h2 id="masking" className="text-md font-semibold">
                {texts.privacy.masking}
              </h2>
              <p className="mt-1 text-soft">{texts.privacy.cardNumbersEMail}</p>
            </div>
            <Switch
              label={texts.privacy.masking}
              on={value.privacy.masking}
              onChange={(masking) => void save({ ...value.privacy, masking })}
            />
          </section>
          <ShutOuts />
          <OnePerson onErased={reload} />
          <Erasures erasures={value.erasures} />
        </>
      )}
    </div>
  )
}
