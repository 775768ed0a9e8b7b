import { useId, type ComponentProps, type ReactNode } from 'react'

export const fieldLook =
  'w-full rounded-md border border-line-strong bg-surface px-2.5 text-ink transition-colors focus-visible:border-accent focus-visible:outline-offset-0'

interface Labelled {
  label: string
  hint?: ReactNode
  error?: string | null | undefined
}

export function Field({ label, hint, error, className = '', ...rest }: Labelled & ComponentProps<'input'>) {
  const id = useId()
  return (
    <Frame id={id} label={label} hint={hint} error={error}>
      <input
        id={id}
        aria-invalid={!!error}
        aria-describedby={`${id}-hint`}
        className={`h-9 ${fieldLook} ${className}`}
        {...rest}
      />
    </Frame>
  )
}

export function Area({ label, hint, error, className = '', ...rest }: Labelled & ComponentProps<'textarea'>) {
  const id = useId()
  return (
    <Frame id={id} label={label} hint={hint} error={error}>
      <textarea
        id={id}
        aria-invalid={!!error}
        aria-describedby={`${id}-hint`}
        className={`py-2 ${fieldLook} ${className}`}
        {...rest}
      />
    </Frame>
  )
}

function Frame({ id, label, hint, error, children }: Labelled & { id: string; children: ReactNode }) {
  return (
    <div className="flex flex-col gap-1">
      <label htmlFor={id} className="font-medium">
        {label}
      </label>
      {children}
      <p id={`${id}-hint`} className={`text-xs ${error ? 'text-bad' : 'text-faint'} empty:hidden`}>
        {error ?? hint}
      </p>
    </div>
  )
}
