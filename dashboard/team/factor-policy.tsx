import { Switch } from '../components/switch.tsx'
import { showToast } from '../components/toast.tsx'
import { call, messageOf } from '../session/session.ts'
import { useLoad } from '../session/use.ts'
import { texts } from '../texts.ts'

/** Whether everybody needs a second factor. */
export function FactorPolicy() {
  const { value, change } = useLoad('policy', () => call('GET /api/team/policy'))
  if (!value) return null
  const demand = (secondFactor: boolean) =>
    void call('PUT /api/team/policy', { body: { secondFactor } }).then(
      () => change(() => ({ secondFactor })),
      (problem) => showToast(messageOf(problem)),
    )
  return (
    <section className="flex items-start gap-3">
      <Switch label={texts.team.everybodyNeedsAFactor} on={value.secondFactor} onChange={demand} />
      <div>
        <p className="font-medium">{texts.team.everybodyNeedsAFactor}</p>
        <p className="text-soft">{texts.team.whoeverHasNone}</p>
      </div>
    </section>
  )
}
