import { Link } from '@tanstack/react-router'
import { allows } from '../../protocol/access.ts'
import { outages } from '../alerts/ring.ts'
import { useMe, useStore } from '../session/use.ts'
import { texts } from '../texts.ts'

/** For admins, on every screen: which language model does not answer, in its provider's own words. */
export function OutageBanner() {
  const { operator } = useMe()
  const down = useStore(outages)
  if (!allows(operator.access, 'team:manage') || !down.length) return null
  return down.map(({ id, title, detail }) => (
    <p key={id} role="status" className="flex flex-wrap items-center gap-x-3 bg-bad-tint px-3 py-1.5 text-bad">
      {texts.shell.doesNotAnswer(title, detail)}
      <Link to="/settings/workspace" className="rounded-sm underline underline-offset-2">
        {texts.shell.languageModels}
      </Link>
    </p>
  ))
}
