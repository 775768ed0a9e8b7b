import { useNavigate } from '@tanstack/react-router'
import {
  Inbox,
  LogOut,
  MessagesSquare,
  Monitor,
  Moon,
  Sun,
  UserCog,
  UserRound,
  Zap,
  type LucideIcon,
} from 'lucide-react'
import { useCallback, useEffect, useMemo, useState } from 'react'
import { newId } from '../../client/id.ts'
import type { Access } from '../../protocol/access.ts'
import type { Conversation } from '../../protocol/entities.ts'
import { moodNames } from '../feed/mood.tsx'
import { nameOf, subjectOf } from '../feed/row.tsx'
import { picture } from '../feed/feed.ts'
import { segmentIcons } from '../segments/icons.tsx'
import { segments, writing, type Counted } from '../segments/segments.ts'
import { call, signOut } from '../session/session.ts'
import { useMe } from '../session/use.ts'
import { texts } from '../texts.ts'
import { commands, offered, type CommandName } from './commands.ts'
import type { Entry } from './entry.ts'
import { fit } from './fuzzy.ts'
import { useFound } from './found.ts'
import { placesFor } from './navigation.ts'
import { chooseTheme } from './theme.ts'

const mostConversations = 8

/** What fits the text best. Without a text: what can be done now, who is in the Live Feed, and every screen. */
export function useEntries(text: string): Entry[] {
  const navigate = useNavigate()
  const { access } = useMe().operator
  const { conversations, answered } = useConversations(text.trim())
  const lead = useCallback(
    (to: string, search: Record<string, string> = {}) => void navigate({ to, search }),
    [navigate],
  )
  const found = useFound(text.trim(), access, lead)
  return useMemo(() => {
    const goTo = (to: string) => void navigate({ to })
    const open = ({ id, status }: Conversation) =>
      void navigate({ to: status === 'live' ? '/inbox/live/$id' : '/inbox/completed/$id', params: { id } })
    const [doing, going, other] = [
      doable(),
      [
        ...screens(access, goTo),
        ...saved((segment) => void navigate({ to: `/${segment.kind}`, search: { segment: segment.id } })),
      ],
      ours(goTo),
    ].map((entries) => best(text, entries))
    return [
      ...doing!,
      ...best(
        text,
        conversations.map((each) => conversationEntry(each, open)),
        answered,
      ),
      ...going!,
      ...found,
      ...other!,
    ]
  }, [text, conversations, answered, found, access, navigate])
}

/** Those that fit, the best first; `all` keeps those that something else found. */
function best(text: string, entries: Entry[], all = false): Entry[] {
  const typed = text.trim()
  if (!typed) return entries
  return entries
    .map((entry) => ({ entry, fits: fit(typed, entry.says) ?? (all ? -100 : null) }))
    .filter(({ fits }) => fits !== null)
    .sort((one, other) => other.fits! - one.fits!)
    .map(({ entry }) => entry)
}

function doable(): Entry[] {
  return (Object.keys(commands) as CommandName[]).flatMap((name) => {
    const { group, says, keys, keyOnly } = commands[name]
    const run = keyOnly ? null : offered(name)
    return run
      ? [
          {
            key: name,
            group: group === texts.shell.thisConversation ? group : texts.shell.here,
            says,
            keys: keys[0],
            icon: Zap,
            takesFocus: true,
            run,
          },
        ]
      : []
  })
}

function screens(access: Access, goTo: (to: string) => void): Entry[] {
  return placesFor(access).map(({ name, to, door, keys, icon }) => ({
    key: to,
    group: texts.shell.goTo,
    says: name,
    more: door === name ? undefined : door,
    keys,
    icon,
    takesFocus: false,
    run: () => goTo(to),
  }))
}

function saved(open: (segment: Counted) => void): Entry[] {
  return (segments.get() ?? []).map((segment) => ({
    key: segment.id,
    group: texts.shell.goTo,
    says: segment.name,
    more: segment.kind === 'tickets' ? texts.shell.tickets : texts.shell.people,
    icon: segmentIcons[segment.icon],
    takesFocus: false,
    run: () => open(segment),
  }))
}

function ours(goTo: (to: string) => void): Entry[] {
  const entry = (says: string, icon: LucideIcon, run: () => void): Entry => ({
    key: says,
    group: 'Halo',
    says,
    icon,
    takesFocus: false,
    run,
  })
  return [
    entry(texts.shell.lightTheme, Sun, () => chooseTheme('light')),
    entry(texts.shell.darkTheme, Moon, () => chooseTheme('dark')),
    entry(texts.shell.themeAsTheSystem, Monitor, () => chooseTheme('auto')),
    {
      ...entry(texts.shell.newSegmentOfTickets, Inbox, () =>
        writing.set({ kind: 'tickets', id: newId(), segment: null }),
      ),
      takesFocus: true,
    },
    {
      ...entry(texts.shell.newSegmentOfContacts, UserRound, () =>
        writing.set({ kind: 'contacts', id: newId(), segment: null }),
      ),
      takesFocus: true,
    },
    entry(texts.shell.yourAccount, UserCog, () => goTo('/account')),
    entry(texts.shell.signOut, LogOut, () => void signOut().catch(() => {})),
  ]
}

function conversationEntry(conversation: Conversation, open: (conversation: Conversation) => void): Entry {
  const { id, status, visitor, mood } = conversation
  const about = [subjectOf(conversation), status === 'live' ? moodNames[mood.mood] : texts.shell.completed]
  return {
    key: id,
    group: texts.shell.conversations,
    says: nameOf(visitor),
    more: about.join(' · '),
    icon: MessagesSquare,
    takesFocus: false,
    run: () => open(conversation),
  }
}

/** The first of the Live Feed, or the conversations that the server finds, live ones first; late answers are dropped. Until it has `answered` they are those of an earlier text, of which not all fit this one. */
function useConversations(text: string): { conversations: Conversation[]; answered: boolean } {
  const [found, setFound] = useState(() => ({ text, conversations: firstOfFeed() }))
  useEffect(() => {
    let over = false
    const ask = async () => {
      const [{ rows }, { conversations }] = await Promise.all([
        call('GET /api/feed', { query: { window: JSON.stringify({ text, limit: mostConversations }) } }),
        call('GET /api/conversations', { query: { text, limit: mostConversations } }),
      ])
      if (!over) setFound({ text, conversations: [...rows, ...conversations].slice(0, mostConversations) })
    }
    if (!text) setFound({ text, conversations: firstOfFeed() })
    const timer = text ? setTimeout(() => void ask().catch(() => {}), 120) : undefined
    return () => {
      over = true
      clearTimeout(timer)
    }
  }, [text])
  return { conversations: found.conversations, answered: found.text === text }
}

function firstOfFeed(): Conversation[] {
  const { places: ids, rows } = picture.get()
  return ids.slice(0, 4).flatMap((id) => (id && rows.get(id)) || [])
}
