import { costsApi } from './agents/costs.ts'
import { modelsApi } from './agents/models.ts'
import { agentsApi } from './agents/routes.ts'
import { escalationRoutes } from './agents/escalation-routes.ts'
import { alertsApi } from './alerts/routes.ts'
import { auditApi } from './audit.ts'
import { conversationRoutes } from './conversations/routes.ts'
import { gapsApi } from './knowledge/gaps.ts'
import { checklistRoutes } from './agents/checklist.ts'
import { knowledgeRoutes } from './knowledge/routes.ts'
import { sampleRoutes } from './knowledge/sample.ts'
import { topicsApi } from './knowledge/topics.ts'
import { identityApi } from './people/identity.ts'
import { mailApi } from './mail/mail.ts'
import { peopleRoutes } from './people/routes.ts'
import { sessionRoutes } from './people/session-routes.ts'
import { teamApi } from './people/team.ts'
import { shutOutsApi } from './people/shut-outs.ts'
import { privacyApi } from './privacy.ts'
import { keysApi } from './programs/keys.ts'
import { webhooksApi } from './programs/webhooks.ts'
import { reportsApi } from './reports.ts'
import { reviewRoutes } from './review/routes.ts'
import { segmentsApi } from './segments/shapes.ts'
import { learningApi } from './teaching/learning-routes.ts'
import { replayApi } from './teaching/replay.ts'
import { teachingRoutes } from './teaching/routes.ts'
import { ticketsApi } from './tickets/routes.ts'
import { widgetKeysApi } from './widget/keys.ts'

/** Everything that the dashboard asks for, and with it signing in. */
export const operatorApi = {
  ...sessionRoutes,
  ...conversationRoutes,
  ...reviewRoutes,
  ...teachingRoutes,
  ...learningApi,
  ...replayApi,
  ...escalationRoutes,
  ...teamApi,
  ...keysApi,
  ...webhooksApi,
  ...auditApi,
  ...identityApi,
  ...widgetKeysApi,
  ...agentsApi,
  ...modelsApi,
  ...costsApi,
  ...alertsApi,
  ...mailApi,
  ...gapsApi,
  ...reportsApi,
  ...privacyApi,
  ...shutOutsApi,
  ...ticketsApi,
  ...segmentsApi,
  ...topicsApi,
  ...peopleRoutes,
  ...knowledgeRoutes,
  ...checklistRoutes,
  ...sampleRoutes,
} as const

export type OperatorApi = typeof operatorApi
