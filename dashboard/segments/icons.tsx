import {
  Bug,
  Clock3,
  CreditCard,
  Flag,
  Flame,
  Globe,
  Heart,
  Inbox,
  ShoppingCart,
  Star,
  Truck,
  UserRound,
  type LucideIcon,
} from 'lucide-react'
import type { SegmentIcon } from '../../protocol/segments/shapes.ts'
import { texts } from '../texts.ts'

export const segmentIcons: Record<SegmentIcon, LucideIcon> = {
  inbox: Inbox,
  star: Star,
  flame: Flame,
  clock: Clock3,
  flag: Flag,
  heart: Heart,
  bug: Bug,
  cart: ShoppingCart,
  card: CreditCard,
  truck: Truck,
  globe: Globe,
  user: UserRound,
}

const names: Record<SegmentIcon, string> = {
  inbox: texts.segments.inbox,
  star: texts.segments.star,
  flame: texts.segments.flame,
  clock: texts.segments.clock,
  flag: texts.segments.flag,
  heart: texts.segments.heart,
  bug: texts.segments.bug,
  cart: texts.segments.cart,
  card: texts.segments.card,
  truck: texts.segments.truck,
  globe: texts.segments.globe,
  user: texts.segments.person,
}

export function IconChoice({ value, onChange }: { value: SegmentIcon; onChange: (icon: SegmentIcon) => void }) {
  return (
    <fieldset>
      <legend className="mb-1 font-medium">{texts.segments.icon}</legend>
      <div className="flex flex-wrap gap-1">
        {(Object.keys(segmentIcons) as SegmentIcon[]).map((icon) => {
          const Icon = segmentIcons[icon]
          return (
            <label
              key={icon}
              title={names[icon]}
              className="flex size-8 items-center justify-center rounded-md border border-line text-soft transition-colors hover:bg-hover has-checked:border-accent has-checked:bg-accent-tint has-checked:text-accent-text has-focus-visible:outline-2 has-focus-visible:outline-accent"
            >
              <input
                type="radio"
                name="icon"
                aria-label={names[icon]}
                checked={value === icon}
                onChange={() => onChange(icon)}
                className="sr-only"
              />
              <Icon size={15} aria-hidden />
            </label>
          )
        })}
      </div>
    </fieldset>
  )
}
