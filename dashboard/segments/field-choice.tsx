import { keyedFields, ownFields, type SegmentKind } from '../../protocol/segments/filter.ts'
import { fieldLook } from '../components/field.tsx'
import { texts } from '../texts.ts'

const whoseNames: Record<string, { group: string; other: string }> = {
  field: { group: texts.segments.fields, other: texts.segments.anotherField },
  contact: { group: texts.segments.traitsOfTheContact, other: texts.segments.anotherTrait },
  company: { group: texts.segments.traitsOfTheCompany, other: texts.segments.anotherTraitOfThe },
}

/** Its own fields, then the keys that are in use, then any other key. */
export function FieldChoice({
  kind,
  field,
  keys,
  onChange,
}: {
  kind: SegmentKind
  field: string
  keys: string[]
  onChange: (field: string) => void
}) {
  const [whose = '', ...rest] = field.split('.')
  const listed = Object.hasOwn(ownFields, field) || keys.includes(field)
  const own = Object.entries(ownFields).filter(([, { of }]) => of.includes(kind))
  return (
    <>
      <select
        aria-label={texts.segments.field}
        value={listed ? field : `${whose}.`}
        onChange={({ target }) => onChange(target.value)}
        className={`h-8 !w-44 shrink-0 ${fieldLook}`}
      >
        {own.map(([each, { name }]) => (
          <option key={each} value={each}>
            {name}
          </option>
        ))}
        {keyedFields[kind].map((each) => (
          <optgroup key={each} label={whoseNames[each]!.group}>
            {keys
              .filter((key) => key.startsWith(`${each}.`))
              .map((key) => (
                <option key={key} value={key}>
                  {key.slice(each.length + 1)}
                </option>
              ))}
            <option value={`${each}.`}>{whoseNames[each]!.other}</option>
          </optgroup>
        ))}
      </select>
      {!listed && (
        <input
          aria-label={texts.segments.key}
          value={rest.join('.')}
          placeholder={texts.segments.key}
          required
          maxLength={64}
          onChange={({ target }) => onChange(`${whose}.${target.value}`)}
          className={`h-8 min-w-24 flex-1 basis-24 ${fieldLook}`}
        />
      )}
    </>
  )
}
