import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { registry } from '../../server/ground/metrics.ts'
import { modelOf, startQuirks, type QuirkServer } from '../quirks.ts'
import { eventually, world, type World } from '../world.ts'

// What language models cost: per answer, model, agent and day; and a budget that warns, then stops.

let server: QuirkServer
let w: World
const model = `openai-compatible/${modelOf('tokens counted')}`
before(async () => {
  server = await startQuirks()
  w = await world({
    env: { HALO_MODEL: model, HALO_MODEL_URL: server.url, HALO_MODEL_KEY: 'k-1234567890' },
    overrides: { timing: { sweepIntervalMs: 20 } },
  })
})
after(async () => {
  await w?.close()
  await server.close()
})

const day = 24 * 3_600_000
// 200 tokens anew, 1,000 cached, 80 out: 0.0004 + 0.0005 + 0.0008.
const prices = { [model]: { input: 2, cached: 0.5, output: 10 } }
const each = 0.0017

const cost = (more: object = {}) =>
  w.ada.call('PUT /api/model-costs', { body: { currency: 'EUR', prices, budget: null, warnAt: 80, ...more } })
const report = async () => {
  const from = Math.floor(Date.now() / day) * day
  const query = { from: String(from), until: String(from + day), zone: 'UTC' }
  return (await w.ada.call('GET /api/reports', { query })).spending
}
const near = (value: number | null | undefined, wanted: number) =>
  assert.ok(Math.abs((value ?? 0) - wanted) < 1e-9, `${value} is not ${wanted}`)

async function answered() {
  const vic = await w.visitor()
  const chat = await vic.open()
  await vic.say(chat, 'How long does shipping take?')
  const message = await eventually(
    async () => (await vic.transcript(chat)).messages.find(({ from }) => from === 'ai'),
    'an answer',
  )
  const params = { id: chat, messageId: message.id }
  const { usage } = await w.ada.call('GET /api/conversations/:id/messages/:messageId/prompt', { params })
  const { verdicts } = await w.ada.call('GET /api/conversations/:id', { params: { id: chat } })
  return { text: message.text, usage, notes: verdicts.flatMap(({ notes }) => notes ?? []).join() }
}

test('tokens are counted without prices, and priced as soon as there are some', async () => {
  const { usage } = await answered()
  assert.equal(usage[0]!.cost, null)
  assert.equal((await report()).total.cost, null)
  const { month } = await w.ada.call('GET /api/model-costs')
  assert.deepEqual([month.state, month.spent, month.unpriced], ['fine', 0, [model]])

  near((await cost()).month.spent, each)
  const spending = await report()
  assert.deepEqual([spending.currency, spending.total.replies, spending.total.input], ['EUR', 1, 1200])
  for (const part of [spending.total, spending.models[0], spending.agents[0], spending.days[0]])
    near(part?.cost, each)
  assert.deepEqual([spending.models[0]!.name, spending.agents[0]!.name], [model, 'Nora'])
  const next = await answered()
  assert.equal(next.usage[0]!.cost!.currency, 'EUR')
  near(next.usage[0]!.cost!.amount, each)
  assert.match(await registry.metrics(), /halo_model_month_cost\{model="openai-compatible\/tokens-counted"\} 0\.00/)
})

test('a budget warns, then the built-in answerer speaks until there is more of it', async () => {
  const { spent } = (await cost()).month
  const incident = async (state: 'open' | 'cleared') =>
    eventually(
      async () =>
        (await w.ada.call('GET /api/alerts')).incidents.find((one) => one.kind === 'budget' && one.state === state),
      `an alert of the budget that is ${state}`,
    )
  assert.equal((await cost({ budget: spent * 1.1 })).month.state, 'warned')
  assert.match((await incident('open')).detail, /of the month’s/)
  assert.match((await answered()).text, /It was sent/)

  const stopped = await answered()
  assert.match(stopped.notes, /budget for language models is spent. The built-in answerer answered/)
  assert.match(stopped.text, /working days/)
  assert.equal((await w.ada.call('GET /api/model-costs')).month.state, 'stopped')
  await eventually(
    async () => /built-in answerer/.test((await incident('open')).detail),
    'the alert that it stopped',
  )

  assert.equal((await cost({ budget: 1000 })).month.state, 'fine')
  await incident('cleared')
  assert.match((await answered()).text, /It was sent/)
})

test('a model that is free goes on when the budget is spent', async () => {
  const free = { [model]: { input: 0, cached: null, output: 0 }, 'openai/other': prices[model]! }
  const { month } = await cost({ prices: free, budget: 0.000001 })
  assert.equal(month.spent, 0)
  assert.match((await answered()).text, /It was sent/)
  await cost()
})

test('prices, a currency and a budget that cannot be are refused; only admins are told', async () => {
  for (const wrong of [
    { currency: 'euro' },
    { budget: -1 },
    { warnAt: 0 },
    { prices: { [model]: { input: -1, output: 1, cached: null } } },
  ])
    await assert.rejects(cost(wrong), { status: 400 })
})
