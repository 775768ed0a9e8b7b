import type { Kysely } from 'kysely'
import * as first from './0001-first.ts'
import * as teaching from './0002-teaching.ts'
import * as review from './0003-review.ts'
import * as people from './0004-people.ts'
import * as escalation from './0005-escalation.ts'
import * as sources from './0006-sources.ts'
import * as team from './0007-team.ts'
import * as alerts from './0008-alerts.ts'
import * as gaps from './0009-gaps.ts'
import * as reports from './0010-reports.ts'
import * as tickets from './0011-tickets.ts'
import * as privacy from './0012-privacy.ts'
import * as identity from './0013-identity.ts'
import * as agents from './0014-agents.ts'
import * as api from './0015-api.ts'
import * as inbox from './0016-inbox.ts'
import * as learning from './0017-learning.ts'
import * as topics from './0019-topics.ts'
import * as integrations from './0021-integrations.ts'
import * as moves from './0022-moves.ts'
import * as readPages from './0023-read-pages.ts'
import * as threads from './0024-threads.ts'
import * as usage from './0025-usage.ts'
import * as claims from './0026-claims.ts'
import * as webhooks from './0027-webhooks.ts'
import * as folded from './0028-folded.ts'
import * as edits from './0029-edits.ts'
import * as webhookDeliveries from './0030-webhook-deliveries.ts'
import * as inquiries from './0031-inquiries.ts'
import * as usedCodes from './0032-used-codes.ts'
import * as modelCalls from './0033-model-calls.ts'
import * as laidAside from './0034-laid-aside.ts'
import * as holds from './0035-holds.ts'
import * as positions from './0036-positions.ts'
import * as shutOuts from './0037-shut-outs.ts'
import * as crowds from './0038-crowds.ts'
import * as generalQuestions from './0039-general-questions.ts'
import * as mails from './0040-mails.ts'

interface Migration {
  name: string
  up(db: Kysely<any>, dialect: 'sqlite' | 'postgres'): Promise<void>
}

/** In order, numbered from 1. Only ever add at the end: databases out there have the earlier ones. */
export const migrations: Migration[] = [
  { name: 'first', up: first.up },
  { name: 'teaching', up: teaching.up },
  { name: 'review', up: review.up },
  { name: 'people', up: people.up },
  { name: 'escalation', up: escalation.up },
  { name: 'sources', up: sources.up },
  { name: 'team', up: team.up },
  { name: 'alerts', up: alerts.up },
  { name: 'gaps', up: gaps.up },
  { name: 'reports', up: reports.up },
  { name: 'tickets', up: tickets.up },
  { name: 'privacy', up: privacy.up },
  { name: 'identity', up: identity.up },
  { name: 'agents', up: agents.up },
  { name: 'api', up: api.up },
  { name: 'inbox', up: inbox.up },
  { name: 'learning', up: learning.up },
  { name: 'topics', up: topics.up },
  { name: 'integrations', up: integrations.up },
  { name: 'moves', up: moves.up },
  { name: 'read-pages', up: readPages.up },
  { name: 'threads', up: threads.up },
  { name: 'usage', up: usage.up },
  { name: 'claims', up: claims.up },
  { name: 'webhooks', up: webhooks.up },
  { name: 'folded', up: folded.up },
  { name: 'edits', up: edits.up },
  { name: 'webhook-deliveries', up: webhookDeliveries.up },
  { name: 'inquiries', up: inquiries.up },
  { name: 'used-codes', up: usedCodes.up },
  { name: 'model-calls', up: modelCalls.up },
  { name: 'laid-aside', up: laidAside.up },
  { name: 'holds', up: holds.up },
  { name: 'positions', up: positions.up },
  { name: 'shut-outs', up: shutOuts.up },
  { name: 'crowds', up: crowds.up },
  { name: 'general-questions', up: generalQuestions.up },
  { name: 'mails', up: mails.up },
]
