import { useId } from 'react'
import { texts } from '../texts.ts'
import { PartForm } from './part.tsx'
import { useAgentForm, type PartProps } from './use-form.ts'

/** Which model writes its replies. `models`: those that are set up, that of the workspace first. */
export function AgentModel({ agent, models, mayEdit, onSaved }: PartProps & { models: string[] }) {
  const name = useId()
  const { form, set, save, state, changed } = useAgentForm(
    { agent, onSaved },
    { read: ({ model }) => ({ model }), write: (form) => form },
  )
  const gone = agent.model !== '' && !models.includes(agent.model)
  const choices = [
    { model: '', name: texts.agents.thatOfTheWorkspace, says: texts.agents.nowChangesWithThe(models[0]) },
    ...models.map((model) => ({
      model,
      name: model,
      says: model === 'built-in' ? texts.agents.quotesYourArticlesNeeds : texts.agents.askedOverTheNetwork,
    })),
  ]
  return (
    <PartForm
      name={texts.agents.model}
      says={texts.agents.whatWritesItsReplies}
      holds={texts.agents.holdsFromTheNext}
      {...{ mayEdit, changed, state }}
      onSave={save}
    >
      {gone && (
        <p className="rounded-md bg-bad-tint px-3 py-2 text-bad">
          {texts.agents.isSetUpNo(agent.model, agent.answersWith)}
        </p>
      )}
      <div
        role="radiogroup"
        aria-label={texts.agents.model}
        className="overflow-hidden rounded-md border border-line"
      >
        {choices.map((each) => (
          <label
            key={each.model}
            className={`flex gap-2.5 border-line px-3 py-2.5 transition-colors not-first:border-t ${form.model === each.model ? 'bg-accent-tint' : 'hover:bg-hover'}`}
          >
            <input
              type="radio"
              name={name}
              checked={form.model === each.model}
              onChange={() => set({ model: each.model })}
              className="mt-0.5 size-3.5 shrink-0 accent-accent"
            />
            <span>
              <span className="font-medium">{each.name}</span>
              <span className="block text-xs text-soft">{each.says}</span>
            </span>
          </label>
        ))}
      </div>
    </PartForm>
  )
}
