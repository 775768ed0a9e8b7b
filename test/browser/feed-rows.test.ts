import assert from 'node:assert/strict'
import { after, afterEach, before, test } from 'node:test'
import { newId } from '../../client/id.ts'
import { startConversation } from '../../server/conversations/start.ts'
import { beginVisitor } from '../../server/people/visitors/visitors.ts'
import { eventually } from '../world.ts'
import { sized } from '../size.ts'
import { becomes } from './becomes.ts'
import type { OperatorPage } from './operator-page.ts'
import { stage, type Stage } from './stage.ts'

let s: Stage
// These visitors have no browser that could send heartbeats.
before(async () => {
  s = await stage({ pace: 0, timing: { presenceLeaseMs: 600_000 } })
})
afterEach(() => s.clear())
after(() => s.close())

/** Somebody who has opened the chat, and written. */
async function chatting(name: string, text?: string, more: { companyId?: string } = {}) {
  const vic = await s.world.visitor({ userId: newId(), userTraits: { name }, ...more })
  const id = await vic.open()
  if (text) {
    await vic.say(id, text)
    await eventually(
      async () => (await s.world.ada.transcript(id)).conversation.mood.history.length > 0,
      'the mood',
    )
  }
  return { id, vic, say: (text: string) => vic.say(id, text) }
}

const conversation = async (id: string) => (await s.world.ada.transcript(id)).conversation
const shown = (ada: OperatorPage) =>
  ada.feed.locator('[data-id]').evaluateAll((rows) => rows.map((row) => (row as HTMLElement).dataset.id))
const isBefore = (all: (string | undefined)[], first: string, second: string) =>
  all.indexOf(first) >= 0 && all.indexOf(first) < all.indexOf(second)
const choose = async ({ page }: OperatorPage, filter: string, option: string) => {
  await page.getByRole('combobox', { name: new RegExp(`^${filter}:`) }).click()
  await page.getByRole('option', { name: option, exact: true }).click()
}

test('a row says who, of which company, how they feel and felt, what was called for, who holds it and who watches', async () => {
  const jane = await chatting('Jane Doe', 'What does the warranty of the grinder cover?', {
    companyId: 'Acme Corp',
  })
  const ada = await s.operator()
  const row = ada.row(jane.id)
  await row.getByText('Jane Doe').waitFor()
  await row.getByText('Acme Corp').waitFor()
  await row.getByRole('img', { name: 'Active now' }).waitFor()
  await row.getByText('Nora · AI').waitFor()

  await jane.vic.askForHuman(jane.id)
  await row.getByText('Asks for a person', { exact: true }).first().waitFor()

  await jane.say('This is outrageous!! I am furious, what a disgrace!!')
  await row.getByText('Angry').waitFor()
  assert.ok(
    (await row.locator('polyline').getAttribute('points'))!.split(' ').length > 2,
    'the line of the score has a point for each message',
  )

  const ben = await s.operator(await s.world.ben())
  await ben.follow(jane.id)
  await row.getByTitle('Watching: Ben').waitFor()

  await ben.takeOver.click()
  await row.getByTitle('Ben holds the pen').waitFor()
  const { ticket } = await conversation(jane.id)
  await row.getByTitle(`Ticket ${ticket!.number}`).waitFor()
  await becomes(() => row.getByText('Asks for a person').count(), 0, 'somebody has come')
  await jane.say('Finally somebody')
  await row.getByText('waiting for').waitFor({ state: 'attached' })
  await ben.reply('I am sorry. What happened?')
  await row.getByText('opened', { exact: false }).first().waitFor({ state: 'attached' })
})

test('where the AI is not sure the row says how little, and that it called for a person by itself', async () => {
  const {
    agents: [agent],
  } = await s.world.ada.call('GET /api/agents')
  const settle = (threshold: number) =>
    s.world.ada.call('PUT /api/agents/:id/escalation', {
      params: { id: agent!.id },
      body: {
        mode: 'always',
        threshold,
        requireSearch: false,
        requireAttempt: false,
        maxAttempts: 2,
        who: [],
        priority: [],
      },
    })
  await settle(100)
  const lena = await chatting('Lena Roth', 'Does the harpsichord of your chief executive support MIDI?')
  await eventually(async () => (await conversation(lena.id)).escalation !== null, 'the call')
  await settle(0)
  const ada = await s.operator()
  const row = ada.row(lena.id)
  await row.getByTitle(/^The AI calls for a person: .*\nThe AI is not sure: \d+ of 100/s).waitFor()
  await becomes(
    () => row.getAttribute('title'),
    /^Needs you first: The AI called for a person, and nobody has come yet/,
  )
  await becomes(() => row.getByText('Asks for a person').count(), 0, 'the visitor did not')
})

test('who needs a person stands first, each row says why it stands there, and another order says its own', async () => {
  const [calm, angry, asking] = [
    await chatting('Calm'),
    await chatting('Angry', 'You are liars, this is a disgraceful scam, I am furious!!'),
    await chatting('Asking'),
  ]
  await asking.vic.askForHuman(asking.id)
  const ada = await s.operator()
  await ada.row(asking.id).waitFor()
  const inOrder = async () => {
    const all = await shown(ada)
    return isBefore(all, asking.id, angry.id) && isBefore(all, angry.id, calm.id)
  }
  await eventually(inOrder, 'the order of need')
  await becomes(
    () => ada.row(asking.id).getAttribute('title'),
    /^Needs you first: Asked for a person, and nobody has come yet/,
  )
  await becomes(() => ada.row(angry.id).getAttribute('title'), /^Needs you first: Angry/)

  await choose(ada, 'Sort', 'Newest first')
  await ada.page.waitForURL(/sort=newest/)
  await eventually(async () => {
    const all = await shown(ada)
    return isBefore(all, asking.id, angry.id) && isBefore(all, angry.id, calm.id)
  }, 'the newest first')
  await becomes(() => ada.row(calm.id).getAttribute('title'), /^Newest first: opened at/)
  await ada.page.goBack()
  await ada.page.waitForURL((url) => !url.search)
  await eventually(inOrder, 'the order of need again')
})

test('every filter stands in the address: it can be shared, and the back button takes it away', async () => {
  const [mine, watched, other] = [
    await chatting('Mine Miller'),
    await chatting('Watched Weber'),
    await chatting('Other Olsen', 'My parcel has not arrived. This is unacceptable, I am furious!!'),
  ]
  await s.world.ada.takeOver(mine.id)
  const line = await (await s.world.ben()).connect()
  await line.follow(watched.id)
  const ada = await s.operator()
  const only = async (wanted: { id: string }, ...others: { id: string }[]) => {
    // Whoever is with me is pinned above, whatever the list is narrowed to.
    const listed = (id: string) =>
      ada.page.getByRole('list', { name: 'Live conversations' }).locator(`[data-id="${id}"]`)
    await listed(wanted.id).waitFor()
    for (const { id } of others) await listed(id).waitFor({ state: 'detached' })
  }
  const back = async () => {
    await ada.page.goBack()
    await Promise.all([mine, watched, other].map(({ id }) => ada.row(id).first().waitFor()))
  }
  await ada.page.getByRole('button', { name: /^Filters/ }).click()
  await choose(ada, 'Holder', 'Held by me')
  await only(mine, watched, other)
  await ada.page.waitForURL(/holder=me/)
  await back()
  await choose(ada, 'Watched', 'Watched by anyone')
  await only(watched, mine, other)
  await back()
  await ada.page.getByRole('button', { name: /^Angry: \d/ }).click()
  await only(other, mine, watched)
  await ada.page.waitForURL(/mood=angry/)
  const { topic } = await eventually(async () => {
    const head = await conversation(other.id)
    return head.topic !== null && head
  }, 'a topic')
  await ada.page.reload()
  await only(other, mine, watched)
  await choose(ada, 'Topic', topic!)
  await only(other, mine, watched)
  await choose(ada, 'Agent', 'Nora')
  await choose(ada, 'Presence', 'Gone')
  await ada.page.getByText('No live conversation matches').waitFor()
  const shared = await s.operator(await s.world.ben())
  await shared.page.goto(ada.page.url())
  await shared.page.getByText('No live conversation matches').waitFor()
  await shared.page.getByRole('button', { name: 'Clear filters' }).last().click()
  await shared.row(mine.id).waitFor()
  await ada.page.getByRole('searchbox').fill('unacceptable')
  await ada.page.getByText('No live conversation matches').waitFor()
  await ada.page.goto(`${s.world.url}/inbox/live?q=unacceptable%20olsen`)
  await only(other, mine, watched)
  line.close()
})

test('under the pointer nothing moves: a pill says how many would, and a press lets them', async () => {
  const [upper, lower] = [await chatting('Upper'), await chatting('Lower')]
  const ada = await s.operator()
  await ada.page.goto(`${s.world.url}/inbox/live?holder=ai&q=er`)
  await eventually(async () => (await shown(ada)).length >= 2, 'the rows')
  const order = await shown(ada)
  const last = order.at(-1) === lower.id ? lower : upper
  await ada.row(order[0]!).hover()
  await last.vic.askForHuman(last.id)
  const pill = ada.page.getByRole('button', { name: /^\d+ moved$/ })
  await pill.waitFor()
  assert.deepEqual(await shown(ada), order, 'nothing moved')
  await pill.click()
  await eventually(async () => (await shown(ada))[0] === last.id, 'the one who asks to rise')
})

test('a lamp in every row turns amber when nothing was heard for 2 seconds, and goes out again', async () => {
  const { id } = await chatting('Lamp')
  const ada = await s.operator()
  let silent = false
  await ada.page.routeWebSocket('**/api/socket', (line) => {
    const server = line.connectToServer()
    line.onMessage((message) => server.send(message))
    server.onMessage((message) => {
      if (!silent) line.send(message)
    })
  })
  await ada.page.reload()
  const lamp = ada.row(id).getByTitle('Older than 2 seconds')
  await ada.row(id).waitFor()
  await ada.page.getByRole('img', { name: /^Live: what you see/ }).waitFor()
  assert.ok(!(await lamp.isVisible()))
  silent = true
  await lamp.waitFor({ state: 'visible' })
  await ada.page.getByRole('img', { name: /^What you see is \d+ seconds old/ }).waitFor()
  silent = false
  await lamp.waitFor({ state: 'hidden' })
})

const crowd = sized({ little: 400, short: 2_000, full: 2_000 })

test(`with ${crowd} rows the page holds a handful, and wheel, J and K go everywhere`, async () => {
  const { ctx } = s.world.halo
  for (let hundred = 0; hundred < crowd / 100; hundred++) {
    await Promise.all(
      Array.from({ length: 100 }, async (_, place) => {
        const visitor = await beginVisitor(ctx, null, {
          userId: newId(),
          userTraits: { name: `Crowd ${hundred * 100 + place}` },
        })
        await startConversation(ctx, visitor.id, { id: newId() })
      }),
    )
  }
  const ada = await s.operator()
  await ada.page.goto(`${s.world.url}/inbox/live?sort=newest&q=crowd`)
  const place = (number: number) => ada.feed.locator(`[aria-posinset="${number}"] [data-id]`)
  await place(1).waitFor()
  await becomes(() => ada.feed.locator('[aria-posinset="1"]').getAttribute('aria-setsize'), String(crowd))
  await ada.feed.hover()
  await ada.feed.evaluate((list) => list.scrollTo({ top: list.scrollHeight }))
  await place(crowd).waitFor()
  assert.ok((await ada.feed.getByRole('listitem').count()) < 60)
  await place(crowd - 5).click()
  await ada.transcript.waitFor()
  const at = () => ada.feed.locator('[role=listitem]:has([aria-current])').getAttribute('aria-posinset')
  for (let step = 0; step < 25; step++) {
    const from = Number(await at())
    await ada.page.keyboard.press('k')
    await eventually(async () => Number(await at()) === from - 1, `the row before ${from}`)
  }
  assert.equal(await at(), String(crowd - 30))
})
