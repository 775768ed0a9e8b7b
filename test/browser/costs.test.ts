import assert from 'node:assert/strict'
import { after, afterEach, before, test } from 'node:test'
import { newId } from '../../server/ground/context.ts'
import { eventually } from '../world.ts'
import { stage, type Stage } from './stage.ts'

let on: Stage
const model = 'openai/gpt-of-the-shop'
before(async () => {
  on = await stage({ pace: 0 })
})
afterEach(() => on.clear())
after(() => on.close())

/** As if so many tokens had been counted for one reply. */
async function spend(input: number, output: number): Promise<void> {
  const { db } = on.world.halo.ctx
  const agent = (await on.world.ada.call('GET /api/agents')).agents[0]!.id
  const row = { id: newId(), at: Date.now(), kind: 'reply', model, agent_id: agent, message_id: null }
  await db.write((trx) =>
    trx
      .insertInto('model_usage')
      .values({ ...row, input, output, cached: 0, reasoning: 0 })
      .execute(),
  )
}

test('an admin enters prices and a budget, reads what was spent, and is warned on every screen', async () => {
  await spend(2_000_000, 500_000)
  const { page } = await on.operator()
  await page.goto(`${on.world.url}/settings/workspace`)
  await page.getByText(`Without a price, and not counted: ${model}`).waitFor()
  await page.getByRole('spinbutton', { name: `${model}: Input` }).fill('2')
  await page.getByRole('spinbutton', { name: `${model}: Output` }).fill('10')
  await page.getByRole('spinbutton', { name: 'Budget of a month' }).fill('10')
  await page.getByRole('button', { name: 'Save prices and budget' }).click()
  await page.getByText('Spent this month: $9.00 of $10.00').waitFor()
  await page.getByText('$9.00 of the month’s $10.00 for language models are spent.').waitFor()

  await spend(0, 100_000)
  await page.goto(`${on.world.url}/reports`)
  await page.getByText(/budget of \$10.00 for language models is spent: the built-in answerer answers/).waitFor()
  await page.getByText('2 replies cost $10.00, $5.00 each').waitFor()
  await page.getByRole('row', { name: /gpt-of-the-shop 2 2000000 0 600000 0 \$10\.00/ }).waitFor()

  await page.getByRole('link', { name: 'Change the budget' }).click()
  await page.getByRole('spinbutton', { name: 'Budget of a month' }).fill('')
  await page.getByRole('button', { name: 'Save prices and budget' }).click()
  await eventually(
    async () => (await page.getByText(/for language models is spent/).count()) === 0,
    'no banner without a budget',
  )
  assert.equal((await on.world.ada.call('GET /api/model-costs')).costs.budget, null)
})

test('an admin is told on every screen that the day’s calls of models are used up', async () => {
  const { ctx } = on.world.halo
  const { most } = await ctx.ration.today()
  const today = { day: Math.floor(Date.now() / 86_400_000), calls: most }
  await ctx.db.write((trx) => trx.insertInto('model_days').values(today).execute())
  const { page } = await on.operator()
  await page.goto(`${on.world.url}/reports`)
  await page.getByText(/calls of language models are used up: the built-in answerer answers/).waitFor()
  await ctx.db.write((trx) => trx.deleteFrom('model_days').execute())
})
