import { Switch as Base } from '@base-ui/react/switch'

/** On or off, at once. `label` says what is switched. */
export function Switch({ label, on, onChange }: { label: string; on: boolean; onChange: (on: boolean) => void }) {
  return (
    <Base.Root
      aria-label={label}
      checked={on}
      onCheckedChange={onChange}
      className="inline-flex h-5 w-9 shrink-0 items-center rounded-full border border-line-strong bg-sunken px-0.5 transition-colors data-[checked]:border-accent data-[checked]:bg-accent"
    >
      <Base.Thumb className="size-3.5 rounded-full bg-soft data-[checked]:translate-x-4 data-[checked]:bg-accent-ink" />
    </Base.Root>
  )
}
