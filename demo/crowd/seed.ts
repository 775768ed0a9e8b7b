import type { Colleague } from './colleague.ts'

const guidance = [
  'Say sorry before anything else when somebody is angry.',
  'Never promise a date for a delivery; say how long it usually takes.',
  'Offer a replacement before a refund when a bag arrived damaged.',
]

const docs = [
  ['Goodwill', 'Up to 20 euros may be given back without asking. Above that, ask Jonas.'],
  ['Roasting days', 'Mondays and Thursdays, closed in the first week of August.'],
] as const

const canned = [
  ['Order number', 'Could you tell me your order number, please? It begins with NW.'],
  ['Replacement', 'I have sent you a new bag today. You will get the tracking link by e-mail.'],
] as const

/** Nora calls for a person by herself only for those who have a subscription, and at once for those with the large one. */
const escalation = {
  mode: 'conditional' as const,
  threshold: 30,
  requireSearch: true,
  requireAttempt: true,
  maxAttempts: 3,
  who: [{ key: 'plan', operator: 'exists' as const, value: '' }],
  priority: [{ key: 'plan', operator: 'is' as const, value: 'Pro' }],
}

/** What a team has written down before its first day is over. Only the first time: afterwards it is as Sarah left it. */
export async function seedDemo(sarah: Colleague): Promise<void> {
  if ((await sarah.call('GET /api/guidance')).guidance.length) return
  const { agents } = await sarah.call('GET /api/agents')
  await Promise.all([
    ...agents.map(({ id }) => sarah.call('PUT /api/agents/:id/escalation', { params: { id }, body: escalation })),
    ...guidance.map((text, at) =>
      sarah.call('PUT /api/guidance/:id', { params: { id: `demo-guidance-${at}` }, body: { text } }),
    ),
    ...docs.map(([title, body], at) =>
      sarah.call('PUT /api/internal-docs/:id', { params: { id: `demo-document-${at}` }, body: { title, body } }),
    ),
    ...canned.map(([name, text], at) =>
      sarah.call('PUT /api/canned-replies/:id', { params: { id: `demo-canned-${at}` }, body: { name, text } }),
    ),
  ])
}
