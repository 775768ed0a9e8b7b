import { allows } from '../../protocol/access.ts'
import type { Workspace } from '../../protocol/people-api.ts'
import { Trouble } from '../components/empty.tsx'
import { Switch } from '../components/switch.tsx'
import { call, sentence } from '../session/session.ts'
import { useLoad, useMe } from '../session/use.ts'
import { Page } from '../shell/screen.tsx'
import { say } from '../shell/undo.tsx'
import { IdentitySettings } from './identity.tsx'
import { MatchingSettings } from './matching.tsx'
import { WidgetKeysSettings } from './widget-keys.tsx'

/** What holds for the whole workspace. */
export function WorkspaceScreen() {
  const { operator } = useMe()
  const { value, error, again, change } = useLoad('workspace', () => call('GET /api/workspace'))
  const save = async (workspace: Workspace) => {
    const before = value!.workspace
    change(() => ({ workspace }))
    try {
      await call('PUT /api/workspace', { body: workspace })
    } catch (problem) {
      change(() => ({ workspace: before }))
      say(`Not saved: ${sentence(problem)}`)
    }
  }
  return (
    <Page name="Settings">
      {error && <Trouble again={again}>{error}</Trouble>}
      <div className="mx-auto flex max-w-160 flex-col gap-8 p-4">
        {value && (
          <section aria-labelledby="typing" className="flex items-start gap-4">
            <div className="flex-1">
              <h2 id="typing" className="text-md font-semibold">
                Typing preview
              </h2>
              <p className="mt-1 text-soft">
                Operators see what a visitor is typing before it is sent. The chat says so below its field. Nothing of it is stored. In some countries people must agree to this first; ask before you switch it on.
              </p>
            </div>
            {allows(operator.access, 'team:manage') ? (
              <Switch label="Typing preview" on={value.workspace.typingPreview} onChange={(typingPreview) => void save({ typingPreview })} />
            ) : (
              <p className="text-soft">{value.workspace.typingPreview ? 'On' : 'Off'}. An Admin can change it.</p>
            )}
          </section>
        )}
        {allows(operator.access, 'team:manage') && <WidgetKeysSettings />}
        {allows(operator.access, 'team:manage') && <IdentitySettings />}
        <MatchingSettings mayMove={allows(operator.access, 'team:manage')} />
      </div>
    </Page>
  )
}
