import assert from 'node:assert/strict'
import { after, afterEach, before, test } from 'node:test'
import axe, { type AxeResults } from 'axe-core'
import type { Page } from 'playwright-core'
import { navigation } from '../../dashboard/shell/navigation.ts'
import { newId } from '../../server/ground/context.ts'
import { eventually } from '../world.ts'
import { goTo } from './go-to.ts'
import { stage, type Stage } from './stage.ts'

let s: Stage
before(async () => {
  s = await stage({ pace: 5, timing: { closeGraceMs: 200 } })
})
afterEach(async () => {
  await s.clear()
  assert.deepEqual(found.splice(0), [])
})
after(() => s.close())

const standard = [
  'wcag2a',
  'wcag2aa',
  'wcag21a',
  'wcag21aa',
  'wcag22aa',
  'cat.semantics',
  'cat.aria',
  'cat.name-role-value',
]

/** What a person who cannot see, hear, or hold a mouse would stumble over, all of it before a test fails. */
const found: string[] = []

async function look(page: Page, where: string, rules: string[]): Promise<void> {
  // Colours are judged as they come to rest.
  await page.evaluate(() =>
    Promise.allSettled(
      document
        .getAnimations()
        .filter((animation) => animation.effect?.getTiming().iterations !== Infinity)
        .map(({ finished }) => finished),
    ),
  )
  // Outside of the page's own scripts: its policy lets no other script in.
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe.source)
  const { violations } = (await page.evaluate(
    (tags) =>
      (window as unknown as { axe: { run(on: Document, options: object): Promise<unknown> } }).axe.run(document, {
        runOnly: tags,
      }),
    rules,
  )) as AxeResults
  found.push(
    ...violations.map(
      ({ id, help, nodes }) =>
        `${where}: ${id}: ${help}\n${nodes
          .slice(0, 4)
          .map(
            ({ html, failureSummary }) =>
              `    ${html.slice(0, 200)}\n    ${failureSummary?.split('\n').slice(1).join(' ')}`,
          )
          .join('\n')}`,
    ),
  )
}

/** Colours are another matter in the dark; the rest is the same. */
async function inBothThemes(page: Page, where: string): Promise<void> {
  await page.emulateMedia({ colorScheme: 'light' })
  await look(page, `${where}, light`, standard)
  await page.emulateMedia({ colorScheme: 'dark' })
  await look(page, `${where}, dark`, ['color-contrast', 'link-in-text-block'])
}

test('the doors: signing in, setting up, an invitation that is no more', async () => {
  const page = await (await s.context()).newPage()
  for (const path of ['/sign-in', '/setup', '/setup?token=wrong', '/invite?token=wrong']) {
    await page.goto(s.world.url + path)
    await page.getByRole('heading').first().waitFor()
    await inBothThemes(page, path)
  }
  await page.goto(`${s.world.url}/sign-in`)
  await page.getByLabel('E-mail').fill('ada@halo.test')
  await page.getByLabel('Password').fill('wrong password')
  await page.keyboard.press('Enter')
  await page.getByRole('alert').filter({ hasText: /./ }).waitFor()
  await inBothThemes(page, 'a refused sign-in')
})

test('every screen while there is nothing on it', async () => {
  const { page } = await s.operator()
  for (const { to, name } of navigation) {
    await page.goto(s.world.url + to)
    await page.getByRole('heading', { level: 1 }).waitFor()
    await page.locator('[aria-busy=true]').first().waitFor({ state: 'detached' })
    await inBothThemes(page, name)
  }
  for (const path of ['/account', '/nowhere', '/inbox/live/there-is-none']) {
    await page.goto(s.world.url + path)
    await page.getByRole('heading', { level: 1 }).waitFor()
    await inBothThemes(page, path)
  }
})

test('the Live Feed with everybody in it, an open conversation, and everything that opens over it', async () => {
  const { vic, ada } = await s.watched()
  const { page } = ada
  const tom = await (await s.visitor()).open()
  await vic.say('Which cards do you accept?')
  await tom.say('This is an outrageous disgrace, I am furious!!')
  await ada.row(tom.id).getByText('Angry').waitFor()
  await page.getByRole('button', { name: 'Bad answer' }).click()
  await ada.whisper('Ask for the order number')
  await page.getByText('Ask for the order number').waitFor()
  await inBothThemes(page, 'a live conversation')

  await page.keyboard.press('Escape')
  const open = async (keys: string, where: string) => {
    await page.keyboard.press(keys)
    await page.getByRole('dialog').waitFor()
    await inBothThemes(page, where)
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'detached' })
  }
  await open('y', 'what the AI saw')
  await open('c', 'Add Correction')
  await open('Control+k', 'the palette')
  await open('?', 'the shortcut sheet')
  await page.getByRole('button', { name: 'Filters' }).click()
  for (const name of ['Mood', 'Sort']) {
    await page.getByRole('combobox', { name }).click()
    await page.getByRole('listbox').waitFor()
    await inBothThemes(page, `the choice of ${name}`)
    await page.keyboard.press('Escape')
  }
  await ada.takeOver.click()
  await ada.handBack.waitFor()
  await ada.reply('Ada here.')
  await ada.said('Ada here.').waitFor()
  await inBothThemes(page, "a conversation in one's own hands")
})

test('an agent, part by part, with a rule and its form', async () => {
  const { page } = await s.operator()
  const {
    agents: [agent],
  } = await s.world.ada.call('GET /api/agents')
  await s.world.ada.call('PUT /api/routing/:id', {
    params: { id: newId() },
    body: {
      agentId: agent!.id,
      host: '',
      path: '/pricing*',
      traits: [{ key: 'plan', operator: 'is', value: 'Pro' }],
    },
  })
  for (const name of ['Identity', 'Style', 'Instructions', 'Escalation', 'Model', 'Routing']) {
    await page.goto(`${s.world.url}/agents/${agent!.id}?tab=${name.toLowerCase()}`)
    await page.getByRole('link', { name, exact: true }).and(page.locator('[aria-current=page]')).waitFor()
    await inBothThemes(page, `an agent's ${name}`)
  }
  await page.getByRole('button', { name: 'Add rule' }).click()
  await page.getByRole('button', { name: 'Add filter' }).click()
  await page.getByRole('textbox', { name: 'Address' }).fill('shop.test/pricing')
  await page.getByRole('button', { name: 'Try', exact: true }).click()
  await page.getByText(/answers, the default agent/).waitFor()
  await inBothThemes(page, 'a rule being written')
})

test('an opened ticket with a note, a contact, a company, a segment being written, and a round of training', async () => {
  const vic = await s.world.visitor({
    userId: 'jane',
    userTraits: { name: 'Jane Doe', email: 'jane@acme.test' },
    companyId: 'acme',
  })
  await vic.call('PATCH /api/widget/visitor', {
    body: {
      userTraits: { plan: 'Gold', seats: 12 },
      context: { sync: { label: 'HubSpot sync', type: 'integration', value: { status: 'failing' } } },
    },
  })
  const id = await vic.open()
  await vic.say(id, 'Which cards do you accept?')
  await vic.askForHuman(id)
  const { ada } = s.world
  const { ticket } = (await ada.transcript(id)).conversation
  await ada.call('PATCH /api/tickets/:id', { params: { id: ticket!.id }, body: { fields: { order: 'A-17' } } })
  await ada.call('POST /api/conversations/:id/comments', {
    params: { id },
    body: { id: newId(), text: '@Ada look at this', mentions: [ada.person.id] },
  })
  const filter = {
    join: 'all' as const,
    tests: [
      { field: 'contact.plan', how: 'is' as const, value: 'gold' },
      { field: 'opened', how: 'less' as const, value: '7' },
    ],
  }
  await ada.call('PUT /api/segments/:id', {
    params: { id: newId() },
    body: { kind: 'tickets', name: 'Gold', icon: 'star', shared: true, filter },
  })
  const { page, transcript } = await s.operator()
  await page.goto(`${s.world.url}/tickets/mentions`)
  await page.getByLabel('Mentions you, unread').waitFor()
  await inBothThemes(page, 'an unread mention')
  await page.goto(`${s.world.url}/tickets/${id}`)
  await transcript.waitFor()
  await page.getByText('look at this').first().waitFor()
  await inBothThemes(page, 'an opened ticket')
  await page.getByRole('checkbox', { name: `Choose #${ticket!.number}` }).check()
  await inBothThemes(page, 'chosen tickets')
  for (const name of ['Details', /^Status: Open/]) {
    await page
      .getByRole('region', { name: `Ticket #${ticket!.number}` })
      .getByRole('button', { name })
      .click()
    await inBothThemes(page, `the ticket's ${name}`)
    await page.keyboard.press('Escape')
  }
  await page.getByRole('button', { name: /^Note/ }).click()
  await page.getByRole('textbox', { name: /note/i }).pressSequentially('@A')
  await page.getByRole('option').first().waitFor()
  await inBothThemes(page, 'a mention being written')
  await page.getByRole('textbox', { name: /note/i }).fill('')

  await page.getByRole('link', { name: /^Gold/ }).click()
  await page.getByRole('button', { name: 'Segments' }).click()
  await page.getByRole('menuitem', { name: 'Edit segment' }).click()
  await page.getByRole('dialog').getByText('1 ticket', { exact: true }).waitFor()
  await inBothThemes(page, 'a segment being written')
  await page.keyboard.press('Escape')

  await goTo(page, 'Contacts')
  await page
    .getByRole('list', { name: 'Contacts' })
    .getByRole('link', { name: /Jane Doe/ })
    .click()
  await page.getByRole('region', { name: 'Traits' }).getByText('Gold').waitFor()
  await inBothThemes(page, 'an opened contact')
  await page.getByRole('region', { name: 'Company' }).getByRole('link').click()
  await page.getByRole('list', { name: 'Companies' }).waitFor()
  await page.getByText('Jane Doe').first().waitFor()
  await inBothThemes(page, 'an opened company')

  const {
    agents: [agent],
  } = await ada.call('GET /api/agents')
  await page.goto(`${s.world.url}/agents/${agent!.id}/train`)
  await page.getByRole('heading', { level: 1 }).waitFor()
  await inBothThemes(page, 'training, before the first word')
  await page.getByRole('textbox', { name: 'Ask as the visitor' }).fill('Which cards do you accept?')
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: 'Try again' }).waitFor()
  await inBothThemes(page, 'a round of training')
})

test('a completed conversation and its review', async () => {
  const vic = await s.world.visitor()
  const id = await vic.open()
  await vic.say(id, 'Which cards do you accept?')
  await eventually(async () => (await vic.transcript(id)).messages.some(({ from }) => from === 'ai'), 'an answer')
  await vic.leave(id)
  await eventually(async () => (await s.world.ada.transcript(id)).conversation.status === 'completed', 'the end')
  const { page, transcript } = await s.operator()
  await page.goto(`${s.world.url}/inbox/completed/${id}`)
  await transcript.waitFor()
  await page.getByRole('list', { name: 'Completed conversations' }).waitFor()
  await inBothThemes(page, 'a completed conversation')
})

test('a phone: list, transcript, side and menu', async () => {
  const vic = await (await s.visitor()).open()
  await vic.say('Which cards do you accept?')
  const ada = await s.operator(s.world.ada, {
    viewport: { width: 360, height: 740 },
    hasTouch: true,
    isMobile: true,
  })
  const { page } = ada
  await ada.row(vic.id).waitFor()
  await inBothThemes(page, 'the list')
  await ada.row(vic.id).tap()
  await page.getByRole('button', { name: 'Good answer' }).waitFor()
  await inBothThemes(page, 'the transcript')
  await page.getByRole('button', { name: 'About this visitor' }).tap()
  await page.getByRole('dialog').waitFor()
  await inBothThemes(page, 'the side')
  await page.getByRole('button', { name: 'Close' }).tap()
  await page.getByRole('link', { name: 'Back to the list' }).tap()
  await page.getByRole('button', { name: 'Menu' }).tap()
  await page.getByRole('dialog').waitFor()
  await inBothThemes(page, 'the menu')
})

test("the widget on somebody's site: open, answered, with a person", async () => {
  const vic = await s.visitor()
  await inBothThemes(vic.page, 'the launcher')
  await vic.open()
  await inBothThemes(vic.page, 'the open panel')
  await vic.say('Which cards do you accept?')
  await vic.answer(/./).nth(1).waitFor()
  await inBothThemes(vic.page, 'an answer')
  await s.world.ada.reply(vic.id, 'Ada here.')
  await vic.line('Ada here.').waitFor()
  await inBothThemes(vic.page, 'a person')
})

test('keys, the making of one, and what was changed', async () => {
  const [, gone] = [await s.world.program(), await s.world.program(['events:read'])]
  await s.world.ada.call('DELETE /api/keys/:id', { params: { id: gone.key.id } })
  await s.world.ada.takeOver(await (await s.world.visitor()).open())
  const { page } = await s.operator()
  await page.goto(`${s.world.url}/keys`)
  await page.getByText('Revoked').waitFor()
  await inBothThemes(page, 'keys')
  await page.getByRole('button', { name: 'New key' }).click()
  await page.getByRole('dialog', { name: 'New key' }).waitFor()
  await inBothThemes(page, 'the making of a key')
  await page.goto(`${s.world.url}/audit`)
  await page.getByRole('link', { name: 'Conversation', exact: true }).first().waitFor()
  await inBothThemes(page, 'the audit')
})

test('widget keys, a secret that was just made, and how a server signs', async () => {
  const { page } = await s.operator()
  await page.goto(`${s.world.url}/settings/workspace`)
  await page.getByText('How your server signs').click()
  await page.getByRole('region', { name: 'On your server' }).waitFor()
  await inBothThemes(page, 'the code')
  await page.getByRole('button', { name: 'New key' }).click()
  await page.getByRole('dialog', { name: 'New widget key' }).waitFor()
  await inBothThemes(page, 'the making of a widget key')
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: /^(?:Make a|Add a second) secret$/ }).click()
  await page.getByRole('dialog', { name: 'Identity secret' }).waitFor()
  await inBothThemes(page, 'a secret')
})
