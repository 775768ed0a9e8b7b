import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { test } from 'node:test'
import { openDoor } from '../../test/door.ts'
import { serveStatic } from './static.ts'

const built = (path: string) =>
  existsSync(new URL(`../../${path}`, import.meta.url)) ? {} : { skip: `${path} has not been built` }

async function site() {
  const door = await openDoor()
  await serveStatic(door.app, { widgetKey: () => 'halo_key', demo: true })
  return door
}

test(
  'every screen of the dashboard is the one page, which no script can be slipped into',
  built('dist/dashboard/index.html'),
  async () => {
    await using door = await site()
    const pages = await Promise.all(
      ['/', '/inbox/live', '/inbox/live/conversation-1', '/setup?token=abc'].map((url) => door.app.inject({ url })),
    )
    for (const { statusCode, headers, body } of pages) {
      assert.deepEqual(
        [statusCode, headers['cache-control'], headers['referrer-policy']],
        [200, 'no-cache', 'no-referrer'],
      )
      assert.match(
        String(headers['content-security-policy']),
        /script-src 'self';.*object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'/,
      )
      assert.deepEqual(
        [headers['x-frame-options'], headers['x-content-type-options'], headers['cross-origin-opener-policy']],
        ['DENY', 'nosniff', 'same-origin'],
      )
      assert.match(String(headers['permissions-policy']), /camera=\(\), microphone=\(\), geolocation=\(\)/)
      assert.doesNotMatch(body, /<script(?![^>]* src=)|\son\w+=/, 'no script stands in the page')
      assert.equal(body, pages[0]!.body)
    }
    const script = /src="(\/assets\/[^"]+\.js)"/.exec(pages[0]!.body)![1]!
    const { statusCode, headers } = await door.app.inject({ url: script })
    assert.deepEqual([statusCode, headers['cache-control']], [200, 'public, max-age=31536000, immutable'])
  },
)

test(
  "the widget's scripts are for every site; the first is fresh soon",
  built('dist/widget/widget.js'),
  async () => {
    await using door = await site()
    const { statusCode, headers } = await door.app.inject({
      url: '/widget.js',
      headers: { origin: 'https://shop.test' },
    })
    assert.deepEqual(
      [statusCode, headers['access-control-allow-origin'], headers['cache-control']],
      [200, '*', 'public, max-age=300'],
    )
    assert.match(String(headers['content-type']), /javascript/)
  },
)

test("the demo site carries this Halo's widget key", built('demo/site/index.html'), async () => {
  await using door = await site()
  assert.equal((await door.app.inject({ url: '/demo' })).headers.location, '/demo/')
  const { body } = await door.app.inject({ url: '/demo/' })
  assert.match(body, /halo_key/)
  assert.doesNotMatch(body, /\{\{WIDGET_KEY\}\}/)
  for (const url of ['/demo/', '/demo/help.html', '/demo/subscription']) {
    const page = await door.app.inject({ url })
    assert.match(String(page.headers['content-security-policy']), /script-src 'self';/)
    assert.doesNotMatch(page.body, /<script(?![^>]* src=)|\son\w+=/, `${url} runs no script that stands in it`)
  }
})

test('nothing outside is served, and what is missing is a problem and no page', async () => {
  await using door = await site()
  const paths = [
    '/demo/..%2f..%2fpackage.json',
    '/demo/%2e%2e/%2e%2e/package.json',
    '/widget/../../package.json',
    '/widget/..%2f..%2fpackage.json',
    '/..%2f..%2fpackage.json',
    '/assets/gone.js',
    '/assets/a%00.js',
    '/demo/gone',
    '/.env',
    '/api/gone',
    '/api',
  ]
  for (const url of paths) {
    const { statusCode, body } = await door.app.inject({ url })
    assert.ok(statusCode >= 400 && statusCode < 500, `${url} answers ${statusCode}`)
    assert.match(body, /^\{"error":/, url)
  }
})
