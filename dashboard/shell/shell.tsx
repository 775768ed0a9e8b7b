import { Outlet } from '@tanstack/react-router'
import { useEffect } from 'react'
import { showFeed } from '../feed/feed.ts'
import { filterOf } from '../feed/search.ts'
import { useStore } from '../session/use.ts'
import { ShortcutSheet } from './shortcut-sheet.tsx'
import { isField, useShortcuts } from './shortcuts.ts'
import { Drawer, Sidebar } from './sidebar.tsx'
import { sheetOpen } from './signed-in.tsx'
import { Undos } from './undo.tsx'

export function Shell() {
  const open = useStore(sheetOpen)
  // The feed is read from every screen: the sidebar counts it, and coming back to it shows it at once.
  useEffect(() => {
    if (!location.pathname.startsWith('/inbox/live')) showFeed(filterOf({}))
  }, [])
  useShortcuts({
    '?': () => sheetOpen.set(true),
    Escape: ({ target }) => {
      if (isField(target)) (target as HTMLElement).blur()
    },
  })
  return (
    <div className="flex h-full">
      <Sidebar />
      <Drawer />
      <main className="min-w-0 flex-1">
        <Outlet />
      </main>
      <ShortcutSheet open={open} onClose={() => sheetOpen.set(false)} />
      <Undos />
    </div>
  )
}
