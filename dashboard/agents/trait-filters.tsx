import { Plus, X } from 'lucide-react'
import { useId, useRef } from 'react'
import type { TraitFilter } from '../../protocol/agents/escalation.ts'
import { Button, IconButton } from '../components/button.tsx'
import { fieldLook } from '../components/field.tsx'
import { texts } from '../texts.ts'

const operators: Record<TraitFilter['operator'], string> = {
  is: 'is',
  is_not: texts.agents.isNot,
  contains: 'contains',
  exists: 'exists',
}
const most = 20
/** Offered while typing; sites add traits of their own. */
const usualKeys = [
  'name',
  'email',
  'identified',
  'verified',
  'company',
  'plan',
  'role',
  'company.plan',
  'company.industry',
]

interface TraitFiltersProps {
  legend: string
  /** Whom it means while there is no filter. */
  none: string
  filters: TraitFilter[]
  onChange: (filters: TraitFilter[]) => void
}

/** Rows of "trait, is, value", all of which must be true of a visitor. */
export function TraitFilters({ legend, none, filters, onChange }: TraitFiltersProps) {
  const keys = useId()
  const add = useRef<HTMLButtonElement>(null)
  const change = (place: number, part: Partial<TraitFilter>) =>
    onChange(filters.map((filter, each) => (each === place ? { ...filter, ...part } : filter)))
  const remove = (place: number) => {
    onChange(filters.filter((_, each) => each !== place))
    // The button that had the focus is gone.
    add.current?.focus()
  }
  return (
    <fieldset className="flex flex-col items-start gap-2">
      <legend className="mb-1 font-medium">{legend}</legend>
      <p className="text-xs text-faint">
        {filters.length ? texts.agents.visitorsOfWhomAll : texts.agents.asLongAsThere(none)}
      </p>
      <datalist id={keys}>
        {usualKeys.map((key) => (
          <option key={key} value={key} />
        ))}
      </datalist>
      {filters.map((filter, place) => (
        <Row
          key={place}
          filter={filter}
          number={place + 1}
          keys={keys}
          onChange={(part) => change(place, part)}
          onRemove={() => remove(place)}
        />
      ))}
      <Button
        ref={add}
        size="small"
        disabled={filters.length >= most}
        onClick={() => onChange([...filters, { key: '', operator: 'is', value: '' }])}
      >
        <Plus size={14} aria-hidden />
        {texts.agents.addFilter}
      </Button>
    </fieldset>
  )
}

interface RowProps {
  filter: TraitFilter
  number: number
  keys: string
  onChange: (part: Partial<TraitFilter>) => void
  onRemove: () => void
}

function Row({ filter: { key, operator, value }, number, keys, onChange, onRemove }: RowProps) {
  return (
    <div role="group" aria-label={texts.agents.filter(number)} className="flex w-full flex-wrap items-center gap-2">
      <input
        aria-label={texts.agents.trait}
        list={keys}
        value={key}
        placeholder={texts.agents.trait}
        required
        maxLength={100}
        onChange={({ target }) => onChange({ key: target.value })}
        className={`h-8 min-w-28 flex-1 basis-28 ${fieldLook}`}
      />
      <select
        aria-label={texts.agents.comparison}
        value={operator}
        onChange={({ target }) => onChange({ operator: target.value as TraitFilter['operator'] })}
        className={`h-8 !w-auto shrink-0 ${fieldLook}`}
      >
        {Object.entries(operators).map(([each, name]) => (
          <option key={each} value={each}>
            {name}
          </option>
        ))}
      </select>
      {operator !== 'exists' && (
        <input
          aria-label={texts.agents.value}
          value={value}
          placeholder={texts.agents.value}
          required
          maxLength={300}
          onChange={({ target }) => onChange({ value: target.value })}
          className={`h-8 min-w-28 flex-1 basis-28 ${fieldLook}`}
        />
      )}
      <IconButton label={texts.agents.removeFilter(number)} size="square" onClick={onRemove}>
        <X size={14} aria-hidden />
      </IconButton>
    </div>
  )
}
