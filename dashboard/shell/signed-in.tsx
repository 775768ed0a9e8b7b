import { useNavigate } from '@tanstack/react-router'
import { CircleDot, Keyboard, LogOut, Monitor, Moon, MoonStar, Sun, UserCog } from 'lucide-react'
import { Avatar } from '../components/avatar.tsx'
import { Badge } from '../components/badge.tsx'
import { showToast } from '../components/toast.tsx'
import { Menu, MenuChoice, MenuItem, MenuLine } from '../components/menu.tsx'
import { createStore } from '../../client/store.ts'
import { call, me, messageOf, signOut } from '../session/session.ts'
import { readTeam } from '../session/team.ts'
import { useMe, useStore } from '../session/use.ts'
import { texts } from '../texts.ts'
import { chooseTheme, theme } from './theme.ts'

export const sheetOpen = createStore(false)

const themes = [
  { value: 'auto' as const, label: texts.shell.asTheSystem, icon: <Monitor size={14} aria-hidden /> },
  { value: 'light' as const, label: texts.shell.light, icon: <Sun size={14} aria-hidden /> },
  { value: 'dark' as const, label: texts.shell.dark, icon: <Moon size={14} aria-hidden /> },
]

const duties = [
  { value: 'onDuty' as const, label: texts.shell.onDuty, icon: <CircleDot size={14} aria-hidden /> },
  { value: 'away' as const, label: texts.shell.away, icon: <MoonStar size={14} aria-hidden /> },
]

/** Kept by the server: every browser of this operator, and every colleague, sees the same. */
async function setDuty(duty: 'onDuty' | 'away'): Promise<void> {
  try {
    const { awaySince } = await call('PUT /api/me/duty', { body: { away: duty === 'away' } })
    me.set((before) => before && { ...before, awaySince })
    readTeam()
  } catch (error) {
    showToast(texts.shell.dutyNotChanged(messageOf(error)))
  }
}

export function SignedIn() {
  const { operator, awaySince } = useMe()
  const away = awaySince !== null
  const chosen = useStore(theme)
  const navigate = useNavigate()
  return (
    <div className="border-t border-line p-2">
      <Menu
        trigger={
          <button
            type="button"
            className="flex h-9 w-full items-center gap-2 rounded-md px-2 text-start transition-colors hover:bg-hover data-[popup-open]:bg-hover"
          >
            <Avatar person={operator} size={22} label={false} />
            <span className="min-w-0 flex-1 truncate font-medium">{operator.name}</span>
            {away && <Badge>{texts.shell.away}</Badge>}
          </button>
        }
      >
        <p className="px-2 pt-1 pb-2 text-xs text-faint">{operator.email}</p>
        <MenuChoice value={away ? 'away' : 'onDuty'} options={duties} onChange={(duty) => void setDuty(duty)} />
        <MenuLine />
        <MenuChoice value={chosen} options={themes} onChange={chooseTheme} />
        <MenuLine />
        <MenuItem icon={<UserCog size={14} aria-hidden />} onChoose={() => void navigate({ to: '/account' })}>
          {texts.shell.yourAccount}
        </MenuItem>
        <MenuItem icon={<Keyboard size={14} aria-hidden />} onChoose={() => sheetOpen.set(true)}>
          {texts.shell.keyboardShortcuts}
        </MenuItem>
        <MenuItem icon={<LogOut size={14} aria-hidden />} onChoose={() => void signOut().catch(() => {})}>
          {texts.shell.signOut}
        </MenuItem>
      </Menu>
    </div>
  )
}
