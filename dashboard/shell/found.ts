import { Building2, FileText, Ticket, UserRound } from 'lucide-react'
import { useEffect, useState } from 'react'
import { allows, type Access } from '../../protocol/access.ts'
import { call } from '../session/session.ts'
import { texts } from '../texts.ts'
import type { Entry } from './entry.ts'

const mostOfAKind = 5
/** One letter is in everything. */
const shortest = 2

type Open = (to: string, search?: Record<string, string>) => void

/** Articles, people and tickets that the server finds for the text, as far as somebody may see them; late answers are dropped. */
export function useFound(text: string, access: Access, open: Open): Entry[] {
  const [found, setFound] = useState<{ text: string; entries: Entry[] }>({ text: '', entries: [] })
  useEffect(() => {
    if (text.length < shortest) return
    let over = false
    const ask = async () => {
      const entries = (await Promise.all(searches(text, access, open))).flat()
      if (!over) setFound({ text, entries })
    }
    const timer = setTimeout(() => void ask().catch(() => {}), 160)
    return () => {
      over = true
      clearTimeout(timer)
    }
  }, [text, access, open])
  // What an earlier text found may not hold this one.
  return found.text === text ? found.entries : []
}

function searches(text: string, access: Access, open: Open): Promise<Entry[]>[] {
  const query = { text }
  const ofInbox = () => [
    call('GET /api/contacts', { query }).then(({ contacts }) =>
      first(contacts, ({ id, name, email, company }) => ({
        ...entry(`contact ${id}`, texts.shell.people, name),
        more: [email, company?.name].filter(Boolean).join(' · '),
        icon: UserRound,
        run: () => open(`/contacts/${id}`),
      })),
    ),
    call('GET /api/companies', { query }).then(({ companies }) =>
      first(companies, ({ id, name }) => ({
        ...entry(`company ${id}`, texts.shell.people, name),
        more: texts.shell.companies,
        icon: Building2,
        run: () => open(`/companies/${id}`),
      })),
    ),
    call('GET /api/tickets', { query }).then(({ tickets }) =>
      first(tickets, ({ conversationId, number, subject, visitor }) => ({
        ...entry(`ticket ${conversationId}`, texts.shell.tickets, `#${number} ${subject}`),
        more: visitor.name ?? visitor.email ?? undefined,
        icon: Ticket,
        run: () => open(`/tickets/${conversationId}`),
      })),
    ),
  ]
  const ofAgents = () => [
    call('GET /api/articles', { query }).then(({ articles }) =>
      first(articles, ({ id, title }) => ({
        ...entry(`article ${id}`, texts.shell.articles, title),
        icon: FileText,
        run: () => open('/knowledge', { open: id }),
      })),
    ),
  ]
  return [...(allows(access, 'inbox:view') ? ofInbox() : []), ...(allows(access, 'agents:view') ? ofAgents() : [])]
}

const first = <T>(all: T[], toEntry: (each: T) => Entry) => all.slice(0, mostOfAKind).map(toEntry)

const entry = (key: string, group: string, says: string): Entry => ({
  key,
  group,
  says,
  takesFocus: false,
  run: () => {},
})
