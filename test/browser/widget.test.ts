import assert from 'node:assert/strict'
import { after, afterEach, before, test } from 'node:test'
import { eventually } from '../world.ts'
import { becomes } from './becomes.ts'
import { stage, type Stage } from './stage.ts'

let s: Stage
before(async () => {
  s = await stage()
})
afterEach(() => s.clear())
after(() => s.close())

const refundQuestion = 'What is your refund policy?'

test('the panel opens with a greeting, and a suggested question is answered with its source', async () => {
  const vic = await (await s.visitor()).open()
  await vic.line('Hi, I am Nora').waitFor()
  assert.equal(
    await vic.panel
      .getByRole('heading')
      .innerText()
      .then((text) => text.replace(/\s+/g, ' ')),
    'Nora AI',
  )
  await vic.panel.getByRole('button', { name: refundQuestion }).click()
  await vic.mine(refundQuestion).waitFor()
  await vic.answer(/refund/i).waitFor()
  const source = vic.log.getByRole('link', { name: 'Refunds and returns' })
  await becomes(() => source.getAttribute('href'), 'https://northwind.example/help/refunds')
  await becomes(() => source.getAttribute('rel'), /noopener/)
  assert.equal(
    await vic.panel.getByRole('button', { name: refundQuestion }).count(),
    0,
    'suggestions give way to the conversation',
  )
  assert.ok(
    await vic.field.evaluate((field) => (field.getRootNode() as ShadowRoot).activeElement === field),
    'the keyboard is in the field again',
  )
})

test('the answer grows word by word', async () => {
  const vic = await (await s.visitor()).open()
  await vic.log.evaluate((log) => {
    const seen = ((window as unknown as { lengths: number[] }).lengths = [] as number[])
    new MutationObserver(() => {
      const draft = log.querySelector('.said.ai[aria-hidden] .bubble')
      if (draft) seen.push(draft.textContent!.length)
    }).observe(log, { childList: true, subtree: true, characterData: true })
  })
  await vic.say('How long does shipping take?')
  await vic.answer('two to three working days').waitFor()
  const lengths = await vic.page.evaluate(() => (window as unknown as { lengths: number[] }).lengths)
  assert.ok(new Set(lengths).size >= 4, `it came in pieces: ${lengths}`)
  assert.deepEqual(
    lengths,
    lengths.toSorted((a, b) => a - b),
    'and only ever grew',
  )
})

test('Enter sends, Shift+Enter begins a new line', async () => {
  const vic = await (await s.visitor()).open()
  await vic.field.pressSequentially('First line')
  await vic.page.keyboard.press('Shift+Enter')
  await vic.page.keyboard.type('second line')
  await becomes(() => vic.field.inputValue(), 'First line\nsecond line')
  assert.equal(await vic.mine('First line').count(), 0)
  await vic.page.keyboard.press('Enter')
  await vic.mine('First line').waitFor()
  await becomes(() => vic.mine('First line').locator('.bubble').innerText(), 'First line\nsecond line')
  await becomes(() => vic.field.inputValue(), '')
})

test('what looks like markup is shown as text and runs nothing, from the visitor and from an article', async () => {
  const bad =
    'Zanzibar beans <img src=x onerror="window.owned=1"> are [rare](javascript:window.owned=1) and **dark**. <script>window.owned=1</script>'
  const id = crypto.randomUUID()
  await s.world.ada.call('PUT /api/articles/:id', {
    params: { id },
    body: { title: 'Zanzibar <b>beans</b>', body: bad, url: null },
  })
  const [vic, ada] = [await (await s.visitor()).open(), await s.operator()]
  await ada.follow(vic.id)
  await vic.say(`Are Zanzibar beans rare? ${bad}`)
  await vic.answer('Zanzibar beans').waitFor()
  await ada.said('Zanzibar beans').nth(1).getByRole('button', { name: 'Why?' }).waitFor()
  for (const [log, reader] of [
    [vic.log, vic],
    [ada.transcript, ada],
  ] as const) {
    assert.equal(await log.locator('img, script, [onerror]').count(), 0)
    assert.equal(await log.locator('a[href^="javascript"]').count(), 0)
    assert.ok((await log.getByText('<img src=x').count()) >= 1, 'it is shown as text')
    await becomes(() => log.locator('strong', { hasText: 'dark' }).count(), 1, 'while the AI may use bold')
    assert.equal(await reader.page.evaluate(() => 'owned' in window), false)
  }
  await s.world.ada.call('DELETE /api/articles/:id', { params: { id } })
})

test('a reload keeps the open panel, the history and half a sentence', async () => {
  const vic = await (await s.visitor()).open()
  await vic.say('Which cards do you accept?')
  await vic.log.getByRole('list', { name: 'Sources' }).waitFor()
  await vic.field.fill('And may I also')
  const before = await vic.log.innerText()
  await vic.page.reload()
  await vic.panel.waitFor()
  await vic.mine('Which cards').waitFor()
  await becomes(() => vic.log.innerText(), before)
  await becomes(() => vic.field.inputValue(), 'And may I also')
  assert.equal((await s.world.ada.transcript(vic.id)).conversation.status, 'live')
  await vic.page.getByRole('link', { name: 'Subscription', exact: true }).click()
  await vic.page.waitForURL('**/subscription.html')
  await vic.mine('Which cards').waitFor()
})

test('two tabs are one visitor in one conversation', async () => {
  const one = await (await s.visitor()).open()
  await one.say('Hello from the first tab')
  await one.mine('first tab').waitFor()
  const second = await one.page.context().newPage()
  await second.goto(one.page.url())
  await second.locator('#halo-widget .launcher').click()
  await second.getByText('Hello from the first tab').waitFor()
  await second.getByRole('textbox', { name: 'Your message' }).fill('Hello from the second tab')
  await second.keyboard.press('Enter')
  await one.mine('second tab').waitFor()
  const { visitor } = (await s.world.ada.transcript(one.id)).conversation
  const { conversations } = await s.world.ada.call('GET /api/conversations/:id/earlier', { params: { id: one.id } })
  assert.equal(conversations.length, 0, `${visitor.id} has one conversation only`)
})

test('who closed the panel sees a dot when somebody answers, and it goes when they look', async () => {
  const vic = await (await s.visitor()).open()
  await vic.say('Is anybody there?')
  await vic.answer(/./).nth(1).waitFor()
  await vic.panel.getByRole('button', { name: 'Close chat' }).click()
  await vic.panel.waitFor({ state: 'hidden' })
  await becomes(() => vic.launcher.getAttribute('aria-label'), 'Open chat')
  await s.world.ada.reply(vic.id, 'Hello, Ada here.')
  await vic.page.getByRole('button', { name: /^Open chat\. .*new message/i }).waitFor()
  assert.equal(await vic.page.title(), 'Northwind Coffee', 'the title of the page is the page’s own')
  await vic.page.reload()
  await vic.page.getByRole('button', { name: /^Open chat\. .*new message/i }).click()
  await vic.line('Hello, Ada here.').waitFor()
  await becomes(() => vic.launcher.getAttribute('aria-label'), 'Close chat')
})

test('by keyboard alone: open, ask, read, follow a source, close', async () => {
  const vic = await s.visitor()
  const { page } = vic
  const focused = () =>
    page.evaluate(() => {
      const inside = document.activeElement?.shadowRoot?.activeElement ?? document.activeElement
      return inside?.getAttribute('aria-label') ?? inside?.textContent?.trim()
    })
  while ((await focused()) !== 'Open chat') await page.keyboard.press('Tab')
  await becomes(() => vic.launcher.getAttribute('aria-expanded'), 'false')
  await page.keyboard.press('Enter')
  await vic.line('Hi, I am Nora').waitFor()
  await eventually(async () => (await focused()) === 'Your message', 'the focus in the field')
  await becomes(() => vic.launcher.getAttribute('aria-expanded'), 'true')
  await page.keyboard.type('What is the grinder warranty?')
  await page.keyboard.press('Enter')
  await vic.log.getByRole('list', { name: 'Sources' }).waitFor()
  for (const thumb of ['Not helpful', 'Helpful']) {
    await page.keyboard.press('Shift+Tab')
    assert.equal(await focused(), thumb)
  }
  await page.keyboard.press('Shift+Tab')
  assert.match((await focused())!, /warranty/i, 'the source is right behind the thumbs')
  await page.keyboard.press('Shift+Tab')
  assert.equal(await focused(), 'Conversation', 'the log can be scrolled by keyboard')
  await page.keyboard.press('Escape')
  await vic.panel.waitFor({ state: 'hidden' })
  assert.equal(await focused(), 'Open chat', 'the focus is back where it came from')
  await page.keyboard.press('Space')
  await eventually(async () => (await focused()) === 'Your message', 'the focus in the field')
})

test('a screen reader hears finished messages once: the log is polite, words in progress are silent', async () => {
  const vic = await (await s.visitor()).open()
  await becomes(() => vic.log.getAttribute('aria-live'), 'polite')
  await vic.log.evaluate((log) => {
    const spoken = ((window as unknown as { spoken: string[] }).spoken = [] as string[])
    new MutationObserver((changes) => {
      for (const node of changes.flatMap(({ addedNodes }) => [...addedNodes])) {
        const element = node instanceof Element ? node : node.parentElement
        if (element && !element.closest('[aria-hidden=true]') && element.closest('.said.ai'))
          spoken.push(element.textContent!)
      }
    }).observe(log, { childList: true, subtree: true })
  })
  await vic.say('How long does shipping take?')
  await vic.answer('two to three working days').waitFor()
  const spoken = await vic.page.evaluate(() => (window as unknown as { spoken: string[] }).spoken)
  assert.equal(
    spoken.filter((text) => text.includes('two to three working days')).length,
    1,
    JSON.stringify(spoken),
  )
})

test('a message that is too long stays in the field and says by how much', async () => {
  const vic = await (await s.visitor()).open()
  await vic.field.fill('x'.repeat(10_003))
  await vic.panel.getByText('3 characters too long').waitFor()
  await vic.page.keyboard.press('Enter')
  assert.equal((await vic.field.inputValue()).length, 10_003)
  assert.ok(await vic.panel.getByRole('button', { name: 'Send' }).isDisabled())
})

test('a person is always in reach, and asking twice is asking once', async () => {
  const [vic, ada] = [await (await s.visitor()).open(), await s.operator()]
  await ada.row(vic.id).waitFor()
  await vic.panel.getByRole('button', { name: 'Talk to a human' }).dblclick()
  await vic.panel.getByText('A person has been asked to join').waitFor()
  await vic.log.locator('.line').waitFor()
  await becomes(() => vic.log.locator('.line').count(), 1)
  await ada.row(vic.id).getByText('Asks for a person').first().waitFor()
})
