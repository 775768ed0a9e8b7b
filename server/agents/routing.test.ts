import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { RoutingRule } from '../../protocol/agents/shapes.ts'
import { fitsGlob } from './globs.ts'
import { route } from './routing.ts'

const answering = [
  { id: 'nora', isDefault: true },
  { id: 'sam', isDefault: false },
  { id: 'dev', isDefault: false },
]
const rule = (id: string, agentId: string, part: Partial<RoutingRule>): RoutingRule => ({
  id,
  agentId,
  host: '',
  path: '',
  traits: [],
  ...part,
})
const who = (rules: RoutingRule[], url: string | null, traits: Record<string, unknown> = {}) =>
  route(rules, answering, url, traits).agentId

test('a star stands for any characters, a question mark for one', () => {
  for (const [pattern, text] of [
    ['*', ''],
    ['*', 'abc'],
    ['a*c', 'ac'],
    ['a*c', 'abbc'],
    ['a?c', 'abc'],
    ['*b*', 'abc'],
    ['a*b*c', 'axbybzc'],
    ['**', 'x'],
    ['', ''],
  ] as const)
    assert.ok(fitsGlob(pattern, text), `${pattern} ${text}`)
  for (const [pattern, text] of [
    ['a', 'ab'],
    ['a?c', 'ac'],
    ['*b', 'abc'],
    ['b*', 'abc'],
    ['', 'a'],
    ['?', ''],
    ['a.c', 'abc'],
    ['A', 'a'],
  ] as const)
    assert.ok(!fitsGlob(pattern, text), `${pattern} ${text}`)
})

test('no pattern makes a long address take for ever', () => {
  // With each star free to end anywhere, this would try more ways than there are atoms.
  assert.equal(fitsGlob(`${'*a'.repeat(100)}b`, 'a'.repeat(2000)), false)
})

test('the first rule that is true decides, and where none is the default agent answers', () => {
  const rules = [
    rule('pricing', 'sam', { path: '/pricing*' }),
    rule('everything', 'dev', { host: 'docs.shop.test' }),
    rule('late', 'nora', { path: '/pricing/teams' }),
  ]
  assert.equal(who(rules, 'https://shop.test/pricing/teams?x=1#y'), 'sam')
  assert.equal(who(rules, 'https://docs.shop.test/anything'), 'dev')
  assert.equal(who(rules, 'https://shop.test/'), 'nora')
  assert.deepEqual(route(rules, answering, 'https://shop.test/', {}), { agentId: 'nora', rule: null, skipped: [] })
  assert.equal(who([], 'https://shop.test/'), 'nora')
})

test('hosts are compared without regard to case and port, paths without a slash at the end', () => {
  assert.equal(who([rule('a', 'sam', { host: '*.Shop.test' })], 'https://WWW.shop.test:8443/'), 'sam')
  assert.equal(who([rule('a', 'sam', { host: 'shop.test:3000' })], 'http://shop.test:3000/'), 'sam')
  assert.equal(who([rule('a', 'sam', { host: 'shop.test:3000' })], 'http://shop.test:4000/'), 'nora')
  assert.equal(who([rule('a', 'sam', { host: 'shop.test' })], 'https://evil.test/shop.test'), 'nora')
  assert.equal(who([rule('a', 'sam', { path: '/docs/*' })], 'https://shop.test/docs/'), 'sam')
  assert.equal(who([rule('a', 'sam', { path: '/docs/' })], 'https://shop.test/docs'), 'sam')
  assert.equal(who([rule('a', 'sam', { path: '/docs' })], 'https://shop.test/docs/api'), 'nora')
  assert.equal(who([rule('a', 'sam', { path: '/' })], 'https://shop.test'), 'sam')
})

test('page and traits must both be true; a page that is no address fits no page', () => {
  const rules = [
    rule('a', 'sam', { path: '/billing*', traits: [{ key: 'plan', operator: 'is', value: 'Pro' }] }),
    rule('b', 'dev', { traits: [{ key: 'company.size', operator: 'exists', value: '' }] }),
  ]
  assert.equal(who(rules, 'https://shop.test/billing', { plan: 'pro' }), 'sam')
  assert.equal(who(rules, 'https://shop.test/billing', { plan: 'free' }), 'nora')
  assert.equal(who(rules, 'https://shop.test/', { plan: 'pro', 'company.size': 12 }), 'dev')
  for (const url of [null, '', 'not an address', 'javascript:alert(1)'])
    assert.equal(who([rule('a', 'sam', { host: '*.test' })], url), 'nora')
})

test('a rule whose agent is off is passed over, and named', () => {
  const rules = [rule('gone', 'archived', { path: '/*' }), rule('next', 'sam', { path: '/*' })]
  assert.deepEqual(route(rules, answering, 'https://shop.test/', {}), {
    agentId: 'sam',
    rule: 'next',
    skipped: ['gone'],
  })
  assert.deepEqual(route(rules.slice(0, 1), answering, 'https://shop.test/', {}), {
    agentId: 'nora',
    rule: null,
    skipped: ['gone'],
  })
})
