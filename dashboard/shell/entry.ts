import type { LucideIcon } from 'lucide-react'

/** One line of the palette. */
export interface Entry {
  key: string
  group: string
  says: string
  more?: string | undefined
  keys?: string | undefined
  icon?: LucideIcon
  /** Where it leads there is a field to write in, or another dialog. */
  takesFocus: boolean
  run: () => void
}
