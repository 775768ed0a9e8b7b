import type { Agent } from '../../protocol/entities.ts'
import { Area } from '../components/field.tsx'
import { BuiltinLimit } from '../knowledge/limits.tsx'
import { texts } from '../texts.ts'

type Purposes = Pick<Agent, 'goal' | 'idealCustomer' | 'boundaries'>

/** What the agent is for, for whom, and what it stays away from. */
export function Purpose({ form, set }: { form: Purposes; set: (part: Partial<Purposes>) => void }) {
  return (
    <>
      <Area
        label={texts.agents.primaryGoal}
        value={form.goal}
        maxLength={2000}
        rows={2}
        onChange={(event) => set({ goal: event.target.value })}
        hint={texts.agents.whatAGoodConversation}
      />
      <Area
        label={texts.agents.idealCustomer}
        value={form.idealCustomer}
        maxLength={2000}
        rows={2}
        onChange={(event) => set({ idealCustomer: event.target.value })}
        hint={texts.agents.whomItIsThere}
      />
      <Area
        label={texts.agents.boundaries}
        value={form.boundaries}
        maxLength={5000}
        rows={3}
        onChange={(event) => set({ boundaries: event.target.value })}
        hint={texts.agents.whatItStaysAway}
      />
      <BuiltinLimit of="boundaries" />
    </>
  )
}
