import assert from 'node:assert/strict'
import { test } from 'node:test'
import { operatorApi } from '../../protocol/operator-api.ts'
import type { KeyOf, RouteTable } from '../../protocol/route.ts'
import { doorsFor, navigation, placeAt } from './navigation.ts'

/** What each screen reads before anything else. */
const reads: Record<string, KeyOf<typeof operatorApi>> = {
  '/inbox/live': 'GET /api/feed',
  '/inbox/completed': 'GET /api/conversations',
  '/tickets': 'GET /api/tickets',
  '/tickets/mine': 'GET /api/tickets',
  '/tickets/mentions': 'GET /api/tickets',
  '/canned-replies': 'GET /api/canned-replies',
  '/contacts': 'GET /api/contacts',
  '/companies': 'GET /api/companies',
  '/knowledge': 'GET /api/articles',
  '/knowledge/data': 'GET /api/sources',
  '/knowledge/gaps': 'GET /api/gaps',
  '/knowledge/taught': 'GET /api/corrections',
  '/knowledge/corrections': 'GET /api/corrections',
  '/knowledge/training': 'GET /api/lessons',
  '/knowledge/guidance': 'GET /api/guidance',
  '/knowledge/instructions': 'GET /api/instructions',
  '/knowledge/internal-docs': 'GET /api/internal-docs',
  '/knowledge/topics': 'GET /api/topics',
  '/knowledge/proposed': 'GET /api/learned-answers',
  '/agents': 'GET /api/agents',
  '/live-train': 'POST /api/agents/:id/training',
  '/installation': 'GET /api/installation',
  '/reports': 'GET /api/reports',
  '/settings/workspace': 'GET /api/workspace',
  '/team': 'GET /api/team',
  '/alerts': 'GET /api/alerts',
  '/alerts/settings': 'GET /api/alerts',
  '/keys': 'GET /api/keys',
  '/webhooks': 'GET /api/webhooks',
  '/privacy': 'GET /api/privacy',
  '/audit': 'GET /api/audit',
}

test('a place asks for what its screen asks the server for', () => {
  const routes: RouteTable = operatorApi
  for (const { to, needs } of navigation) assert.equal(needs, routes[reads[to]!]?.needs, to)
})

test('an address belongs to the nearest place', () => {
  const at = (path: string) => placeAt(path)?.to
  assert.equal(at('/inbox/live/abc'), '/inbox/live')
  assert.equal(at('/tickets/mine/abc'), '/tickets/mine')
  assert.equal(at('/tickets/abc'), '/tickets')
  assert.equal(at('/knowledge/taught'), '/knowledge/taught')
  assert.equal(at('/agents/abc'), '/agents')
  assert.equal(at('/agents/abc/train'), '/live-train')
  assert.equal(at('/account'), undefined)
})

test('doors without a place for somebody are not there', () => {
  const doors = (inbox: 'none' | 'view', agents: 'none' | 'view') =>
    doorsFor({ role: 'member', inbox, agents }).map(({ name }) => name)
  assert.deepEqual(doors('none', 'none'), ['Settings'])
  assert.deepEqual(doors('none', 'view'), ['Knowledge', 'Agents', 'Settings'])
  assert.deepEqual(doors('view', 'none'), ['Inbox', 'People', 'Knowledge', 'Reports', 'Settings'])
})
