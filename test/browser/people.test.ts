import assert from 'node:assert/strict'
import { after, afterEach, before, test } from 'node:test'
import axe, { type AxeResults } from 'axe-core'
import { proven } from '../proof.ts'
import { VisitorClient } from '../world.ts'
import { becomes } from './becomes.ts'
import { goTo } from './go-to.ts'
import { stage, type Stage } from './stage.ts'

let s: Stage
before(async () => {
  s = await stage()
})
afterEach(() => s.clear())
after(() => s.close())

const arrive = (claim: object, token?: string) =>
  VisitorClient.arrive(s.world.url, s.world.halo.widgetKey, { ...claim, ...(token && { token }) } as never)

const jane = {
  userId: 'jane-7',
  userTraits: { name: 'Jane Doe', email: 'jane@acme.test', plan: 'Pro', seats: 12 },
  companyId: 'acme',
  companyTraits: { name: 'Acme Corp', industry: 'Retail' },
  context: {
    sync: {
      label: 'HubSpot sync',
      type: 'integration',
      value: { status: 'failing', error: 'The token has expired' },
    },
  },
}

test('beside a transcript stands what is known of the visitor, and keeps up with it', async () => {
  const vic = await arrive({})
  const past = await vic.open()
  const other = await arrive({ userId: 'jane-7' })
  const chat = await other.open()
  await s.world.ada.takeOver(chat)
  const ada = await s.operator()
  await ada.follow(past)
  const side = ada.page.getByRole('complementary', { name: 'About this visitor' })
  await side.getByText('Not identified').waitFor()
  assert.equal(await side.getByRole('heading', { name: 'Context' }).count(), 0, 'no empty groups')

  await arrive(await proven(s.world, jane), vic.token)
  await side.getByText('Verified', { exact: true }).waitFor()
  const group = (name: string) => side.getByRole('region', { name, exact: true })
  await group('Traits').getByText('plan').waitFor()
  await becomes(() => group('Traits').getByText('12', { exact: true }).count(), 1)
  await group('Company').getByRole('link', { name: 'Acme Corp' }).waitFor()
  await group('Context').getByText('The token has expired').waitFor()
  await group('Tickets')
    .getByText(/In Progress/)
    .waitFor()
  await becomes(() => group('Earlier conversations').getByRole('link').getAttribute('href'), new RegExp(chat))

  await vic.tell({
    context: { sync: { label: 'HubSpot sync', type: 'integration', value: { status: 'connected' } } },
  })
  await group('Context').getByText('connected').waitFor()
  assert.equal(await group('Context').getByText('The token has expired').count(), 0)

  await side.getByRole('heading', { name: 'Traits' }).click()
  await group('Traits').waitFor({ state: 'hidden' })
  await ada.page.reload()
  await group('Company').getByRole('link', { name: 'Acme Corp' }).waitFor()
  assert.ok(await group('Traits').isHidden(), 'what was folded away stays so')
})

test('from the side to the contact, from there to the company and its people, and back to a conversation', async () => {
  const vic = await arrive(await proven(s.world, jane))
  const chat = await vic.open()
  await vic.say(chat, 'Where do you ship?')
  const ada = await s.operator()
  await ada.follow(chat)
  const { page } = ada
  await page
    .getByRole('complementary', { name: 'About this visitor' })
    .getByRole('link', { name: 'Jane Doe', exact: true })
    .click()
  await page.getByRole('heading', { name: 'Jane Doe', level: 2 }).waitFor()
  await page.getByText('jane-7').first().waitFor()
  await page.getByRole('link', { name: 'Acme Corp' }).last().click()
  await page
    .getByRole('region', { name: 'Contacts', exact: true })
    .getByRole('link', { name: /Jane Doe/ })
    .last()
    .waitFor()
  await page.getByRole('region', { name: 'Conversations' }).last().getByRole('link').first().click()
  await page.waitForURL(/\/inbox\/(live|completed)\//)

  await goTo(page, 'Contacts')
  await page.getByRole('searchbox').fill('nobody at all')
  await page.getByText('No contact matches').waitFor()
  await page.getByRole('searchbox').fill('jane acme')
  await page
    .getByRole('list', { name: 'Contacts' })
    .getByRole('link', { name: /Jane Doe/ })
    .waitFor()
})

test('on a phone it is a sheet', async () => {
  const vic = await arrive(await proven(s.world, jane))
  const chat = await vic.open()
  const ada = await s.operator(s.world.ada, { viewport: { width: 390, height: 844 } })
  await ada.follow(chat)
  await ada.page.getByRole('button', { name: 'About this visitor' }).click()
  const sheet = ada.page.getByRole('dialog', { name: 'About this visitor' })
  await sheet.getByText('HubSpot sync').waitFor()
  assert.equal(
    await sheet.evaluate((each) => each.scrollWidth <= each.clientWidth),
    true,
    'nothing is cut off at the side',
  )
})

test('the side panel, a contact and a company are usable by everyone, in light and dark', async () => {
  const vic = await arrive(await proven(s.world, jane))
  const chat = await vic.open()
  await vic.say(chat, 'Is my HubSpot sync working?')
  const { contact, company } = await s.world.ada.call('GET /api/conversations/:id/visitor', {
    params: { id: chat },
  })
  for (const colorScheme of ['light', 'dark'] as const) {
    const { page } = await s.operator(s.world.ada, { colorScheme })
    for (const [path, shown] of [
      [`/inbox/live/${chat}`, 'HubSpot sync'],
      [`/contacts/${contact!.id}`, 'jane-7'],
      [`/companies/${company!.id}`, 'Retail'],
    ]) {
      await page.goto(s.world.url + path)
      await page.getByText(shown!).first().waitFor()
      await page.evaluate(() =>
        Promise.allSettled(
          document
            .getAnimations()
            .filter((each) => each.effect?.getTiming().iterations !== Infinity)
            .map(({ finished }) => finished),
        ),
      )
      await page.evaluate(axe.source)
      const { violations } = (await page.evaluate(() =>
        (window as unknown as { axe: { run(): Promise<unknown> } }).axe.run(),
      )) as AxeResults
      assert.deepEqual(
        violations
          .filter(({ id }) => !beyond.has(id))
          .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`),
        [],
        path,
      )
    }
  }
})

/** Advice on the shape of a page, which no standard asks for. */
const beyond = new Set(['region', 'heading-order', 'landmark-unique', 'page-has-heading-one'])
