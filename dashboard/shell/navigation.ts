import {
  AtSign,
  BellRing,
  BookOpen,
  Bot,
  ChartColumn,
  Building2,
  CheckCheck,
  CircleDashed,
  CodeXml,
  ContactRound,
  Database,
  FileLock2,
  GraduationCap,
  History,
  KeyRound,
  Lightbulb,
  ListOrdered,
  MessageSquareQuote,
  PencilLine,
  Radio,
  Settings2,
  ScrollText,
  ShieldCheck,
  Tags,
  Ticket,
  UserCheck,
  Users,
  Webhook,
  type LucideIcon,
} from 'lucide-react'
import type { RegisteredRouter } from '@tanstack/react-router'
import { texts } from '../texts.ts'

type Path = Exclude<keyof RegisteredRouter['routesByPath'], `${string}/`>

type Group = 'conversations' | 'tickets' | 'people' | 'knowledge' | 'ai' | 'workspace'

export interface NavigationItem {
  group: Group
  name: string
  to: Path
  icon: LucideIcon
  keys: string
  /** Not lit for the places below it. */
  exact?: boolean
}

/** Every screen that one can go to: the sidebar, the palette and the keyboard read this list. */
export const navigation: NavigationItem[] = [
  { group: 'conversations', name: texts.shell.liveFeed, to: '/inbox/live', icon: Radio, keys: 'G L' },
  {
    group: 'conversations',
    name: texts.shell.completed,
    to: '/inbox/completed',
    icon: CheckCheck,
    keys: 'G D',
  },
  {
    group: 'tickets',
    name: texts.shell.allTickets,
    to: '/tickets',
    icon: Ticket,
    keys: 'G T',
    exact: true,
  },
  { group: 'tickets', name: texts.shell.assignedToMe, to: '/tickets/mine', icon: UserCheck, keys: 'G M' },
  { group: 'tickets', name: texts.shell.mentions, to: '/tickets/mentions', icon: AtSign, keys: 'G F' },
  {
    group: 'tickets',
    name: texts.shell.cannedReplies,
    to: '/canned-replies',
    icon: MessageSquareQuote,
    keys: 'G V',
  },
  { group: 'people', name: texts.shell.contacts, to: '/contacts', icon: ContactRound, keys: 'G P' },
  { group: 'people', name: texts.shell.companies, to: '/companies', icon: Building2, keys: 'G Y' },
  {
    group: 'knowledge',
    name: texts.shell.articles,
    to: '/knowledge',
    icon: BookOpen,
    keys: 'G K',
    exact: true,
  },
  { group: 'knowledge', name: texts.shell.allData, to: '/knowledge/data', icon: Database, keys: 'G S' },
  { group: 'knowledge', name: texts.shell.gaps, to: '/knowledge/gaps', icon: CircleDashed, keys: 'G H' },
  { group: 'knowledge', name: texts.shell.topics, to: '/knowledge/topics', icon: Tags, keys: 'G X' },
  {
    group: 'knowledge',
    name: texts.shell.proposed,
    to: '/knowledge/proposed',
    icon: Lightbulb,
    keys: 'G Q',
  },
  {
    group: 'knowledge',
    name: texts.shell.guidance,
    to: '/knowledge/guidance',
    icon: ListOrdered,
    keys: 'G U',
  },
  {
    group: 'knowledge',
    name: texts.shell.inboxTraining,
    to: '/knowledge/training',
    icon: GraduationCap,
    keys: 'G N',
  },
  {
    group: 'knowledge',
    name: texts.shell.corrections,
    to: '/knowledge/corrections',
    icon: PencilLine,
    keys: 'G C',
  },
  {
    group: 'knowledge',
    name: texts.shell.internalDocs,
    to: '/knowledge/internal-docs',
    icon: FileLock2,
    keys: 'G I',
  },
  {
    group: 'knowledge',
    name: texts.shell.instructions,
    to: '/knowledge/instructions',
    icon: ScrollText,
    keys: 'G O',
  },
  { group: 'ai', name: texts.shell.agents, to: '/agents', icon: Bot, keys: 'G A' },
  { group: 'ai', name: texts.shell.installation, to: '/installation', icon: CodeXml, keys: 'G J' },
  { group: 'workspace', name: texts.shell.reports, to: '/reports', icon: ChartColumn, keys: 'G R' },
  { group: 'workspace', name: texts.shell.alerts, to: '/alerts', icon: BellRing, keys: 'G B' },
  { group: 'workspace', name: texts.shell.team, to: '/team', icon: Users, keys: 'G E' },
  { group: 'workspace', name: texts.shell.apiKeys, to: '/keys', icon: KeyRound, keys: 'G G' },
  { group: 'workspace', name: texts.webhooks.webhooks, to: '/webhooks', icon: Webhook, keys: 'G 2' },
  { group: 'workspace', name: texts.shell.audit, to: '/audit', icon: History, keys: 'G 1' },
  { group: 'workspace', name: texts.shell.privacy, to: '/privacy', icon: ShieldCheck, keys: 'G Z' },
  {
    group: 'workspace',
    name: texts.shell.settings,
    to: '/settings/workspace',
    icon: Settings2,
    keys: 'G W',
  },
]
