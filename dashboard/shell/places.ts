import { AtSign, BellRing, BookOpen, Bot, ChartColumn, Building2, CheckCheck, CircleDashed, CodeXml, ContactRound, Database, FileLock2, GraduationCap, History, KeyRound, Lightbulb, ListOrdered, MessageSquareQuote, PencilLine, Radio, Settings2, ScrollText, ShieldCheck, Tags, Ticket, UserCheck, Users, type LucideIcon } from 'lucide-react'
import type { router } from '../router.tsx'

type Path = Exclude<keyof (typeof router)['routesByPath'], `${string}/`>

export interface Place {
  group: 'Conversations' | 'Tickets' | 'People' | 'Knowledge' | 'AI' | 'Workspace'
  name: string
  to: Path
  icon: LucideIcon
  keys: string
  /** Not lit for the places below it. */
  exact?: boolean
}

/** Every screen that one can go to: the sidebar, the palette and the keyboard read this list. */
export const places: Place[] = [
  { group: 'Conversations', name: 'Live Feed', to: '/inbox/live', icon: Radio, keys: 'G L' },
  { group: 'Conversations', name: 'Completed', to: '/inbox/completed', icon: CheckCheck, keys: 'G D' },
  { group: 'Tickets', name: 'All tickets', to: '/tickets', icon: Ticket, keys: 'G T', exact: true },
  { group: 'Tickets', name: 'Assigned to me', to: '/tickets/mine', icon: UserCheck, keys: 'G M' },
  { group: 'Tickets', name: 'Mentions', to: '/tickets/mentions', icon: AtSign, keys: 'G F' },
  { group: 'Tickets', name: 'Canned replies', to: '/canned-replies', icon: MessageSquareQuote, keys: 'G V' },
  { group: 'People', name: 'Contacts', to: '/contacts', icon: ContactRound, keys: 'G P' },
  { group: 'People', name: 'Companies', to: '/companies', icon: Building2, keys: 'G Y' },
  { group: 'Knowledge', name: 'Articles', to: '/knowledge', icon: BookOpen, keys: 'G K', exact: true },
  { group: 'Knowledge', name: 'All Data', to: '/knowledge/data', icon: Database, keys: 'G S' },
  { group: 'Knowledge', name: 'Gaps', to: '/knowledge/gaps', icon: CircleDashed, keys: 'G H' },
  { group: 'Knowledge', name: 'Topics', to: '/knowledge/topics', icon: Tags, keys: 'G X' },
  { group: 'Knowledge', name: 'Proposed', to: '/knowledge/proposed', icon: Lightbulb, keys: 'G Q' },
  { group: 'Knowledge', name: 'Guidance', to: '/knowledge/guidance', icon: ListOrdered, keys: 'G U' },
  { group: 'Knowledge', name: 'Inbox Training', to: '/knowledge/training', icon: GraduationCap, keys: 'G N' },
  { group: 'Knowledge', name: 'Corrections', to: '/knowledge/corrections', icon: PencilLine, keys: 'G C' },
  { group: 'Knowledge', name: 'Internal Docs', to: '/knowledge/internal-docs', icon: FileLock2, keys: 'G I' },
  { group: 'Knowledge', name: 'Instructions', to: '/knowledge/instructions', icon: ScrollText, keys: 'G O' },
  { group: 'AI', name: 'Agents', to: '/agents', icon: Bot, keys: 'G A' },
  { group: 'AI', name: 'Installation', to: '/installation', icon: CodeXml, keys: 'G J' },
  { group: 'Workspace', name: 'Reports', to: '/reports', icon: ChartColumn, keys: 'G R' },
  { group: 'Workspace', name: 'Alerts', to: '/alerts', icon: BellRing, keys: 'G B' },
  { group: 'Workspace', name: 'Team', to: '/team', icon: Users, keys: 'G E' },
  { group: 'Workspace', name: 'API keys', to: '/keys', icon: KeyRound, keys: 'G G' },
  { group: 'Workspace', name: 'Audit', to: '/audit', icon: History, keys: 'G 1' },
  { group: 'Workspace', name: 'Privacy', to: '/privacy', icon: ShieldCheck, keys: 'G Z' },
  { group: 'Workspace', name: 'Settings', to: '/settings/workspace', icon: Settings2, keys: 'G W' },
]
