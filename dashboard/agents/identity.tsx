import { Field } from '../components/field.tsx'
import { AgentFace } from './face.tsx'
import { PartForm } from './part.tsx'
import { useAgentForm, type PartProps } from './use-form.ts'

/** Who it is, for visitors and for the team. */
export function Identity({ agent, mayEdit, onSaved }: PartProps) {
  const { form, set, save, state, changed } = useAgentForm({ agent, onSaved }, {
    read: ({ name, role, initials, image }) => ({ name, role, initials, image: image ?? '' }),
    write: (form) => ({ ...form, image: form.image.trim() || null }),
  })
  return (
    <PartForm name="Identity" says="Visitors see this at the head of the chat. Conversations under way keep the name they began with." holds="Shown from the next page that a visitor loads." {...{ mayEdit, changed, state }} wrong={!form.name.trim()} onSave={save}>
      <Field label="Name" value={form.name} maxLength={80} required onChange={({ target }) => set({ name: target.value })} hint="“AI” stands beside it." />
      <Field label="Role" value={form.role} maxLength={80} onChange={({ target }) => set({ role: target.value })} hint="What it is there for, in a few words: “Orders and returns”. Without one visitors read “AI assistant”." />
      <div className="flex items-end gap-3">
        <AgentFace image={form.image.trim() || null} initials={form.initials} accent={agent.style.accent} size={56} />
        <div className="min-w-0 flex-1">
          <Field label="Initials" value={form.initials} maxLength={2} onChange={({ target }) => set({ initials: target.value })} className="max-w-24" />
        </div>
      </div>
      <Field label="Picture" type="url" value={form.image} maxLength={2000} placeholder="https://" onChange={({ target }) => set({ image: target.value })} hint="The address of a square picture. Without one the initials are drawn, and without those a spark. Your site’s policy must allow it." />
    </PartForm>
  )
}
