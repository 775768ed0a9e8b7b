import {
  comparisons,
  comparisonsFor,
  needsValue,
  ownFields,
  toDo,
  type Comparison,
  type SegmentKind,
  type SegmentTest,
} from '../../protocol/segments/filter.ts'
import { fieldLook } from '../components/field.tsx'
import { moodNames } from '../feed/mood.tsx'
import { texts } from '../texts.ts'
import { statusNames } from '../components/ticket-names.ts'
import { useMembers } from '../session/team.ts'

const howNames: Record<Comparison, string> = {
  is: 'is',
  is_not: texts.segments.isNot,
  contains: 'contains',
  contains_not: texts.segments.doesNotContain,
  set: texts.segments.isSet,
  not_set: texts.segments.isNotSet,
  more: texts.segments.isMoreThan,
  less: texts.segments.isLessThan,
}

export function HowChoice({
  kind,
  test,
  onChange,
}: {
  kind: SegmentKind
  test: SegmentTest
  onChange: (how: Comparison) => void
}) {
  const hows = comparisonsFor(kind, test.field)
  return (
    <select
      aria-label={texts.segments.comparison}
      value={test.how}
      onChange={({ target }) => onChange(target.value as Comparison)}
      className={`h-8 !w-auto shrink-0 ${fieldLook}`}
    >
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
  status: { [toDo]: texts.segments.toDo, ...statusNames },
  mood: moodNames,
  resolved_by: { ai: texts.segments.theAi, person: texts.segments.aPerson },
}

/** What it is compared with, in the way the field asks for. */
export function ValueField({
  test: { field, how, value },
  agents,
  onChange,
}: {
  test: SegmentTest
  agents: { id: string; name: string }[]
  onChange: (value: string) => void
}) {
  const members = useMembers()
  const type = ownFields[field]?.type
  if (!needsValue(how)) return null
  if (type === 'yes')
    return <Choice value={value} options={{ yes: texts.segments.yes, no: 'No' }} onChange={onChange} />
  if (type === 'person')
    return (
      <Choice
        value={value}
        options={{ me: 'Me', ...Object.fromEntries(members.map(({ id, name }) => [id, name])) }}
        onChange={onChange}
      />
    )
  if (type === 'choice')
    return (
      <Choice
        value={value}
        options={choices[field] ?? Object.fromEntries(agents.map(({ id, name }) => [id, name]))}
        onChange={onChange}
      />
    )
  if (type === 'time') {
    return (
      <label className="flex items-center gap-2">
        <input
          type="number"
          aria-label={texts.segments.days}
          min={0}
          max={10_000}
          required
          value={value}
          onChange={({ target }) => onChange(target.value)}
          className={`h-8 !w-20 ${fieldLook}`}
        />
        {texts.segments.daysAgo}
      </label>
    )
  }
  return (
    <input
      aria-label={texts.segments.value}
      value={value}
      placeholder={texts.segments.value}
      required
      maxLength={300}
      onChange={({ target }) => onChange(target.value)}
      className={`h-8 min-w-28 flex-1 basis-28 ${fieldLook}`}
    />
  )
}

function Choice({
  value,
  options,
  onChange,
}: {
  value: string
  options: Record<string, string>
  onChange: (value: string) => void
}) {
  return (
    <select
      aria-label={texts.segments.value}
      required
      value={value}
      onChange={({ target }) => onChange(target.value)}
      className={`h-8 min-w-28 flex-1 basis-28 ${fieldLook}`}
    >
      {!(value in options) && <option value={value}>{value || texts.segments.choose}</option>}
      {Object.entries(options).map(([each, name]) => (
        <option key={each} value={each}>
          {name}
        </option>
      ))}
    </select>
  )
}
