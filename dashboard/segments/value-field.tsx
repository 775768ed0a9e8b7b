import { comparisons, comparisonsFor, needsValue, ownFields, toDo, type Comparison, type SegmentKind, type SegmentTest } from '../../protocol/segment-filter.ts'
import { fieldLook } from '../components/field.tsx'
import { moodNames } from '../feed/mood.tsx'
import { statusNames } from '../tickets/names.ts'
import { useMembers } from '../tickets/team.ts'

const howNames: Record<Comparison, string> = {
  is: 'is', is_not: 'is not', contains: 'contains', contains_not: 'does not contain', set: 'is set', not_set: 'is not set', more: 'is more than', less: 'is less than',
}

export function HowChoice({ kind, test, onChange }: { kind: SegmentKind; test: SegmentTest; onChange: (how: Comparison) => void }) {
  const hows = comparisonsFor(kind, test.field)
  return (
    <select aria-label="Comparison" value={test.how} onChange={({ target }) => onChange(target.value as Comparison)} className={`h-8 !w-auto shrink-0 ${fieldLook}`}>
      {/* Of a key that is still to be written. */}
      {(hows.length ? hows : comparisons).map((how) => (
        <option key={how} value={how}>
          {howNames[how]}
        </option>
      ))}
    </select>
  )
}

const choices: Record<string, Record<string, string>> = {
  status: { [toDo]: 'To do', ...statusNames },
  mood: moodNames,
  resolved_by: { ai: 'The AI', person: 'A person' },
}

/** What it is compared with, in the way the field asks for. */
export function ValueField({ test: { field, how, value }, agents, onChange }: { test: SegmentTest; agents: { id: string; name: string }[]; onChange: (value: string) => void }) {
  const members = useMembers()
  const type = ownFields[field]?.type
  if (!needsValue(how)) return null
  if (type === 'yes') return <Choice value={value} options={{ yes: 'Yes', no: 'No' }} onChange={onChange} />
  if (type === 'person') return <Choice value={value} options={{ me: 'Me', ...Object.fromEntries(members.map(({ id, name }) => [id, name])) }} onChange={onChange} />
  if (type === 'choice') return <Choice value={value} options={choices[field] ?? Object.fromEntries(agents.map(({ id, name }) => [id, name]))} onChange={onChange} />
  if (type === 'time') {
    return (
      <label className="flex items-center gap-2">
        <input type="number" aria-label="Days" min={0} max={10_000} required value={value} onChange={({ target }) => onChange(target.value)} className={`h-8 !w-20 ${fieldLook}`} />
        days ago
      </label>
    )
  }
  return <input aria-label="Value" value={value} placeholder="Value" required maxLength={300} onChange={({ target }) => onChange(target.value)} className={`h-8 min-w-28 flex-1 basis-28 ${fieldLook}`} />
}

function Choice({ value, options, onChange }: { value: string; options: Record<string, string>; onChange: (value: string) => void }) {
  return (
    <select aria-label="Value" required value={value} onChange={({ target }) => onChange(target.value)} className={`h-8 min-w-28 flex-1 basis-28 ${fieldLook}`}>
      {!(value in options) && <option value={value}>{value || 'Choose'}</option>}
      {Object.entries(options).map(([each, name]) => (
        <option key={each} value={each}>
          {name}
        </option>
      ))}
    </select>
  )
}
