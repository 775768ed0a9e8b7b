import type { ReactNode } from 'react'
import { texts } from '../texts.ts'

/** The frame around the few screens before the dashboard. */
export function SignedOutPage({ title, children }: { title: string; children: ReactNode }) {
  return (
    <main className="flex h-full items-center justify-center overflow-y-auto p-4">
      <div className="w-full max-w-90 rounded-md border border-line bg-surface p-8 shadow-float">
        <div className="mb-6 flex items-center gap-2.5">
          <img src="/mark.svg" alt="" className="size-7" />
          <span className="text-md font-semibold">{texts.session.halo}</span>
        </div>
        <h1 className="mb-4 text-lg font-semibold">{title}</h1>
        {children}
      </div>
    </main>
  )
}
