import assert from 'node:assert/strict'
import { existsSync, readdirSync } from 'node:fs'
import { get, type IncomingHttpHeaders } from 'node:http'
import { Readable } from 'node:stream'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { test } from 'node:test'
import { openDoor } from '../../test/door.ts'
import { encodingFor } from './compress.ts'
import { serveStatic } from './static.ts'

const dist = new URL('../../dist/', import.meta.url)
const built = existsSync(new URL('widget/widget.js.br', dist)) ? {} : { skip: 'dist has not been built' }
const bare = { br: brotliDecompressSync, gzip: gunzipSync, undefined: (bytes: Buffer) => bytes }

/** As it goes over the wire: Node's own client decompresses nothing. */
const wire = (url: string, accepted?: string) =>
  new Promise<{ status: number; headers: IncomingHttpHeaders; bytes: Buffer; text: string }>((resolve, reject) => {
    get(url, { headers: accepted ? { 'accept-encoding': accepted } : {} }, async (response) => {
      const bytes = Buffer.concat(await Readable.from(response).toArray())
      const encoding = response.headers['content-encoding'] as keyof typeof bare
      resolve({
        status: response.statusCode!,
        headers: response.headers,
        bytes,
        text: bare[encoding](bytes).toString(),
      })
    }).on('error', reject)
  })

async function site() {
  const door = await openDoor()
  await serveStatic(door.app, { widgetKey: () => 'halo_key', demo: true })
  door.app.get('/long', () => ({ words: 'the same again '.repeat(400) }))
  door.app.get('/short', () => ({ words: 'once' }))
  door.app.get('/flowing', (_request, reply) =>
    reply.type('text/csv; charset=utf-8').send(Readable.from(Array.from({ length: 500 }, () => 'a,b,c\n'))),
  )
  door.app.get('/picture', (_request, reply) => reply.type('image/png').send(Buffer.alloc(5000)))
  return { url: await door.listen(), [Symbol.asyncDispose]: () => door[Symbol.asyncDispose]() }
}

test('what is written for a request goes compressed where the caller takes it and it pays', async () => {
  await using door = await site()
  const plain = await wire(`${door.url}/long`)
  assert.deepEqual([plain.headers['content-encoding'], plain.headers.vary], [undefined, 'accept-encoding'])
  for (const encoding of ['br', 'gzip']) {
    const { headers, bytes, text } = await wire(`${door.url}/long`, encoding)
    assert.deepEqual([headers['content-encoding'], headers.vary, text], [encoding, 'accept-encoding', plain.text])
    assert.ok(bytes.length < plain.bytes.length / 10)
    const flowing = await wire(`${door.url}/flowing`, encoding)
    assert.deepEqual(
      [flowing.headers['content-encoding'], flowing.text],
      [encoding, 'a,b,c\n'.repeat(500)],
      'a stream, too',
    )
  }
  for (const path of ['/short', '/picture'])
    assert.equal((await wire(`${door.url}${path}`, 'br, gzip')).headers['content-encoding'], undefined, path)
  const problem = await wire(`${door.url}/api/gone`, 'br')
  assert.equal(problem.status, 404)
  assert.match(problem.text, /^\{"error":/)
})

test('the caller says what it takes, also by weights', () => {
  const cases: [string | undefined, string | null][] = [
    [undefined, null],
    ['', null],
    ['gzip, deflate, br, zstd', 'br'],
    ['GZIP', 'gzip'],
    ['br;q=0, gzip;q=0.5', 'gzip'],
    ['*', 'br'],
    ['br;q=0, *;q=0.1', 'gzip'],
    ['identity', null],
    ['*;q=0', null],
  ]
  for (const [accepted, encoding] of cases) assert.equal(encodingFor(accepted), encoding, accepted)
})

test(
  'on the wire the loader stays under 5 kB, the panel under 25, and the whole dashboard under 400',
  built,
  async () => {
    await using door = await site()
    const panel = readdirSync(new URL('widget/', dist)).find((name) => /^panel-.*\.js$/.test(name))!
    const page = await wire(`${door.url}/`, 'br')
    const assets = [...page.text.matchAll(/(?:src|href)="(\/assets\/[^"]+)"/g)].map(([, path]) => path!)
    const weigh = async (paths: string[], encoding: string) => {
      const answers = await Promise.all(paths.map((path) => wire(door.url + path, encoding)))
      for (const [index, { status, headers }] of answers.entries())
        assert.deepEqual([status, headers.vary], [200, 'accept-encoding'], paths[index])
      return answers.reduce((sum, { bytes }) => sum + bytes.length, 0)
    }
    for (const encoding of ['gzip', 'br', 'gzip, deflate, br, zstd']) {
      const [loader, rest, dashboard] = [
        await weigh(['/widget.js'], encoding),
        await weigh([`/widget/${panel}`], encoding),
        await weigh(assets, encoding),
      ]
      assert.ok(loader < 5000, `${loader} bytes of loader as ${encoding}`)
      assert.ok(rest < 25_000, `${rest} bytes of panel as ${encoding}`)
      assert.ok(dashboard < 400_000, `${dashboard} bytes of dashboard as ${encoding}`)
    }
    const whole = await wire(`${door.url}/widget.js`)
    assert.equal(whole.headers['content-encoding'], undefined, 'a caller that takes none gets none')
    assert.equal((await wire(`${door.url}/widget.js`, 'br')).text, whole.text)
  },
)
