import { createRootRoute, createRoute, createRouter, Link, redirect } from '@tanstack/react-router'
import { AgentsScreen } from './agents/screen.tsx'
import { CompletedScreen } from './completed/screen.tsx'
import { readCompletedSearch } from './completed/search.ts'
import { Empty, Trouble } from './components/empty.tsx'
import { FeedScreen } from './feed/screen.tsx'
import { readFeedSearch } from './feed/search.ts'
import { KnowledgeScreen } from './knowledge/screen.tsx'
import { loadMe, sentence } from './session/session.ts'
import { Setup } from './session/setup.tsx'
import { SignIn } from './session/sign-in.tsx'
import { Shell } from './shell/shell.tsx'
import { TicketsScreen } from './tickets/screen.tsx'
import { NothingOpen } from './transcript/nothing-open.tsx'
import { Pane } from './transcript/pane.tsx'

const root = createRootRoute({
  notFoundComponent: () => (
    <Empty title="There is nothing at this address">
      <Link to="/inbox/live" className="rounded-sm text-accent-text underline">
        Go to the Live Feed
      </Link>
    </Empty>
  ),
  errorComponent: ({ error, reset }) => <Trouble again={reset}>{sentence(error)}</Trouble>,
})

/** Only an address of ours: a link to the sign-in page must not lead elsewhere. */
const ownPath = (value: unknown) => (typeof value === 'string' && /^\/(?![/\\])/.test(value) ? value : undefined)

const start = createRoute({
  getParentRoute: () => root,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/inbox/live', replace: true })
  },
})
const setup = createRoute({ getParentRoute: () => root, path: '/setup', component: Setup })
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
  component: Shell,
  beforeLoad: async ({ location }) => {
    if (await loadMe()) return
    throw redirect({ to: '/sign-in', search: location.pathname === '/inbox/live' ? {} : { back: location.href }, replace: true })
  },
})

const live = createRoute({ getParentRoute: () => inside, path: '/inbox/live', component: FeedScreen, validateSearch: readFeedSearch })
const liveNothing = createRoute({ getParentRoute: () => live, path: '/', component: NothingOpen })
const liveOne = createRoute({ getParentRoute: () => live, path: '$id', component: () => <Pane id={liveOne.useParams().id} back="/inbox/live" /> })

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

const tickets = createRoute({ getParentRoute: () => inside, path: '/tickets', component: () => <TicketsScreen mine={false} /> })
const mine = createRoute({ getParentRoute: () => inside, path: '/tickets/mine', component: () => <TicketsScreen mine /> })
const knowledge = createRoute({ getParentRoute: () => inside, path: '/knowledge', component: KnowledgeScreen })
const agents = createRoute({ getParentRoute: () => inside, path: '/agents', component: AgentsScreen })

export const router = createRouter({
  routeTree: root.addChildren([
    start,
    setup,
    signIn,
    inside.addChildren([
      live.addChildren([liveNothing, liveOne]),
      completed.addChildren([completedNothing, completedOne]),
      tickets,
      mine,
      knowledge,
      agents,
    ]),
  ]),
  defaultPreload: false,
})

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}
