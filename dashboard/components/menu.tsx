import { Menu as Base } from '@base-ui/react/menu'
import type { ReactElement, ReactNode } from 'react'

export function Menu({ trigger, children }: { trigger: ReactElement; children: ReactNode }) {
  return (
    <Base.Root>
      <Base.Trigger render={trigger} />
      <Base.Portal>
        <Base.Positioner sideOffset={4} align="start" className="z-50">
          <Base.Popup className="min-w-44 animate-appear rounded-md border border-line bg-raised p-1 shadow-float">
            {children}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  )
}

export function MenuItem({
  icon,
  onChoose,
  children,
}: {
  icon?: ReactNode
  onChoose: () => void
  children: ReactNode
}) {
  return (
    <Base.Item
      onClick={onChoose}
      className="flex h-8 items-center gap-2 rounded-sm px-2 data-[highlighted]:bg-hover data-[highlighted]:outline-none"
    >
      {icon}
      {children}
    </Base.Item>
  )
}

export function MenuChoice<T extends string>({
  value,
  options,
  onChange,
}: {
  value: T
  options: { value: T; label: string; icon: ReactNode }[]
  onChange: (value: T) => void
}) {
  return (
    <Base.RadioGroup value={value} onValueChange={(next) => onChange(next as T)}>
      {options.map(({ value: each, label, icon }) => (
        <Base.RadioItem
          key={each}
          value={each}
          closeOnClick
          className="flex h-8 items-center gap-2 rounded-sm px-2 data-[checked]:font-semibold data-[highlighted]:bg-hover data-[highlighted]:outline-none"
        >
          {icon}
          <span className="flex-1">{label}</span>
          <Base.RadioItemIndicator className="text-accent-text">✓</Base.RadioItemIndicator>
        </Base.RadioItem>
      ))}
    </Base.RadioGroup>
  )
}

export const MenuLine = () => <Base.Separator className="my-1 h-px bg-line" />
