import { useId } from 'react'
import type { AgentStyle } from '../../protocol/agents/shapes.ts'
import { contrast, isColour, readable, writingOn } from '../../protocol/widget/contrast.ts'
import type { LauncherIcon } from '../../protocol/widget/icons.ts'
import { mostSuggestions } from '../../protocol/sizes.ts'
import { Button } from '../components/button.tsx'
import { Area, Field, fieldLook } from '../components/field.tsx'
import { texts } from '../texts.ts'
import { usualAccent } from './face.tsx'
import { PartForm } from './part.tsx'
import { Preview } from './preview.tsx'
import { useAgentForm, type PartProps } from './use-form.ts'

const icons: { value: LauncherIcon; label: string }[] = [
  { value: 'bubble', label: texts.agents.speechBubble },
  { value: 'question', label: texts.agents.questionMark },
  { value: 'spark', label: texts.agents.spark },
  { value: 'headset', label: texts.agents.headset },
]
const sides: { value: AgentStyle['position']; label: string }[] = [
  { value: 'right', label: texts.agents.right },
  { value: 'left', label: texts.agents.left },
]

const linesOf = (text: string) =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean)

/** How the chat looks where this agent answers, and what it says first. */
export function Style({ agent, mayEdit, onSaved }: PartProps) {
  const { form, set, save, state, changed } = useAgentForm(
    { agent, onSaved },
    {
      read: ({ style, greeting, suggestions }) => ({ ...style, greeting, suggestions: suggestions.join('\n') }),
      write: ({ greeting, suggestions, ...style }) => ({ style, greeting, suggestions: linesOf(suggestions) }),
    },
  )
  const suggestions = linesOf(form.suggestions)
  const tooMany =
    suggestions.length > mostSuggestions ? texts.agents.atMostThereAre(mostSuggestions, suggestions.length) : null
  const wrong = tooMany !== null || (form.accent !== null && wrongColour(form.accent) !== null)
  return (
    <div className="grid items-start gap-8 md:grid-cols-[minmax(0,1fr)_300px]">
      <PartForm
        name={texts.agents.style}
        says={texts.agents.howTheChatLooks}
        holds={texts.agents.shownFromTheNext}
        {...{ mayEdit, changed, state, wrong }}
        onSave={save}
      >
        <Accent accent={form.accent} onChange={(accent) => set({ accent })} />
        <div className="grid grid-cols-2 gap-4">
          <Choice
            label={texts.agents.launcherIcon}
            value={form.icon}
            options={icons}
            onChange={(icon) => set({ icon })}
          />
          <Choice
            label={texts.agents.corner}
            value={form.position}
            options={sides}
            onChange={(position) => set({ position })}
          />
        </div>
        <Field
          label={texts.agents.launcherWords}
          value={form.label}
          maxLength={24}
          onChange={({ target }) => set({ label: target.value })}
          hint={texts.agents.besideTheIconFor}
        />
        <Area
          label={texts.agents.greeting}
          value={form.greeting}
          maxLength={500}
          rows={2}
          onChange={({ target }) => set({ greeting: target.value })}
        />
        <Area
          label={texts.agents.suggestedQuestions}
          value={form.suggestions}
          rows={4}
          onChange={({ target }) => set({ suggestions: target.value })}
          hint={texts.agents.oneALineAt(mostSuggestions)}
          error={tooMany}
        />
      </PartForm>
      <Preview
        agent={agent}
        style={{ ...form, accent: form.accent !== null && wrongColour(form.accent) === null ? form.accent : null }}
        greeting={form.greeting}
        suggestions={suggestions.slice(0, mostSuggestions)}
      />
    </div>
  )
}

function Accent({ accent, onChange }: { accent: string | null; onChange: (accent: string | null) => void }) {
  const shown = accent ?? usualAccent
  const wrong = wrongColour(shown)
  const hint =
    wrong ??
    texts.agents.whiteWritingIsRead(writingOn(shown) === '#ffffff', contrast(shown, writingOn(shown)).toFixed(1))
  return (
    <div className="flex items-start gap-3">
      <input
        type="color"
        aria-label={texts.agents.pickAColour}
        value={longOf(shown)}
        onChange={({ target }) => onChange(target.value)}
        className="mt-6 h-9 w-12 shrink-0 cursor-pointer rounded-md border border-line-strong bg-surface p-1"
      />
      <div className="min-w-0 flex-1">
        <Field
          label={texts.agents.colour}
          value={shown}
          maxLength={7}
          spellCheck={false}
          onChange={({ target }) => onChange(target.value)}
          hint={hint}
          error={wrong}
          className="max-w-36 font-mono"
        />
      </div>
      {accent !== null && (
        <Button size="small" look="quiet" className="mt-7" onClick={() => onChange(null)}>
          {texts.agents.useHalosOwn}
        </Button>
      )}
    </div>
  )
}

/** Why a colour cannot be used, or null. */
function wrongColour(colour: string): string | null {
  if (!isColour(colour)) return texts.agents.writeTheColourAs
  return contrast(colour, writingOn(colour)) < readable ? texts.agents.neitherWhiteNorBlack : null
}

/** The browser's picker knows only the long form. */
function longOf(colour: string): string {
  if (!isColour(colour)) return usualAccent
  return colour.length === 7 ? colour : `#${colour.slice(1).replace(/./g, '$&$&')}`
}

function Choice<T extends string>({
  label,
  value,
  options,
  onChange,
}: {
  label: string
  value: T
  options: { value: T; label: string }[]
  onChange: (value: T) => void
}) {
  const id = useId()
  return (
    <div className="flex flex-col gap-1">
      <label htmlFor={id} className="font-medium">
        {label}
      </label>
      <select
        id={id}
        value={value}
        onChange={({ target }) => onChange(target.value as T)}
        className={`h-9 ${fieldLook}`}
      >
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    </div>
  )
}
