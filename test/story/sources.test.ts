import assert from 'node:assert/strict'
import { test } from 'node:test'
import { gzipSync } from 'node:zlib'
import { startHalo } from '../../server/app.ts'
import { readConfig } from '../../server/ground/config.ts'
import { newId } from '../../server/ground/context.ts'
import { openSite } from '../site.ts'
import { eventually, OperatorClient, Refused, world, type World } from '../world.ts'

const env = { HALO_FETCH_PRIVATE: '127.0.0.1' }
const overrides = { timing: { crawlPauseMs: 0, sweepIntervalMs: 50 } }
const article = (title: string, words: string, links = '') =>
  `<html><head><title>${title}</title></head><body><main><h1>${title}</h1><p>${words} ${'It is written here at some length so that it counts as a page. '.repeat(4)}</p>${links}</main></body></html>`

type Wanted =
  | { kind: 'page' | 'sitemap'; url: string }
  | { kind: 'site'; url: string; depth?: number; pageLimit?: number }
  | { kind: 'file'; name: string; content: string }

async function add(w: World, wanted: Wanted): Promise<string> {
  const { source } = await w.ada.call('POST /api/sources', { body: { id: newId(), ...wanted } })
  return source.id
}

function settled(w: Pick<World, 'ada'>, id: string) {
  return eventually(
    async () => {
      const { source, pages } = await w.ada.call('GET /api/sources/:id', { params: { id } })
      return (source.state === 'ready' || source.state === 'failed') && { source, pages }
    },
    'the end of the import',
    20,
  )
}

const base64 = (text: string) => Buffer.from(text).toString('base64')

async function answerTo(w: World, question: string) {
  const vic = await w.visitor()
  const chat = await vic.open()
  await vic.say(chat, question)
  return eventually(
    async () => (await w.ada.transcript(chat)).messages.find(({ from }) => from === 'ai'),
    'an answer',
  )
}

test('a page that was added answers the next visitor, with a link to it; removed, it does so no more', async () => {
  await using site = await openSite({
    '/zeppelin': article('Zeppelin parking', 'A zeppelin may be parked on the roof for nine days.'),
  })
  await using w = await world({ env, overrides })
  const id = await add(w, { kind: 'page', url: `${site.url}/zeppelin#top` })
  const { source } = await settled(w, id)
  assert.equal(source.state, 'ready', source.error ?? '')
  assert.deepEqual(source.pages, { found: 1, read: 1, failed: 0 })
  assert.ok(source.passages >= 1 && source.characters > 100)

  const answer = await answerTo(w, 'For how long may a zeppelin be parked on the roof?')
  assert.match(answer.text, /nine days/)
  assert.equal(answer.sources[0]?.url, `${site.url}/zeppelin`)
  const chat = (await w.ada.call('GET /api/feed', {})).rows[0]!.id
  await w.ada.rate(chat, answer.id, 'down')
  const [used] = (await w.ada.call('GET /api/sources', { query: { text: 'zeppelin' } })).sources
  assert.deepEqual([used?.cited, used?.thumbedDown, used?.corrected], [1, 1, 0])
  assert.ok(
    !(await w.ada.call('GET /api/articles', {})).articles.some(({ title }) => title === 'Zeppelin parking'),
    'what was imported is not among what was written here',
  )

  await w.ada.call('DELETE /api/sources/:id', { params: { id } })
  assert.doesNotMatch((await answerTo(w, 'For how long may a zeppelin be parked on the roof?')).text, /nine days/)
})

test('a site is followed as deep and as far as asked, within its folder, and as its robots.txt allows', async () => {
  await using site = await openSite({
    '/robots.txt': { type: 'text/plain', body: 'User-agent: *\nDisallow: /help/secret' },
    '/help/': article(
      'Help',
      'Start here.',
      '<a href="/help/one">1</a> <a href="secret">s</a> <a href="/shop">shop</a> <a href="http://elsewhere.test/help/x">x</a> <a href="logo.png">logo</a>',
    ),
    '/help/one': article(
      'One',
      'The first.',
      '<a href="two">2</a> <a href="/help/">back</a> <a href="missing">gone</a>',
    ),
    '/help/two': article('Two', 'The second.', '<a href="three">3</a>'),
    '/help/three': article('Three', 'The third is too deep.'),
    '/help/secret': article('Secret', 'Not for you.'),
    '/shop': article('Shop', 'Outside of the folder.'),
  })
  await using w = await world({ env, overrides })
  const { source, pages } = await settled(
    w,
    await add(w, { kind: 'site', url: `${site.url}/help/`, depth: 2, pageLimit: 20 }),
  )
  const by = (state: string) =>
    pages
      .filter((page) => page.state === state)
      .map(({ url }) => new URL(url!).pathname)
      .sort()
  assert.equal(source.state, 'ready')
  assert.deepEqual(by('read'), ['/help/', '/help/one', '/help/two'])
  assert.deepEqual(by('skipped'), ['/help/secret'])
  assert.deepEqual(by('failed'), ['/help/missing'])
  assert.match(pages.find(({ state }) => state === 'failed')!.error!, /\b404\b/)
  assert.ok(
    !site.asked.includes('/help/secret') && !site.asked.includes('/shop') && !site.asked.includes('/help/logo.png'),
  )
})

test('a site without end is read up to its limit', async () => {
  const endless: Record<string, string> = {}
  for (let n = 0; n < 60; n++)
    endless[`/${n || ''}`] = article(
      `Page ${n}`,
      'More.',
      `<a href="/${n + 1}">next</a> <a href="/${n + 2}?again=${n}">loop</a>`,
    )
  await using site = await openSite(endless)
  await using w = await world({ env, overrides })
  const { source } = await settled(w, await add(w, { kind: 'site', url: site.url, depth: 10, pageLimit: 7 }))
  assert.equal(source.pages.found, 7)
})

test('a sitemap names the pages, also through other sitemaps and packed; a page that is gone next time is forgotten', async () => {
  await using site = await openSite({
    '/sitemap.xml':
      '<?xml version="1.0"?><sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><sitemap><loc>/pages.xml.gz</loc></sitemap><sitemap><loc>/sitemap.xml</loc></sitemap></sitemapindex>',
    '/a': article('Alpha', 'The llama sleeps.'),
    '/b': article('Beta', 'The badger wakes.'),
  })
  const map = (paths: string[]) => ({
    type: 'application/gzip',
    body: gzipSync(
      `<urlset>${paths.map((path) => `<url><loc>${site.url}${path}</loc></url>`).join('')}<url><loc>http://elsewhere.test/</loc></url></urlset>`,
    ),
  })
  site.pages['/pages.xml.gz'] = map(['/a', '/b'])
  await using w = await world({ env, overrides })
  const id = await add(w, { kind: 'sitemap', url: `${site.url}/sitemap.xml` })
  assert.deepEqual((await settled(w, id)).pages.map(({ title }) => title).sort(), ['Alpha', 'Beta'])

  site.pages['/pages.xml.gz'] = map(['/a'])
  site.pages['/a'] = article('Alpha', 'The llama dances.')
  await w.ada.call('POST /api/sources/:id/reads', { params: { id }, body: { only: 'all' } })
  await eventually(async () => (await settled(w, id)).pages.length === 1, 'the page that is gone to be forgotten')
  assert.match((await answerTo(w, 'What does the llama do?')).text, /dances/)
  assert.doesNotMatch((await answerTo(w, 'What does the badger do?')).text, /wakes/)
})

test('nothing inside is fetched: not by its name, not by its number, not through a redirect', async () => {
  await using site = await openSite({})
  for (const [path, location] of Object.entries({
    '/a': 'http://169.254.169.254/latest/meta-data',
    '/b': `http://localhost:${site.port}/inside`,
    '/c': 'http://[::1]/',
    '/d': 'file:///etc/passwd',
    '/e': 'http://2130706433/',
    '/f': 'http://0x7f.1/inside',
  })) {
    site.pages[path] = { status: 302, headers: { location } }
  }
  site.pages['/inside'] = article('Inside', 'Secret.')
  await using w = await world({ env: { HALO_FETCH_PRIVATE: '127.0.0.1' }, overrides })
  for (const path of ['/a', '/c', '/d']) {
    const { source } = await settled(w, await add(w, { kind: 'page', url: site.url + path }))
    assert.equal(source.state, 'failed', path)
    assert.match(source.error!, /not an address of the public internet|not a web address/)
  }
  await using strict = await world({ overrides })
  for (const url of [
    `http://127.0.0.1:${site.port}/inside`,
    `http://localhost:${site.port}/inside`,
    `http://[::ffff:127.0.0.1]:${site.port}/inside`,
    `http://2130706433:${site.port}/inside`,
  ]) {
    const { source } = await settled(strict, await add(strict, { kind: 'page', url }))
    assert.equal(source.state, 'failed', url)
    assert.match(source.error!, /not an address of the public internet/)
  }
  assert.ok(!site.asked.includes('/inside'))
})

test('a page that lies, bursts or never ends fails alone, with its reason', async () => {
  const bomb = gzipSync(Buffer.alloc(40 * 1024 * 1024, 'a'))
  await using site = await openSite({
    '/': article(
      'Start',
      'Fine.',
      ['bomb', 'picture', 'loop', 'deep', 'empty', 'fine']
        .map((path) => `<a href="/${path}">${path}</a>`)
        .join(' '),
    ),
    '/bomb': { body: bomb, headers: { 'content-encoding': 'gzip' } },
    '/picture': { type: 'image/png', body: 'PNG' },
    '/loop': { status: 301, headers: { location: '/loop' } },
    '/deep': `<body>${'<div>'.repeat(20_000)}</body>`,
    '/empty': '',
    '/fine': article('Fine', 'The walrus is well.'),
  })
  await using w = await world({ env, overrides })
  const { source, pages } = await settled(w, await add(w, { kind: 'site', url: site.url }))
  const why = (path: string) => pages.find(({ url }) => new URL(url!).pathname === path)?.error ?? ''
  assert.deepEqual(source.pages, { found: 7, read: 2, failed: 5 })
  assert.match(why('/bomb'), /larger than 10 MB/)
  assert.match(why('/picture'), /image\/png/)
  assert.match(why('/loop'), /redirects/)
  assert.match(why('/deep'), /elements/)
  assert.match(why('/empty'), /empty/)
  assert.match((await answerTo(w, 'How is the walrus?')).text, /is well/)

  site.pages['/empty'] = article('Filled', 'No longer empty.')
  await w.ada.call('POST /api/sources/:id/reads', { params: { id: source.id }, body: { only: 'failed' } })
  await eventually(
    async () => (await settled(w, source.id)).source.pages.read === 3,
    'what failed to be read again',
  )
})

test('a file is read once, however often the same upload arrives; one that cannot be read says why', async () => {
  await using w = await world({ overrides })
  const upload = {
    id: newId(),
    kind: 'file' as const,
    name: 'opening.md',
    content: base64('# Opening hours\n\nThe tower opens at six in the morning.'),
  }
  await Promise.all([
    w.ada.call('POST /api/sources', { body: upload }),
    w.ada.call('POST /api/sources', { body: upload }),
  ])
  assert.equal((await settled(w, upload.id)).source.state, 'ready')
  assert.match((await answerTo(w, 'When does the tower open?')).text, /six in the morning/)

  const { source } = await settled(w, await add(w, { kind: 'file', name: 'scan.pdf', content: base64('no pdf') }))
  assert.equal(source.state, 'failed')
  assert.match(source.error!, /none/)
  await assert.rejects(
    add(w, { kind: 'file', name: 'virus.exe', content: base64('MZ') }),
    (error) => error instanceof Refused && error.status === 400,
  )
  await assert.rejects(
    w.ada.call('POST /api/sources/:id/reads', { params: { id: upload.id }, body: { only: 'all' } }),
    (error) => error instanceof Refused && error.code === 'file_gone',
  )
})

test('an import that was cut off goes on where it stopped', async () => {
  let release = () => {}
  const held = new Promise<void>((resolve) => (release = resolve))
  await using site = await openSite({
    '/': article('Start', 'Here.', '<a href="/slow">slow</a>'),
    '/slow': (_request, response) =>
      void held.then(() =>
        response.writeHead(200, { 'content-type': 'text/html' }).end(article('Slow', 'The tortoise arrives.')),
      ),
  })
  const w = await world({ env, overrides })
  const id = await add(w, { kind: 'site', url: site.url })
  await eventually(async () => site.asked.includes('/slow'), 'the slow page to be asked for')
  await w.halo.close()
  const halo = await startHalo(readConfig(w.env), overrides)
  release()
  const { pages } = await settled(
    { ada: await OperatorClient.signIn(halo.url, 'ada@halo.test', 'correct horse') },
    id,
  )
  await halo.close()
  assert.deepEqual(
    pages.map(({ state }) => state),
    ['read', 'read'],
  )
  assert.equal(site.asked.filter((path) => path === '/').length, 1, 'the first page was not read twice')
})
