import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Link,
  redirect,
} from '@tanstack/react-router'
import { texts } from './texts.ts'
import { readTab } from './agents/tabs.ts'
import { readCompletedSearch } from './completed/search.ts'
import { Empty, ErrorMessage } from './components/empty.tsx'
import { FeedScreen } from './feed/feed-screen.tsx'
import { readFeedSearch } from './feed/search.ts'
import { readReportSearch } from './reports/span.ts'
import { call, loadMe, messageOf } from './session/session.ts'
import { SignIn } from './session/sign-in.tsx'
import { placesFor } from './shell/navigation.ts'
import { Inside } from './inside.tsx'
import { readSegment, readTicketSearch } from './tickets/search.ts'
import { NothingOpen } from './transcript/nothing-open.tsx'

/** What is not needed for the first screen comes when it is gone to, or while nobody does anything. */
const AccountScreen = lazyRouteComponent(() => import('./account/account-screen.tsx'), 'AccountScreen')
const AgentPage = lazyRouteComponent(() => import('./agents/agent.tsx'), 'AgentPage')
const AgentsScreen = lazyRouteComponent(() => import('./agents/agents-screen.tsx'), 'AgentsScreen')
const AlertSettingsScreen = lazyRouteComponent(() => import('./alerts/alerts-screen.tsx'), 'AlertSettingsScreen')
const AlertsScreen = lazyRouteComponent(() => import('./alerts/alerts-screen.tsx'), 'AlertsScreen')
const AuditScreen = lazyRouteComponent(() => import('./audit/audit-screen.tsx'), 'AuditScreen')
const InstallationScreen = lazyRouteComponent(
  () => import('./installation/installation-screen.tsx'),
  'InstallationScreen',
)
const GapsScreen = lazyRouteComponent(() => import('./gaps/gaps-screen.tsx'), 'GapsScreen')
const CompaniesScreen = lazyRouteComponent(() => import('./contacts/companies.tsx'), 'CompaniesScreen')
const CompanyPage = lazyRouteComponent(() => import('./contacts/companies.tsx'), 'CompanyPage')
const ContactPage = lazyRouteComponent(() => import('./contacts/contacts.tsx'), 'ContactPage')
const ContactsScreen = lazyRouteComponent(() => import('./contacts/contacts.tsx'), 'ContactsScreen')
const KeysScreen = lazyRouteComponent(() => import('./keys/keys-screen.tsx'), 'KeysScreen')
const CorrectionsScreen = lazyRouteComponent(() => import('./knowledge/corrections.tsx'), 'CorrectionsScreen')
const DocsScreen = lazyRouteComponent(() => import('./knowledge/docs.tsx'), 'DocsScreen')
const GuidanceScreen = lazyRouteComponent(() => import('./knowledge/guidance.tsx'), 'GuidanceScreen')
const InstructionsScreen = lazyRouteComponent(() => import('./knowledge/instructions.tsx'), 'InstructionsScreen')
const KnowledgeScreen = lazyRouteComponent(() => import('./knowledge/knowledge-screen.tsx'), 'KnowledgeScreen')
const TaughtScreen = lazyRouteComponent(() => import('./knowledge/taught.tsx'), 'TaughtScreen')
const TrainingScreen = lazyRouteComponent(() => import('./knowledge/training.tsx'), 'TrainingScreen')
const PrivacyScreen = lazyRouteComponent(() => import('./privacy/privacy-screen.tsx'), 'PrivacyScreen')
const ReportsScreen = lazyRouteComponent(() => import('./reports/reports-screen.tsx'), 'ReportsScreen')
const AcceptInvite = lazyRouteComponent(() => import('./session/invite.tsx'), 'AcceptInvite')
const ResetPassword = lazyRouteComponent(() => import('./session/reset.tsx'), 'ResetPassword')
const Setup = lazyRouteComponent(() => import('./session/setup.tsx'), 'Setup')
const WebhooksScreen = lazyRouteComponent(() => import('./webhooks/webhooks-screen.tsx'), 'WebhooksScreen')
const WorkspaceScreen = lazyRouteComponent(() => import('./settings/workspace.tsx'), 'WorkspaceScreen')
const SourcesScreen = lazyRouteComponent(() => import('./sources/sources-screen.tsx'), 'SourcesScreen')
const TeamScreen = lazyRouteComponent(() => import('./team/team-screen.tsx'), 'TeamScreen')
const CannedScreen = lazyRouteComponent(() => import('./tickets/canned.tsx'), 'CannedScreen')
const ProposedScreen = lazyRouteComponent(() => import('./tickets/proposed.tsx'), 'ProposedScreen')
const TopicsScreen = lazyRouteComponent(() => import('./topics/topics-screen.tsx'), 'TopicsScreen')
const TrainScreen = lazyRouteComponent(() => import('./training/training-screen.tsx'), 'TrainScreen')
const CompletedScreen = lazyRouteComponent(() => import('./completed/completed-screen.tsx'), 'CompletedScreen')
const TicketsScreen = lazyRouteComponent(() => import('./tickets/tickets-screen.tsx'), 'TicketsScreen')
const Pane = lazyRouteComponent(() => import('./transcript/pane.tsx'), 'Pane')

const root = createRootRoute({
  notFoundComponent: () => (
    <main className="flex h-full">
      <h1 className="sr-only">{texts.shell.halo}</h1>
      <Empty title={texts.shell.thereIsNothingAt}>
        <Link to="/inbox/live" className="rounded-sm text-accent-text underline">
          {texts.shell.goToTheLive}
        </Link>
      </Empty>
    </main>
  ),
  errorComponent: ({ error, reset }) => <ErrorMessage reload={reset}>{messageOf(error)}</ErrorMessage>,
})

/** Only an address of ours: a link to the sign-in page must not lead elsewhere. */
const ownPath = (value: unknown) => (typeof value === 'string' && /^\/(?![/\\])/.test(value) ? value : undefined)

const start = createRoute({
  getParentRoute: () => root,
  path: '/',
  beforeLoad: async () => {
    const me = await loadMe()
    // The Live Feed, or what is first for somebody who may not see it.
    throw redirect({ to: me ? placesFor(me.operator.access)[0]!.to : '/inbox/live', replace: true })
  },
})
const setup = createRoute({ getParentRoute: () => root, path: '/setup', component: Setup })
const invite = createRoute({ getParentRoute: () => root, path: '/invite', component: AcceptInvite })
const reset = createRoute({ getParentRoute: () => root, path: '/reset', component: ResetPassword })
const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  component: SignIn,
  validateSearch: (search): { back?: string } => ({ back: ownPath(search.back) }),
})

/** Everything behind the door. */
const inside = createRoute({
  getParentRoute: () => root,
  id: 'in',
  component: Inside,
  beforeLoad: async ({ location }) => {
    if (await loadMe()) return
    throw redirect({
      to: '/sign-in',
      search: location.pathname === '/inbox/live' ? {} : { back: location.href },
      replace: true,
    })
  },
})

const live = createRoute({
  getParentRoute: () => inside,
  path: '/inbox/live',
  component: FeedScreen,
  validateSearch: readFeedSearch,
})
const liveNothing = createRoute({ getParentRoute: () => live, path: '/', component: NothingOpen })
const liveOne = createRoute({
  getParentRoute: () => live,
  path: '$id',
  component: () => <Pane id={liveOne.useParams().id} back="/inbox/live" />,
})

const completed = createRoute({
  getParentRoute: () => inside,
  path: '/inbox/completed',
  component: CompletedScreen,
  validateSearch: readCompletedSearch,
})
const completedNothing = createRoute({ getParentRoute: () => completed, path: '/', component: NothingOpen })
const completedOne = createRoute({
  getParentRoute: () => completed,
  path: '$id',
  component: () => <Pane id={completedOne.useParams().id} back="/inbox/completed" />,
})

const tickets = createRoute({
  getParentRoute: () => inside,
  path: '/tickets',
  component: () => <TicketsScreen at="/tickets" />,
  validateSearch: readTicketSearch,
})
const ticketsNothing = createRoute({ getParentRoute: () => tickets, path: '/', component: NothingOpen })
const ticketsOne = createRoute({
  getParentRoute: () => tickets,
  path: '$id',
  component: () => <Pane id={ticketsOne.useParams().id} back="/tickets" />,
})
const mine = createRoute({
  getParentRoute: () => inside,
  path: '/tickets/mine',
  component: () => <TicketsScreen at="/tickets/mine" />,
  validateSearch: readTicketSearch,
})
const mineNothing = createRoute({ getParentRoute: () => mine, path: '/', component: NothingOpen })
const mineOne = createRoute({
  getParentRoute: () => mine,
  path: '$id',
  component: () => <Pane id={mineOne.useParams().id} back="/tickets/mine" />,
})
const mentioned = createRoute({
  getParentRoute: () => inside,
  path: '/tickets/mentions',
  component: () => <TicketsScreen at="/tickets/mentions" />,
  validateSearch: readTicketSearch,
})
const mentionedNothing = createRoute({ getParentRoute: () => mentioned, path: '/', component: NothingOpen })
const mentionedOne = createRoute({
  getParentRoute: () => mentioned,
  path: '$id',
  component: () => <Pane id={mentionedOne.useParams().id} back="/tickets/mentions" />,
})
const canned = createRoute({ getParentRoute: () => inside, path: '/canned-replies', component: CannedScreen })
const proposed = createRoute({
  getParentRoute: () => inside,
  path: '/knowledge/proposed',
  component: ProposedScreen,
})
/** `write` is the title of an article that somebody came to write, `open` an article that a link leads to. */
const readArticleSearch = (
  search: Record<string, unknown>,
): { write?: string | undefined; open?: string | undefined } => ({
  write: typeof search.write === 'string' ? search.write.slice(0, 200) : undefined,
  open: typeof search.open === 'string' ? search.open : undefined,
})
const knowledge = createRoute({
  getParentRoute: () => inside,
  path: '/knowledge',
  component: KnowledgeScreen,
  validateSearch: readArticleSearch,
})
/** `open` is the row that a link leads to. */
const openRow = (search: Record<string, unknown>): { open?: string | undefined } => ({
  open: typeof search.open === 'string' ? search.open : undefined,
})
const guidance = createRoute({
  getParentRoute: () => inside,
  path: '/knowledge/guidance',
  component: GuidanceScreen,
})
const training = createRoute({
  getParentRoute: () => inside,
  path: '/knowledge/training',
  component: TrainingScreen,
  validateSearch: openRow,
})
const corrections = createRoute({
  getParentRoute: () => inside,
  path: '/knowledge/corrections',
  component: CorrectionsScreen,
  validateSearch: openRow,
})
const docs = createRoute({ getParentRoute: () => inside, path: '/knowledge/internal-docs', component: DocsScreen })
const instructions = createRoute({
  getParentRoute: () => inside,
  path: '/knowledge/instructions',
  component: InstructionsScreen,
})
const taught = createRoute({ getParentRoute: () => inside, path: '/knowledge/taught', component: TaughtScreen })
const sources = createRoute({ getParentRoute: () => inside, path: '/knowledge/data', component: SourcesScreen })
const topics = createRoute({ getParentRoute: () => inside, path: '/knowledge/topics', component: TopicsScreen })
const gaps = createRoute({ getParentRoute: () => inside, path: '/knowledge/gaps', component: GapsScreen })
const reports = createRoute({
  getParentRoute: () => inside,
  path: '/reports',
  component: ReportsScreen,
  validateSearch: readReportSearch,
})
const alerts = createRoute({ getParentRoute: () => inside, path: '/alerts', component: AlertsScreen })
const alertSettings = createRoute({
  getParentRoute: () => inside,
  path: '/alerts/settings',
  component: AlertSettingsScreen,
})
const contacts = createRoute({
  getParentRoute: () => inside,
  path: '/contacts',
  component: ContactsScreen,
  validateSearch: (search) => readSegment(search.segment),
})
const contactOne = createRoute({
  getParentRoute: () => contacts,
  path: '$id',
  component: () => <ContactPage id={contactOne.useParams().id} />,
})
const companies = createRoute({ getParentRoute: () => inside, path: '/companies', component: CompaniesScreen })
const companyOne = createRoute({
  getParentRoute: () => companies,
  path: '$id',
  component: () => <CompanyPage id={companyOne.useParams().id} />,
})
const workspace = createRoute({
  getParentRoute: () => inside,
  path: '/settings/workspace',
  component: WorkspaceScreen,
})
const privacy = createRoute({ getParentRoute: () => inside, path: '/privacy', component: PrivacyScreen })
const team = createRoute({ getParentRoute: () => inside, path: '/team', component: TeamScreen })
const webhooks = createRoute({ getParentRoute: () => inside, path: '/webhooks', component: WebhooksScreen })
const keys = createRoute({ getParentRoute: () => inside, path: '/keys', component: KeysScreen })
const audit = createRoute({ getParentRoute: () => inside, path: '/audit', component: AuditScreen })
const account = createRoute({ getParentRoute: () => inside, path: '/account', component: AccountScreen })
const agents = createRoute({ getParentRoute: () => inside, path: '/agents', component: AgentsScreen })
const agentOne = createRoute({
  getParentRoute: () => inside,
  path: '/agents/$id',
  component: AgentPage,
  validateSearch: readTab,
})
const installation = createRoute({
  getParentRoute: () => inside,
  path: '/installation',
  component: InstallationScreen,
})
/** With the agent who answers where nothing else is said. */
const liveTrain = createRoute({
  getParentRoute: () => inside,
  path: '/live-train',
  beforeLoad: async () => {
    const { agents } = await call('GET /api/agents')
    throw redirect({ to: '/agents/$id/train', params: { id: agents[0]!.id }, replace: true })
  },
})
const train = createRoute({ getParentRoute: () => inside, path: '/agents/$id/train', component: TrainScreen })

export const router = createRouter({
  routeTree: root.addChildren([
    start,
    setup,
    invite,
    reset,
    signIn,
    inside.addChildren([
      live.addChildren([liveNothing, liveOne]),
      completed.addChildren([completedNothing, completedOne]),
      tickets.addChildren([ticketsNothing, ticketsOne]),
      mine.addChildren([mineNothing, mineOne]),
      mentioned.addChildren([mentionedNothing, mentionedOne]),
      canned,
      proposed,
      knowledge,
      guidance,
      training,
      corrections,
      taught,
      docs,
      instructions,
      sources,
      topics,
      gaps,
      reports,
      alerts,
      alertSettings,
      contacts.addChildren([contactOne]),
      companies.addChildren([companyOne]),
      workspace,
      privacy,
      team,
      keys,
      webhooks,
      audit,
      account,
      agents,
      agentOne,
      liveTrain,
      train,
      installation,
    ]),
  ]),
  defaultPreload: false,
})

/** Then going there waits for nothing. */
export function loadScreens(): void {
  for (const route of Object.values(router.routesById)) void router.loadRouteChunk(route)
  for (const screen of [Pane, TicketsScreen, ContactPage, CompanyPage]) void screen.preload?.()
}

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}
