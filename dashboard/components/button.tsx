import type { ComponentProps, ReactNode } from 'react'
import { Tooltip } from './tooltip.tsx'

const looks = {
  solid: 'bg-accent text-accent-ink hover:bg-accent-hover',
  outline: 'border border-line bg-surface text-ink hover:bg-hover',
  quiet: 'text-soft hover:bg-hover hover:text-ink',
  whisper: 'bg-whisper-ink text-whisper hover:opacity-90',
  danger: 'text-bad hover:bg-bad-tint',
}

const sizes = { small: 'h-7 px-2', normal: 'h-8 px-3', square: 'size-8', tiny: 'size-6' }

export type ButtonProps = ComponentProps<'button'> & { look?: keyof typeof looks; size?: keyof typeof sizes }

export function Button({ look = 'outline', size = 'normal', className = '', ...rest }: ButtonProps) {
  return (
    <button
      type="button"
      className={`inline-flex shrink-0 items-center justify-center gap-1.5 rounded-md font-medium whitespace-nowrap transition-colors aria-disabled:opacity-50 disabled:opacity-50 ${looks[look]} ${sizes[size]} ${className}`}
      {...rest}
    />
  )
}

/** A button that shows only an icon says what it does, to a screen reader and in a tooltip. */
export function IconButton({
  label,
  keys,
  size = 'square',
  look = 'quiet',
  children,
  ...rest
}: ButtonProps & { label: string; keys?: string; children: ReactNode }) {
  return (
    <Tooltip label={label} keys={keys}>
      <Button aria-label={label} look={look} size={size} {...rest}>
        {children}
      </Button>
    </Tooltip>
  )
}
