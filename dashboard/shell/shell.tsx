import { Outlet, useNavigate } from '@tanstack/react-router'
import { useCallback, useEffect } from 'react'
import { ring } from '../alerts/ring.ts'
import { showFeed } from '../feed/feed.ts'
import { filterOf } from '../feed/search.ts'
import { watchSegments } from '../segments/segments.ts'
import { SegmentWriter } from '../segments/writer.tsx'
import { useStore } from '../session/use.ts'
import { BudgetBanner } from './budget-banner.tsx'
import { OutageBanner } from './outage-banner.tsx'
import { Busy } from './busy.tsx'
import { useCommands } from './commands.ts'
import { isField, useKeyboard } from './keyboard.ts'
import { Palette } from './palette.tsx'
import { Parts } from './parts.tsx'
import { ShortcutSheet } from './shortcut-sheet.tsx'
import { Drawer, Sidebar } from './sidebar.tsx'
import { sheetOpen } from './signed-in.tsx'
import { openPalette } from './typed.ts'
import { Toasts } from '../components/toast.tsx'

export function Shell() {
  const open = useStore(sheetOpen)
  // The feed is read from every screen: the sidebar counts it, and coming back to it shows it at once.
  useEffect(() => {
    if (!location.pathname.startsWith('/inbox/live')) showFeed(filterOf({}))
  }, [])
  const navigate = useNavigate()
  useEffect(
    () =>
      ring(
        (to) => void navigate({ to: '/inbox/live/$id', params: { id: to } }),
        (to) => void navigate({ to: '/tickets/$id', params: { id: to } }),
      ),
    [navigate],
  )
  useEffect(watchSegments, [])
  useKeyboard(useCallback((to) => void navigate({ to }), [navigate]))
  useCommands({
    palette: openPalette,
    sheet: () => sheetOpen.set(true),
    leave: () => {
      if (isField(document.activeElement)) (document.activeElement as HTMLElement).blur()
    },
  })
  return (
    <div className="flex h-full">
      <Sidebar />
      <Drawer />
      <main className="flex min-w-0 flex-1 flex-col">
        <BudgetBanner />
        <OutageBanner />
        <Parts />
        <div className="min-h-0 flex-1">
          <Outlet />
        </div>
      </main>
      <Busy />
      <Palette />
      <SegmentWriter />
      <ShortcutSheet open={open} onClose={() => sheetOpen.set(false)} />
      <Toasts />
    </div>
  )
}
