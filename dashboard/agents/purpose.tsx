import type { Agent } from '../../protocol/entities.ts'
import { Area } from '../components/field.tsx'
import { BuiltinLimit } from '../knowledge/limits.tsx'

type Purposes = Pick<Agent, 'goal' | 'idealCustomer' | 'boundaries'>

/** What the agent is for, for whom, and what it stays away from. */
export function Purpose({ form, set }: { form: Purposes; set: (part: Partial<Purposes>) => void }) {
  return (
    <>
      <Area label="Primary goal" value={form.goal} maxLength={2000} rows={2} onChange={(event) => set({ goal: event.target.value })} hint="What a good conversation leads to." />
      <Area label="Ideal customer" value={form.idealCustomer} maxLength={2000} rows={2} onChange={(event) => set({ idealCustomer: event.target.value })} hint="Whom it is there for." />
      <Area label="Boundaries" value={form.boundaries} maxLength={5000} rows={3} onChange={(event) => set({ boundaries: event.target.value })} hint="What it stays away from, one a line." />
      <BuiltinLimit of="boundaries" />
    </>
  )
}
