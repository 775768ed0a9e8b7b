import type { ReactNode } from 'react'
import { texts } from '../texts.ts'

export function Empty({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <div className="m-auto flex max-w-96 flex-col items-center gap-3 p-8 text-center text-soft">
      <p className="text-md font-semibold text-ink">{title}</p>
      {children}
    </div>
  )
}

/** What happened, what was kept and what to do. */
export function ErrorMessage({ children, reload }: { children: ReactNode; reload?: () => void }) {
  return (
    <div role="alert" className="m-4 rounded-md bg-bad-tint px-3 py-2 text-bad">
      {children}{' '}
      {reload && (
        <button type="button" onClick={reload} className="rounded-sm font-medium underline underline-offset-2">
          {texts.components.tryAgain}
        </button>
      )}
    </div>
  )
}
