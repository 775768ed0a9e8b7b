import { FactorNeeded } from './account/factor-needed.tsx'
import { useMe } from './session/use.ts'
import { Shell } from './shell/shell.tsx'

/** Behind the door: the workspace, or what is still missing to get there. */
export function Inside() {
  return useMe().operator.factorMissing ? <FactorNeeded /> : <Shell />
}
