import { usualSending, type SendingMode } from '../../protocol/agents/sending.ts'
import assert from 'node:assert/strict'
import { after, afterEach, before, test } from 'node:test'
import type { Page } from 'playwright-core'
import type { z } from 'zod'
import { navigation } from '../../dashboard/shell/navigation.ts'
import { api, type RouteKey } from '../../protocol/api.ts'
import { newId } from '../../server/ground/context.ts'
import { hostile, shapeOf, spell, webSpell } from '../hostile.ts'
import { openSite } from '../site.ts'
import { Caller, eventually, OperatorClient, VisitorClient } from '../world.ts'
import { stage, type Stage } from './stage.ts'

/** Every field that somebody outside, or a colleague of little right, can write, filled with what would like to be a script; then every screen is opened. */

let s: Stage
let site: Awaited<ReturnType<typeof openSite>>
let mallory: OperatorClient
/** Of a hostile visitor: a live conversation, and a finished one. */
let [chat, over, ticket, contact, company, agent, answer] = ['', '', '', '', '', '', '']
const accepted = new Set<RouteKey>()

before(async () => {
  s = await stage({
    pace: 1,
    timing: { closeGraceMs: 100, sweepIntervalMs: 50, crawlPauseMs: 0, presenceLeaseMs: 600_000 },
    env: { HALO_FETCH_PRIVATE: '127.0.0.1' },
  })
  site = await openSite({ '/': crawled })
  await s.world.ben()
  await fillKnowledge()
  await fillVisitor()
  await fillTeam()
})
afterEach(async () => {
  await s.clear()
  assert.deepEqual(seen.splice(0), [])
})
after(async () => {
  await s.close()
  await site[Symbol.asyncDispose]()
})

const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')

/** A page whose words, once read, are markup. */
const crawled = `<html><head><title>${escaped(spell())}</title></head><body><main><h1>Zeppelins ${escaped(spell(60))}</h1>
  <p>A zeppelin is returned by its nose. ${escaped(spell())} <a href="javascript:ran()">click</a> <a href='data:text/html,<script>ran()</script>'>this</a></p>
  <p>${'Returning a zeppelin takes nine days, and it is written here at some length. '.repeat(4)} ${escaped('[zeppelin](javascript:ran()) <img src=x onerror=ran()>')}</p></main><script>ran()</script></body></html>`

async function fillKnowledge(): Promise<void> {
  const { ada } = s.world
  const [page, file] = [newId(), newId()]
  await ada.call('POST /api/sources', { body: { id: page, kind: 'page', url: site.url, everyHours: null } })
  await ada.call('POST /api/sources', {
    body: {
      id: file,
      kind: 'file',
      name: `${spell(100)}.txt`,
      content: Buffer.from(`Airships. ${spell()} ${'An airship is larger than a zeppelin. '.repeat(9)}`).toString(
        'base64',
      ),
    },
  })
  for (const id of [page, file])
    await eventually(
      async () => (await ada.call('GET /api/sources/:id', { params: { id } })).source.state === 'ready',
      'the source',
    )
}

/** What a visitor's browser may send, route by route; each must be taken as it is. */
async function fillVisitor(): Promise<void> {
  const { url, halo } = s.world
  const page = new Caller(url, { origin: 'https://evil.test' })
  const who = { key: halo.widgetKey, token: undefined, userToken: undefined, language: 'en' }
  await send(page, 'POST /api/widget/look', {}, who)
  const { token, visitor } = (await send(page, 'POST /api/widget/sessions', {}, who)) as {
    token: string
    visitor: { id: string }
  }
  const vic = new VisitorClient(url, token, visitor.id)
  over = await vic.open()
  await vic.say(over, `How do I return a zeppelin? ${spell()}`)
  await eventually(async () => (await vic.transcript(over)).messages.some(({ from }) => from === 'ai'), 'an answer')
  await vic.leave(over)
  await eventually(async () => (await s.world.ada.transcript(over)).conversation.status === 'completed', 'the end')

  chat = newId()
  await send(vic, 'POST /api/widget/conversations', {}, { id: chat, language: 'en' })
  await send(vic, 'PATCH /api/widget/visitor', {}, {})
  for (const text of messages) await vic.say(chat, text)
  answer = (
    await eventually(
      async () => (await vic.transcript(chat)).messages.find(({ from }) => from === 'ai'),
      'an answer',
    )
  ).id
  await vic.say(chat, `How do I return a zeppelin? ${spell()}`)
  await eventually(
    async () =>
      (await vic.transcript(chat)).messages.findLast(({ from }) => from === 'ai')?.text.includes('zeppelin'),
    'the words of the page',
  )
  await vic.askForHuman(chat)
  const { conversation } = await s.world.ada.transcript(chat)
  ;[ticket, contact] = [conversation.ticket!.id, conversation.visitor.contactId!]
  // A page only claims a company; the site's own server names it.
  const program = await s.world.program()
  const named = await program.halo.putContact(
    { userId: 'zoe' },
    { traits: {}, companyId: spell(), companyTraits: { name: spell(), industry: spell() } },
  )
  company = named.contact.company!.id
}

const messages = [
  spell(),
  '[a](javascript:ran()) [b](JaVaScRiPt:ran()) [c](java\tscript:ran()) [d](javascript&colon;ran()) [e](javascript&#58;ran()) [f](vbscript:ran()) [g](data:text/html;base64,PHNjcmlwdD5yYW4oKTwvc2NyaXB0Pg==) [h](//evil.test/p) [i](\u0001javascript:ran())',
  '![a](https://evil.test/p) ![b](javascript:ran()) ![c][d]\n\n[d]: https://evil.test/p "ran()"\n[e]: javascript:ran()',
  '<https://evil.test/"onclick="ran()> https://shop.test/"onmouseover="ran() https://shop.test/<script>ran()</script> javascript:ran()',
  '```html\n<script>ran()</script>\n``` `<img src=x onerror=ran()>` | <b class=trespasser> | <i> |\n|---|---|\n| <svg onload=ran()> | </td></table><script>ran()</script> |',
  '<iframe srcdoc="<script>parent.ran()</script>"></iframe><object data="javascript:ran()"></object><base href="https://evil.test/"><meta http-equiv=refresh content="0;url=https://evil.test/"><form action=javascript:ran()><button>x</button></form><style>@import url(https://evil.test/p)</style>',
  '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=ran()&gt;">',
  '\u202egnp.nar\u202c \u2028<script>ran()</script>\u2029 {{constructor.constructor("ran()")()}} ${ran()} <%= ran() %> &lt;img src=x onerror=ran()&gt; &#x3c;script&#x3e;ran()&#x3c;/script&#x3e;',
  '</textarea></title></style></script></noscript><script>ran()</script> ]]> --> "><script>ran()</script>',
]

/** Sends what a route takes, hostile wherever words may stand, and wants it to be taken. */
async function send(
  by: Caller,
  key: RouteKey,
  params: Record<string, string>,
  known: Record<string, unknown>,
): Promise<unknown> {
  const { body } = api[key] as { body?: z.ZodType }
  const [method, path] = key.split(' ') as [string, string]
  const response = await fetch(s.world.url + path.replace(/:(\w+)/g, (_, name: string) => params[name]!), {
    method,
    headers: { ...by.headers, ...(body && { 'content-type': 'application/json' }) },
    body: body && JSON.stringify(hostile(shapeOf(body), known)),
  })
  const text = await response.text()
  assert.equal(response.status, 200, `${key}: ${text}`)
  accepted.add(key)
  return JSON.parse(text)
}

/** What is not sprayed: it takes no words, or would take away what the others have written. */
const spared = (key: RouteKey): boolean =>
  !(api[key] as { body?: z.ZodType }).body ||
  key.startsWith('GET ') ||
  key.startsWith('DELETE ') ||
  /\/(order|archive|default|changes|merge|takeover|review|acceptance|trial|try|replay|preview|effects|reads|due|training|erasure|mood|check)$/.test(
    key,
  ) ||
  [
    'PATCH /api/team/:id',
    'PUT /api/identity',
    'POST /api/identity/secrets',
    'PUT /api/privacy',
    'PUT /api/workspace',
    'PUT /api/matching',
    'PATCH /api/sources/:id',
    'POST /api/sources',
    'PATCH /api/corrections/:id/phrasings/:phrasingId',
    'PUT /api/tickets/:id/assignee',
  ].includes(key)

/** What is written about something that must be there first, and is this writer's own. */
const needsAnother = new Set<RouteKey>([
  'PATCH /api/conversations/:id/messages/:messageId',
  'PUT /api/conversations/:id/inquiries/:inquiryId/answer',
  'PUT /api/conversations/:id/holds/:run/reply',
  'POST /api/conversations/:id/shut-outs',
])

/** A colleague with a hostile name, who writes wherever an operator may. */
async function fillTeam(): Promise<void> {
  const { halo, url } = s.world
  await halo.operators.create({ name: spell(200), email: 'mallory@halo.test', password: 'correct horse' })
  mallory = await OperatorClient.signIn(url, 'mallory@halo.test', 'correct horse')
  agent = newId()
  const ids: Record<string, string> = { conversations: chat, tickets: ticket, agents: agent }
  const idOf = (noun: string) => (ids[noun] ??= newId())
  const own: Partial<Record<RouteKey, Record<string, unknown>>> = {
    // Demanded of everybody it would shut the writer out.
    'PUT /api/team/policy': { secondFactor: false },
    'PUT /api/conversations/:id/outcome': { id: over },
    'PUT /api/alert-channels/:id': { kind: 'webhook', target: webSpell },
    'PUT /api/segments/:id': { field: 'contact.plan', how: 'is' },
    'POST /api/corrections/:id/phrasings': { right: true, messageId: undefined, text: `Another way ${spell(200)}` },
    'PATCH /api/agents/:id': { accent: '#123456', model: '' },
    'PATCH /api/lessons/:id': { retired: undefined, scope: undefined },
    'PATCH /api/corrections/:id': { retired: undefined, scope: undefined },
    'PUT /api/tickets/:id/status': { until: null },
    'PUT /api/mail': {
      port: 25,
      user: null,
      from: 'mallory@halo.test',
      host: '127.0.0.1',
      security: 'none',
      fromName: spell(100),
    },
    'PUT /api/models': { answers: null, fallback: null },
    'PUT /api/model-costs': {
      currency: 'USD',
      prices: { [spell(200)]: { input: 1, output: 1, cached: null } },
      budget: null,
      warnAt: 80,
    },
  }
  const common = {
    contactId: null,
    scope: 'everyone',
    mentions: [s.world.ada.person.id],
    agentId: agent,
    from: undefined,
    expiresAt: null,
    threshold: 1,
    secret: undefined,
    quiet: null,
    mutedUntil: null,
    origins: [],
    reviewAt: null,
    access: { role: 'member', inbox: 'view', agents: 'none' },
  }
  const makes = (key: RouteKey) => /^POST \/api\/[\w-]+$/.test(key)
  const written = (Object.keys(api) as RouteKey[]).filter(
    (key) => (api[key].for as string) === 'operator' && !spared(key) && !needsAnother.has(key),
  )
  for (const key of written.sort((a, b) => Number(makes(b)) - Number(makes(a)))) {
    const noun = key.split('/')[2]!
    const id = (own[key]?.id as string | undefined) ?? idOf(noun)
    await send(mallory, key, { id, messageId: answer }, { ...common, ...own[key], id: makes(key) ? id : newId() })
  }
  const { message } = await mallory.call('POST /api/conversations/:id/messages', {
    params: { id: over },
    body: { id: newId(), text: spell() },
  })
  await send(mallory, 'PATCH /api/conversations/:id/messages/:messageId', { id: over, messageId: message.id }, {})
  const { inquiries } = await s.world.ada.transcript(chat)
  await send(
    mallory,
    'PUT /api/conversations/:id/inquiries/:inquiryId/answer',
    { id: chat, inquiryId: inquiries[0]!.id },
    {},
  )
  const outside = await (await s.world.visitor({ userId: 'out', userTraits: { name: spell(200) } })).open()
  const unsaid = { who: 'visitor', until: null }
  await send(mallory, 'POST /api/conversations/:id/shut-outs', { id: outside }, { ...unsaid, id: newId() })
  const { agents } = await mallory.call('GET /api/agents')
  await replaceDraft(agents.find(({ isDefault }) => isDefault)!.id)
  await send(
    mallory,
    'PATCH /api/agents/:id',
    { id: agents.find(({ isDefault }) => isDefault)!.id },
    { accent: null, model: '', on: true },
  )
}

/** A draft of the AI, in whose place a hostile colleague writes. */
async function replaceDraft(agentId: string): Promise<void> {
  const sends = (mode: SendingMode) =>
    mallory.call('PATCH /api/agents/:id', {
      params: { id: agentId },
      body: { sending: { ...usualSending, mode } },
    })
  await sends('draft')
  const vic = await s.world.visitor()
  const drafted = await vic.open()
  await vic.say(drafted, 'How long does shipping take?')
  const { run } = await eventually(async () => (await s.world.ada.transcript(drafted)).hold, 'a draft')
  await send(mallory, 'PUT /api/conversations/:id/holds/:run/reply', { id: drafted, run }, {})
  await sends('at_once')
}

/** What a browser saw that it should not have. */
const seen: string[] = []

/** Watches over all pages of this context: a script that ran, a policy that had to stop one, a dialog, a request to the attacker. */
async function guarded(page: Page): Promise<Page> {
  const context = page.context()
  await context.exposeBinding('tell', (_source, what: string) => void seen.push(what))
  await context.addInitScript(() => {
    const host = window as unknown as { ran(): void; tell(what: string): void }
    host.ran = () => host.tell('a script ran')
    document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI, sample }) =>
      host.tell(`the policy stopped ${violatedDirective} ${blockedURI} ${sample}`),
    )
  })
  context.on('dialog', (dialog) => {
    seen.push(`a dialog: ${dialog.message()}`)
    dialog.dismiss().catch(() => {})
  })
  context.on('request', (request) => {
    if (new URL(request.url()).host === 'evil.test') seen.push(`asked ${request.url()} on ${page.url()}`)
  })
  return page
}

/** Elements and attributes that no screen of ours has: they were made of somebody's words. */
async function inspect(page: Page, where: string): Promise<void> {
  const strange = await page.evaluate(() => {
    const found: string[] = []
    const tell = (element: Element, why: string) => found.push(`${why}: ${element.outerHTML.slice(0, 200)}`)
    const safe = /^(https?:|mailto:|blob:|#|\/(?!\/)|\?|$)/i
    const walk = (root: Document | ShadowRoot) => {
      for (const element of root.querySelectorAll('*')) {
        if (
          ['IFRAME', 'OBJECT', 'EMBED', 'BASE', 'APPLET', 'MARQUEE', 'MATH', 'FRAME'].includes(
            element.tagName.toUpperCase(),
          )
        )
          tell(element, 'an element')
        if (
          element.matches(
            '.trespasser, meta[http-equiv=refresh], script:not([src]):not([type="application/json"]), [srcdoc], [style*="evil.test"]',
          )
        )
          tell(element, 'an element')
        for (const { name, value } of element.attributes) {
          if (/^on/i.test(name)) tell(element, `an attribute ${name}`)
          if (
            ['href', 'src', 'action', 'formaction', 'xlink:href', 'data', 'poster', 'srcset'].includes(name) &&
            !safe.test(value.trim()) &&
            !(element.tagName === 'IMG' && value.startsWith('data:image/'))
          )
            tell(element, 'a link')
          if (name === 'src' && value.includes('evil.test')) tell(element, 'a picture')
        }
        if (element.matches('a[target=_blank]') && !/noopener|noreferrer/.test(element.getAttribute('rel') ?? ''))
          tell(element, 'a window that holds ours')
        if (element.shadowRoot) walk(element.shadowRoot)
      }
    }
    walk(document)
    return found
  })
  seen.push(...strange.map((each) => `${where}: ${each}`))
}

/** No words of others stand there: nothing was given to Ada, nothing was proposed, and the rest is her own. */
const silent = ['/tickets/mine', '/knowledge/proposed', '/account']

/** Opens a screen, and looks at it once what is hostile stands on it to be read. */
async function visit(page: Page, path: string): Promise<void> {
  await page.goto(s.world.url + path)
  await page.getByRole('heading').first().waitFor()
  if (!silent.includes(path)) {
    await page
      .waitForFunction(
        () =>
          document.querySelector('main')?.innerText.includes('ran()') ||
          [...document.querySelectorAll<HTMLInputElement>('main :is(input, textarea)')].some(({ value }) =>
            value.includes('ran()'),
          ),
      )
      .catch(() => assert.fail(`nothing hostile stood on ${path}`))
  }
  await page.locator('[aria-busy=true]').first().waitFor({ state: 'detached' })
  await inspect(page, path)
}

test('the watch sees a script that slipped in, an attribute, a link and a picture', async () => {
  const { page } = await s.operator()
  await guarded(page)
  await page.reload()
  await page.evaluate(() => {
    document.body.insertAdjacentHTML(
      'beforeend',
      '<img src="https://evil.test/p" onerror="ran()"><a href="javascript:ran()">x</a><b class="trespasser">y</b>',
    )
  })
  await inspect(page, 'here')
  await eventually(async () => seen.some((each) => each.startsWith('the policy stopped')), 'the policy')
  const all = seen.splice(0).join('\n')
  for (const each of [
    'the policy stopped',
    'asked https://evil.test/p',
    'an attribute onerror',
    'a link',
    'a picture',
    'an element',
  ])
    assert.ok(all.includes(each), `${each} in ${all}`)
})

test('words were written wherever words can be written', () => {
  for (const key of Object.keys(api) as RouteKey[]) {
    const { for: whom } = api[key] as { for: string }
    if (whom === 'operator' && !spared(key)) assert.ok(accepted.has(key), key)
  }
  for (const key of [
    'POST /api/widget/look',
    'POST /api/widget/sessions',
    'POST /api/widget/conversations',
    'PATCH /api/widget/visitor',
  ] as const)
    assert.ok(accepted.has(key), key)
  assert.ok(accepted.size > 30, `${accepted.size}`)
})

test('a link that runs is kept by no door', async () => {
  for (const url of [
    'javascript:ran()',
    ' javascript:ran()',
    'java\tscript:ran()',
    'data:text/html,<script>ran()</script>',
    'vbscript:ran()',
    'file:///etc/passwd',
    '//evil.test',
  ]) {
    const put = (key: 'PUT /api/articles/:id') =>
      s.world.ada.call(key, { params: { id: newId() }, body: { title: 'A', body: 'B', url } })
    await assert.rejects(put('PUT /api/articles/:id'), (error: { status?: number }) => error.status === 400, url)
    const {
      agents: [one],
    } = await s.world.ada.call('GET /api/agents')
    await assert.rejects(
      s.world.ada.call('PATCH /api/agents/:id', { params: { id: one!.id }, body: { image: url } }),
      (error: { status?: number }) => error.status === 400,
      url,
    )
  }
})

test('no screen makes more than text of it', async () => {
  const { page } = await s.operator()
  await guarded(page)
  for (const { to } of navigation) await visit(page, to)
  const tabs = ['identity', 'style', 'instructions', 'escalation', 'model', 'routing'].map(
    (tab) => `/agents/${agent}?tab=${tab}`,
  )
  for (const path of [
    `/tickets/${chat}`,
    `/inbox/live/${chat}`,
    `/inbox/completed/${over}`,
    `/contacts/${contact}`,
    `/companies/${company}`,
    ...tabs,
    `/agents/${agent}/train`,
    '/account',
  ])
    await visit(page, path)
})

test('nor does what opens over them: what the AI saw, a correction, the palette, a ticket’s fields, a source', async () => {
  const { page, transcript } = await s.operator()
  await guarded(page)
  await visit(page, `/inbox/live/${chat}`)
  await transcript.locator(`#m-${answer}`).waitFor()
  for (const key of ['y', 'c', 'Control+k', '?']) {
    await page.keyboard.press(key)
    await page.getByRole('dialog').waitFor()
    await inspect(page, `${key} over a conversation`)
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'detached' })
  }
  await visit(page, '/knowledge/data')
  const rows = await page
    .getByRole('main')
    .getByRole('button', { name: /ran\(\)/ })
    .all()
  assert.ok(rows.length >= 2, 'the page, the file and the article')
  for (const row of rows) {
    await row.click()
    await inspect(page, 'a source')
  }
})

test('signing in leads nowhere else', async () => {
  for (const back of [
    'javascript:ran()',
    'https://evil.test/',
    '//evil.test/',
    '/\\evil.test',
    '/\t/evil.test',
    'data:text/html,x',
  ]) {
    const page = await guarded(await (await s.context()).newPage())
    await page.goto(`${s.world.url}/sign-in?back=${encodeURIComponent(back)}`)
    await page.getByLabel('E-mail').fill('ada@halo.test')
    await page.getByLabel('Password').fill('correct horse')
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { level: 1 }).filter({ visible: true }).first().waitFor()
    await page.waitForURL((url) => !url.pathname.startsWith('/sign-in'))
    assert.equal(new URL(page.url()).origin, s.world.url, back)
  }
})

test('the widget makes text of it, too: of the agent, of the AI, of the team and of the visitor', async () => {
  const vic = await s.visitor({ prepare: guarded })
  await vic.open()
  await inspect(vic.page, 'the open panel')
  for (const text of messages) await vic.say(text)
  await vic.say('How do I return a zeppelin?')
  await vic
    .answer(/zeppelin/)
    .first()
    .waitFor()
  await inspect(vic.page, 'answers of the AI')
  await mallory.takeOver(vic.id)
  for (const text of messages) await mallory.reply(vic.id, text)
  await mallory.reply(vic.id, 'That was all.')
  await vic.line('That was all.').waitFor()
  await inspect(vic.page, 'replies of a colleague')
  await vic.page.reload()
  await vic.line('That was all.').or(vic.launcher).first().waitFor()
  await inspect(vic.page, 'the next page')
})
