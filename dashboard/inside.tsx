import { lazyRouteComponent } from '@tanstack/react-router'
import { useMe } from './session/use.ts'
import { Shell } from './shell/shell.tsx'

const FactorNeeded = lazyRouteComponent(() => import('./account/factor-needed.tsx'), 'FactorNeeded')

/** Behind the door: the workspace, or what is still missing to get there. */
export function Inside() {
  return useMe().operator.factorMissing ? <FactorNeeded /> : <Shell />
}
