import { allows } from '../../protocol/access.ts'
import type { Workspace } from '../../protocol/people/routes.ts'
import { ErrorMessage } from '../components/empty.tsx'
import { Field } from '../components/field.tsx'
import { Switch } from '../components/switch.tsx'
import { call, messageOf } from '../session/session.ts'
import { useLoad, useMe } from '../session/use.ts'
import { Page } from '../shell/screen.tsx'
import { showToast } from '../components/toast.tsx'
import { texts } from '../texts.ts'
import { HoursSettings } from './hours.tsx'
import { IdentitySettings } from './identity.tsx'
import { MailServerSettings } from './mail.tsx'
import { MatchingSettings } from './matching.tsx'
import { ModelsSettings } from './models.tsx'
import { WidgetKeysSettings } from './widget-keys.tsx'

/** What holds for the whole workspace. */
export function WorkspaceScreen() {
  const { operator } = useMe()
  const { value, error, reload, change } = useLoad('workspace', () => call('GET /api/workspace'))
  const save = async (workspace: Workspace) => {
    const before = value!.workspace
    change(() => ({ workspace }))
    try {
      await call('PUT /api/workspace', { body: workspace })
    } catch (problem) {
      change(() => ({ workspace: before }))
      showToast(texts.settings.notSaved(messageOf(problem)))
    }
  }
  return (
    <Page name={texts.shell.workspace}>
      {error && <ErrorMessage reload={reload}>{error}</ErrorMessage>}
      <div className="mx-auto flex max-w-160 flex-col gap-8 p-4">
        {value && (
          <section aria-labelledby="typing" className="flex items-start gap-4">
            <div className="flex-1">
              <h2 id="typing" className="text-md font-semibold">
                {texts.settings.typingPreview}
              </h2>
              <p className="mt-1 text-soft">{texts.settings.operatorsSeeWhatA}</p>
            </div>
            {allows(operator.access, 'team:manage') ? (
              <Switch
                label={texts.settings.typingPreview}
                on={value.workspace.typingPreview}
                onChange={(typingPreview) => void save({ ...value.workspace, typingPreview })}
              />
            ) : (
              <p className="text-soft">{texts.settings.onAnAdminCan(!!value.workspace.typingPreview)}</p>
            )}
          </section>
        )}
        {value && allows(operator.access, 'team:manage') && (
          <AnswerTimes
            times={value.workspace.answerTimes}
            onSave={(answerTimes) => void save({ ...value.workspace, answerTimes })}
          />
        )}
        {value && allows(operator.access, 'team:manage') && (
          <HoursSettings
            hours={value.workspace.hours}
            onSave={(hours) => void save({ ...value.workspace, hours })}
          />
        )}
        {allows(operator.access, 'team:manage') && <ModelsSettings />}
        {allows(operator.access, 'team:manage') && <MailServerSettings />}
        {allows(operator.access, 'team:manage') && <WidgetKeysSettings />}
        {allows(operator.access, 'team:manage') && <IdentitySettings />}
        <MatchingSettings mayMove={allows(operator.access, 'team:manage')} />
      </div>
    </Page>
  )
}

/** Saved when the field is left. */
function AnswerTimes({ times, onSave }: { times: string; onSave: (times: string) => void }) {
  return (
    <Field
      key={times}
      label={texts.settings.answerTimes}
      hint={texts.settings.visitorsReadThis}
      placeholder={texts.settings.answerTimesExample}
      defaultValue={times}
      maxLength={200}
      onBlur={({ target }) => target.value.trim() !== times && onSave(target.value.trim())}
    />
  )
}
