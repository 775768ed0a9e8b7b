import { Field } from '../components/field.tsx'
import { texts } from '../texts.ts'
import { AgentFace } from './face.tsx'
import { PartForm } from './part.tsx'
import { useAgentForm, type PartProps } from './use-form.ts'

/** Who it is, for visitors and for the team. */
export function Identity({ agent, mayEdit, onSaved }: PartProps) {
  const { form, set, save, state, changed } = useAgentForm(
    { agent, onSaved },
    {
      read: ({ name, role, initials, image }) => ({ name, role, initials, image: image ?? '' }),
      write: (form) => ({ ...form, image: form.image.trim() || null }),
    },
  )
  return (
    <PartForm
      name={texts.agents.identity}
      says={texts.agents.visitorsSeeThisAt}
      holds={texts.agents.shownFromTheNext}
      {...{ mayEdit, changed, state }}
      wrong={!form.name.trim()}
      onSave={save}
    >
      <Field
        label={texts.agents.name}
        value={form.name}
        maxLength={80}
        required
        onChange={({ target }) => set({ name: target.value })}
        hint={texts.agents.aiStandsBesideIt}
      />
      <Field
        label={texts.agents.role}
        value={form.role}
        maxLength={80}
        onChange={({ target }) => set({ role: target.value })}
        hint={texts.agents.whatItIsThere}
      />
      <div className="flex items-end gap-3">
        <AgentFace
          image={form.image.trim() || null}
          initials={form.initials}
          accent={agent.style.accent}
          size={56}
        />
        <div className="min-w-0 flex-1">
          <Field
            label={texts.agents.initials}
            value={form.initials}
            maxLength={2}
            onChange={({ target }) => set({ initials: target.value })}
            className="max-w-24"
          />
        </div>
      </div>
      <Field
        label={texts.agents.picture}
        type="url"
        value={form.image}
        maxLength={2000}
        placeholder={texts.agents.https}
        onChange={({ target }) => set({ image: target.value })}
        hint={texts.agents.theAddressOfA}
      />
    </PartForm>
  )
}
