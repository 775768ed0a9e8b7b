import { Plus, X } from 'lucide-react'
import { useRef } from 'react'
import {
  comparisonsFor,
  ownFields,
  toDo,
  type SegmentKind,
  type SegmentTest,
} from '../../protocol/segments/filter.ts'
import { Button, IconButton } from '../components/button.tsx'
import { texts } from '../texts.ts'
import { FieldChoice } from './field-choice.tsx'
import { HowChoice, ValueField } from './value-field.tsx'

const most = 20

/** What a test begins with: what most people sort out by first. */
export const firstTest = (kind: SegmentKind): SegmentTest =>
  kind === 'tickets'
    ? { field: 'status', how: 'is', value: toDo }
    : { field: 'contact.name', how: 'contains', value: '' }

/** What was compared with stays where it still means something. */
function valueFor(test: SegmentTest, field: string): string {
  if (field === 'status') return toDo
  const [type, before] = [ownFields[field]?.type, ownFields[test.field]?.type]
  if (type === 'yes') return 'yes'
  return !type || (type === 'words' && before === 'words') ? test.value : ''
}

/** The same field may be compared otherwise than the one before, and with something else. */
function withField(kind: SegmentKind, test: SegmentTest, field: string): SegmentTest {
  const hows = comparisonsFor(kind, field)
  return { field, how: hows.includes(test.how) || !hows.length ? test.how : hows[0]!, value: valueFor(test, field) }
}

interface TestsProps {
  kind: SegmentKind
  tests: SegmentTest[]
  /** Keys in use, to be offered. */
  keys: string[]
  agents: { id: string; name: string }[]
  onChange: (tests: SegmentTest[]) => void
}

/** Rows of "field, comparison, value". */
export function Tests({ kind, tests, keys, agents, onChange }: TestsProps) {
  const add = useRef<HTMLButtonElement>(null)
  const change = (place: number, test: SegmentTest) =>
    onChange(tests.map((each, index) => (index === place ? test : each)))
  const remove = (place: number) => {
    onChange(tests.filter((_, index) => index !== place))
    // The button that had the focus is gone.
    add.current?.focus()
  }
  return (
    <div className="flex flex-col items-start gap-2">
      {tests.map((test, place) => (
        <div
          key={place}
          role="group"
          aria-label={texts.segments.condition(place + 1)}
          className="flex w-full flex-wrap items-center gap-2"
        >
          <FieldChoice
            kind={kind}
            field={test.field}
            keys={keys}
            onChange={(field) => change(place, withField(kind, test, field))}
          />
          <HowChoice kind={kind} test={test} onChange={(how) => change(place, { ...test, how })} />
          <ValueField test={test} agents={agents} onChange={(value) => change(place, { ...test, value })} />
          <IconButton
            label={texts.segments.removeCondition(place + 1)}
            disabled={tests.length === 1}
            onClick={() => remove(place)}
          >
            <X size={14} aria-hidden />
          </IconButton>
        </div>
      ))}
      <Button
        ref={add}
        size="small"
        disabled={tests.length >= most}
        onClick={() => onChange([...tests, firstTest(kind)])}
      >
        <Plus size={14} aria-hidden />
        {texts.segments.addCondition}
      </Button>
    </div>
  )
}
