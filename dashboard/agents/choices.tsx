import { useId } from 'react'

interface ChoicesProps<T extends string> {
  legend: string
  value: T
  choices: { value: T; name: string; says: string }[]
  onChange: (value: T) => void
}

/** One of several, each with a sentence on what it means. */
export function Choices<T extends string>({ legend, value, choices, onChange }: ChoicesProps<T>) {
  const name = useId()
  return (
    <fieldset className="flex flex-col gap-1">
      <legend className="mb-1 font-medium">{legend}</legend>
      <div className="overflow-hidden rounded-md border border-line">
        {choices.map((each) => (
          <label
            key={each.value}
            className={`flex gap-2.5 border-line px-3 py-2.5 transition-colors not-first:border-t ${value === each.value ? 'bg-accent-tint' : 'hover:bg-hover'}`}
          >
            <input
              type="radio"
              name={name}
              checked={value === each.value}
              onChange={() => onChange(each.value)}
              className="mt-0.5 size-3.5 shrink-0 accent-accent"
            />
            <span>
              <span className="font-medium">{each.name}</span>
              <span className="block text-xs text-soft">{each.says}</span>
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  )
}
