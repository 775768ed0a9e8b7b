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
  Gauge,
  GraduationCap,
  History,
  Inbox,
  KeyRound,
  Lightbulb,
  ListOrdered,
  MessageSquareQuote,
  PencilLine,
  Radio,
  Settings2,
  ScrollText,
  ShieldCheck,
  SlidersHorizontal,
  Tags,
  Ticket,
  UserCheck,
  Users,
  Webhook,
  type LucideIcon,
} from 'lucide-react'
import type { RegisteredRouter } from '@tanstack/react-router'
import { allows, type Access, type Need } from '../../protocol/access.ts'
import type { SegmentKind } from '../../protocol/segments/filter.ts'
import { texts } from '../texts.ts'

type Path = Exclude<keyof RegisteredRouter['routesByPath'], `${string}/` | `${string}$${string}`>

export interface Place {
  name: string
  to: Path
  icon: LucideIcon
  keys: string
  /** What its screen reads asks for this; whoever may not does not see the place. */
  needs: Need
  /** Has no entry of its own in the sidebar: it is a part of that place, beside the other parts. */
  within?: Path
  /** What it is called among its own parts. */
  part?: string
  /** The segments that stand below it. */
  segments?: SegmentKind
}

interface Door {
  name: string
  icon: LucideIcon
  places: Place[]
}

const { shell } = texts

const inbox: Place[] = [
  { name: shell.liveFeed, to: '/inbox/live', icon: Radio, keys: 'G L', needs: 'inbox:view' },
  { name: shell.completed, to: '/inbox/completed', icon: CheckCheck, keys: 'G D', needs: 'inbox:view' },
  { name: shell.allTickets, to: '/tickets', icon: Ticket, keys: 'G T', needs: 'inbox:view' },
  { name: shell.assignedToMe, to: '/tickets/mine', icon: UserCheck, keys: 'G M', needs: 'inbox:view' },
  {
    name: shell.mentions,
    to: '/tickets/mentions',
    icon: AtSign,
    keys: 'G F',
    needs: 'inbox:view',
    segments: 'tickets',
  },
  {
    name: shell.cannedReplies,
    to: '/canned-replies',
    icon: MessageSquareQuote,
    keys: 'G V',
    needs: 'inbox:view',
  },
]

const people: Place[] = [
  {
    name: shell.contacts,
    to: '/contacts',
    icon: ContactRound,
    keys: 'G P',
    needs: 'inbox:view',
    segments: 'contacts',
  },
  { name: shell.companies, to: '/companies', icon: Building2, keys: 'G Y', needs: 'inbox:view' },
]

/** What the AI was told by people, kind by kind. */
const taught: Place[] = [
  { name: shell.corrections, to: '/knowledge/corrections', icon: PencilLine, keys: 'G C', needs: 'inbox:view' },
  { name: shell.inboxTraining, to: '/knowledge/training', icon: GraduationCap, keys: 'G N', needs: 'inbox:view' },
  { name: shell.guidance, to: '/knowledge/guidance', icon: ListOrdered, keys: 'G U', needs: 'agents:view' },
  { name: shell.instructions, to: '/knowledge/instructions', icon: ScrollText, keys: 'G O', needs: 'agents:view' },
  { name: shell.internalDocs, to: '/knowledge/internal-docs', icon: FileLock2, keys: 'G I', needs: 'agents:view' },
]

const knowledge: Place[] = [
  { name: shell.articles, to: '/knowledge', icon: BookOpen, keys: 'G K', needs: 'agents:view' },
  { name: shell.allData, to: '/knowledge/data', icon: Database, keys: 'G S', needs: 'agents:view' },
  { name: shell.gaps, to: '/knowledge/gaps', icon: CircleDashed, keys: 'G H', needs: 'agents:view' },
  {
    name: shell.taught,
    to: '/knowledge/taught',
    icon: GraduationCap,
    keys: 'G 3',
    needs: 'inbox:view',
    part: shell.all,
  },
  ...taught.map((place): Place => ({ ...place, within: '/knowledge/taught' })),
  { name: shell.topics, to: '/knowledge/topics', icon: Tags, keys: 'G X', needs: 'agents:view' },
  { name: shell.proposed, to: '/knowledge/proposed', icon: Lightbulb, keys: 'G Q', needs: 'agents:view' },
]

const agents: Place[] = [
  { name: shell.allAgents, to: '/agents', icon: Bot, keys: 'G A', needs: 'agents:view' },
  { name: shell.liveTrain, to: '/live-train', icon: Gauge, keys: 'G 4', needs: 'agents:edit' },
  { name: shell.installation, to: '/installation', icon: CodeXml, keys: 'G J', needs: 'agents:view' },
]

const reports: Place[] = [
  { name: shell.reports, to: '/reports', icon: ChartColumn, keys: 'G R', needs: 'inbox:view' },
]

const settings: Place[] = [
  { name: shell.workspace, to: '/settings/workspace', icon: SlidersHorizontal, keys: 'G W', needs: 'own' },
  { name: shell.team, to: '/team', icon: Users, keys: 'G E', needs: 'own' },
  {
    name: shell.alerts,
    to: '/alerts',
    icon: BellRing,
    keys: 'G B',
    needs: 'inbox:view',
    part: texts.alerts.incidents,
  },
  {
    name: shell.alertSettings,
    to: '/alerts/settings',
    icon: BellRing,
    keys: 'G 5',
    needs: 'inbox:view',
    within: '/alerts',
  },
  { name: shell.apiKeys, to: '/keys', icon: KeyRound, keys: 'G G', needs: 'team:manage' },
  { name: texts.webhooks.webhooks, to: '/webhooks', icon: Webhook, keys: 'G 2', needs: 'team:manage' },
  { name: shell.privacy, to: '/privacy', icon: ShieldCheck, keys: 'G Z', needs: 'team:manage' },
  { name: shell.audit, to: '/audit', icon: History, keys: 'G 1', needs: 'team:manage' },
]

/** What the sidebar opens; the one that somebody is behind shows its places. */
export const doors: Door[] = [
  { name: shell.inbox, icon: Inbox, places: inbox },
  { name: shell.people, icon: ContactRound, places: people },
  { name: shell.knowledge, icon: BookOpen, places: knowledge },
  { name: shell.agents, icon: Bot, places: agents },
  { name: shell.reports, icon: ChartColumn, places: reports },
  { name: shell.settings, icon: Settings2, places: settings },
]

/** Every screen that one can go to, with the door it is behind: the sidebar, the palette and the keyboard read this list. */
export const navigation = doors.flatMap(({ name: door, places }) => places.map((place) => ({ door, ...place })))

/** The doors that open for somebody, with the places they may see. */
export const doorsFor = (access: Access): Door[] =>
  doors
    .map((door) => ({ ...door, places: door.places.filter(({ needs }) => allows(access, needs)) }))
    .filter(({ places }) => places.length > 0)

export const placesFor = (access: Access) => navigation.filter(({ needs }) => allows(access, needs))

/** The place that an address belongs to: the one whose own address is the longest beginning of it. */
export function placeAt(path: string): Place | undefined {
  if (/^\/agents\/[^/]+\/train$/.test(path)) return navigation.find(({ to }) => to === '/live-train')
  return navigation
    .filter(({ to }) => path === to || path.startsWith(`${to}/`))
    .toSorted((one, other) => other.to.length - one.to.length)[0]
}
