import { Area } from '../components/field.tsx'
import { texts } from '../texts.ts'
import { PartForm } from './part.tsx'
import { Purpose } from './purpose.tsx'
import { useAgentForm, type PartProps } from './use-form.ts'

/** How it is told to behave. Guidance and the instructions for every agent come before it. */
export function AgentInstructions({ agent, mayEdit, onSaved }: PartProps) {
  const { form, set, save, state, changed } = useAgentForm(
    { agent, onSaved },
    {
      read: ({ instructions, goal, idealCustomer, boundaries }) => ({
        instructions,
        goal,
        idealCustomer,
        boundaries,
      }),
      write: (form) => form,
    },
  )
  return (
    <PartForm
      name={texts.agents.instructions}
      says={texts.agents.forThisAgentAlone}
      holds={texts.agents.holdsFromTheNext}
      {...{ mayEdit, changed, state }}
      onSave={save}
    >
      <Area
        label={texts.agents.instructions}
        value={form.instructions}
        maxLength={20_000}
        rows={8}
        onChange={({ target }) => set({ instructions: target.value })}
        hint={texts.agents.howItIsTo}
      />
      <Purpose form={form} set={set} />
    </PartForm>
  )
}
