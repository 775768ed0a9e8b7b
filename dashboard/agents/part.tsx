import type { FormEvent, ReactNode } from 'react'
import { Button } from '../components/button.tsx'
import { texts } from '../texts.ts'
import type { SaveState } from './use-form.ts'

interface PartFormProps {
  name: string
  says: ReactNode
  mayEdit: boolean
  changed: boolean
  /** Something is not as it may be saved. */
  wrong?: boolean
  state: SaveState
  /** From when on it holds. */
  holds: string
  onSave: (event: FormEvent) => void
  children: ReactNode
}

/** One part of an agent as a form with its own button. */
export function PartForm({
  name,
  says,
  mayEdit,
  changed,
  wrong = false,
  state,
  holds,
  onSave,
  children,
}: PartFormProps) {
  return (
    <form onSubmit={onSave} aria-label={name}>
      <fieldset disabled={!mayEdit} className="flex min-w-0 flex-col gap-4">
        <p className="text-soft">{says}</p>
        {children}
        <div className="flex items-center gap-3">
          {mayEdit && (
            <Button type="submit" look="solid" disabled={!changed || wrong || state === 'busy'}>
              {state === 'busy' ? texts.agents.saving : texts.agents.save}
            </Button>
          )}
          <p role="status" className={typeof state === 'object' ? 'text-bad' : 'text-soft'}>
            {typeof state === 'object' && state.error}
            {state === 'saved' && !changed && texts.agents.saved(holds)}
          </p>
        </div>
      </fieldset>
    </form>
  )
}
