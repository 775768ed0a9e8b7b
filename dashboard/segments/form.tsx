import { useEffect, useState, type FormEvent } from 'react'
import { allows } from '../../protocol/access.ts'
import { comparisonsFor, needsValue, type SegmentFilter, type SegmentKind } from '../../protocol/segments/filter.ts'
import type { Segment, SegmentInput } from '../../protocol/segments/shapes.ts'
import { Button } from '../components/button.tsx'
import { Field } from '../components/field.tsx'
import { Switch } from '../components/switch.tsx'
import { call, messageOf } from '../session/session.ts'
import { useLoad, useMe } from '../session/use.ts'
import { texts } from '../texts.ts'
import { IconChoice } from './icons.tsx'
import { firstTest, Tests } from './tests.tsx'

interface FormProps {
  kind: SegmentKind
  segment: Segment | null
  onSave: (written: SegmentInput) => Promise<void>
  onClose: () => void
}

export function SegmentForm({ kind, segment, onSave, onClose }: FormProps) {
  const mayShare = allows(useMe().operator.access, 'inbox:manage')
  const { value: choices } = useLoad('fields', () => call('GET /api/segment-fields'))
  const [name, setName] = useState(segment?.name ?? '')
  const [icon, setIcon] = useState(segment?.icon ?? (kind === 'tickets' ? 'inbox' : 'user'))
  const [shared, setShared] = useState(segment?.shared ?? false)
  const [filter, setFilter] = useState<SegmentFilter>(segment?.filter ?? { join: 'all', tests: [firstTest(kind)] })
  const [problem, setProblem] = useState<string | null>(null)
  const whole =
    filter.tests.length > 0 &&
    filter.tests.every(
      ({ field, how, value }) => comparisonsFor(kind, field).includes(how) && (!needsValue(how) || value.trim()),
    )
  const save = (event: FormEvent) => {
    event.preventDefault()
    setProblem(null)
    onSave({ kind, name: name.trim(), icon, shared, filter }).catch((error) =>
      setProblem(texts.segments.notSaved(messageOf(error))),
    )
  }
  return (
    <form onSubmit={save} className="flex flex-col gap-5 p-4">
      <Field
        label={texts.segments.name}
        value={name}
        maxLength={60}
        required
        onChange={(event) => setName(event.target.value)}
      />
      <IconChoice value={icon} onChange={setIcon} />
      <fieldset className="flex flex-col gap-2">
        <legend className="mb-1 font-medium">
          {kind === 'tickets' ? texts.segments.ticketsOfWhich : texts.segments.contactsOfWhom}
        </legend>
        <Join value={filter.join} onChange={(join) => setFilter({ ...filter, join })} />
        <Tests
          kind={kind}
          tests={filter.tests}
          keys={choices?.fields ?? []}
          agents={choices?.agents ?? []}
          onChange={(tests) => setFilter({ ...filter, tests })}
        />
      </fieldset>
      {(mayShare || shared) && (
        <div className="flex items-center gap-3">
          <Switch label={texts.segments.shareWithTheTeam} on={shared} onChange={setShared} />
          <span>{texts.segments.shareWithTheTeam}</span>
        </div>
      )}
      {problem && (
        <p role="alert" className="text-bad">
          {problem}
        </p>
      )}
      <div className="flex items-center gap-2">
        <Button type="submit" look="solid" disabled={!name.trim() || !whole}>
          {texts.segments.save}
        </Button>
        <Button look="quiet" onClick={onClose}>
          {texts.segments.cancel}
        </Button>
        <Trial kind={kind} filter={whole ? filter : null} />
      </div>
    </form>
  )
}

function Join({
  value,
  onChange,
}: {
  value: SegmentFilter['join']
  onChange: (join: SegmentFilter['join']) => void
}) {
  return (
    <div role="radiogroup" aria-label={texts.segments.howConditionsGoTogether} className="flex gap-4">
      {(
        [
          ['all', texts.segments.allOfTheseHold],
          ['any', texts.segments.anyOfTheseHolds],
        ] as const
      ).map(([each, says]) => (
        <label key={each} className="flex items-center gap-2">
          <input
            type="radio"
            name="join"
            checked={value === each}
            onChange={() => onChange(each)}
            className="accent-accent"
          />
          {says}
        </label>
      ))}
    </div>
  )
}

const pause = 300

/** How many it would hold, a moment after the last change. */
function Trial({ kind, filter }: { kind: SegmentKind; filter: SegmentFilter | null }) {
  const [count, setCount] = useState<number | null>(null)
  const asked = filter && JSON.stringify(filter)
  useEffect(() => {
    setCount(null)
    if (!asked) return
    let over = false
    const ask = () =>
      call('POST /api/segments/trial', { body: { kind, filter: JSON.parse(asked) } }).then(
        (answer) => over || setCount(answer.count),
        () => {},
      )
    const timer = setTimeout(() => void ask(), pause)
    return () => {
      over = true
      clearTimeout(timer)
    }
  }, [kind, asked])
  return (
    <span role="status" className="ms-auto text-soft tabular-nums">
      {count !== null && `${count} ${count === 1 ? kind.slice(0, -1) : kind}`}
    </span>
  )
}
