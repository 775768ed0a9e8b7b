import { Select as Base } from '@base-ui/react/select'
import { Check, ChevronDown } from 'lucide-react'

export interface Option<T extends string> {
  value: T
  label: string
}

/** `label` names what is chosen; while nothing special is chosen it stands in the button itself, unless the choice is always to be `shown`. */
export function Select<T extends string>({
  label,
  value,
  options,
  shown = false,
  onChange,
}: {
  label: string
  value: T
  options: Option<T>[]
  shown?: boolean
  onChange: (value: T) => void
}) {
  const chosen = options.find((option) => option.value === value)
  const special = value !== options[0]?.value
  return (
    <Base.Root value={value} items={options} onValueChange={(next) => next && onChange(next as T)}>
      <Base.Trigger
        aria-label={`${label}: ${chosen?.label ?? ''}`}
        className={`inline-flex h-7 shrink-0 items-center gap-1 rounded-md px-2 whitespace-nowrap transition-colors hover:bg-hover data-[popup-open]:bg-hover ${special ? 'bg-accent-tint font-medium text-accent-text' : 'text-soft'}`}
      >
        <span className="max-w-44 truncate">{special || shown ? chosen?.label : label}</span>
        <ChevronDown size={12} aria-hidden />
      </Base.Trigger>
      <Base.Portal>
        <Base.Positioner alignItemWithTrigger={false} sideOffset={4} className="z-50">
          <Base.Popup className="max-h-(--available-height) min-w-40 animate-appear overflow-y-auto rounded-md border border-line bg-raised p-1 shadow-float">
            {options.map((option) => (
              <Base.Item
                key={option.value}
                value={option.value}
                className="flex h-8 items-center gap-2 rounded-sm px-2 data-[highlighted]:bg-hover data-[highlighted]:outline-none"
              >
                <Base.ItemText className="flex-1">{option.label}</Base.ItemText>
                <Base.ItemIndicator>
                  <Check size={14} aria-hidden />
                </Base.ItemIndicator>
              </Base.Item>
            ))}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  )
}
