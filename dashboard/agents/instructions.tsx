import { Area } from '../components/field.tsx'
import { PartForm } from './part.tsx'
import { Purpose } from './purpose.tsx'
import { useAgentForm, type PartProps } from './use-form.ts'

/** How it is told to behave. Guidance and the instructions for every agent come before it. */
export function AgentInstructions({ agent, mayEdit, onSaved }: PartProps) {
  const { form, set, save, state, changed } = useAgentForm({ agent, onSaved }, {
    read: ({ instructions, goal, idealCustomer, boundaries }) => ({ instructions, goal, idealCustomer, boundaries }),
    write: (form) => form,
  })
  return (
    <PartForm name="Instructions" says="For this agent alone. Guidance, Inbox training and the instructions for every agent come before it." holds="Holds from the next reply." {...{ mayEdit, changed, state }} onSave={save}>
      <Area label="Instructions" value={form.instructions} maxLength={20_000} rows={8} onChange={({ target }) => set({ instructions: target.value })} hint="How it is to behave." />
      <Purpose form={form} set={set} />
    </PartForm>
  )
}
