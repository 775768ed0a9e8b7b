import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { deflateSync, gzipSync } from 'node:zlib'
import { Extractor } from '../../server/knowledge/sources/extractor.ts'

const extractor = new Extractor({ memoryMb: 320 })
after(() => extractor.close())
const file = (name: string, bytes: Uint8Array) =>
  extractor.read({ bytes, name, type: '', charset: null, url: null })
const fine = () => file('fine.md', Buffer.from('# Fine\n\nStill read.'))

/** A small PDF whose page unpacks to as many bytes of drawing as wanted. */
function packedPdf(megabytes: number): Buffer {
  const drawing = deflateSync(Buffer.alloc(megabytes * 1024 * 1024, ' '), { level: 9 })
  const objects = [
    '<</Type/Catalog/Pages 2 0 R>>',
    '<</Type/Pages/Kids[3 0 R]/Count 1>>',
    '<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R>>',
  ]
  const head = objects.map((body, index) => `${index + 1} 0 obj${body}endobj\n`).join('')
  return Buffer.concat([
    Buffer.from(`%PDF-1.4\n${head}4 0 obj<</Length ${drawing.length}/Filter/FlateDecode>>stream\n`),
    drawing,
    Buffer.from('\nendstream endobj\ntrailer<</Root 1 0 R>>'),
  ])
}

test('a small file that unpacks to more memory than there is ends its own reader, and the next one is read', async () => {
  const rss = process.memoryUsage.rss()
  await assert.rejects(file('bomb.pdf', packedPdf(400)), { name: 'Unreadable', message: /more than can be read/ })
  assert.ok(process.memoryUsage.rss() - rss < 1_000_000_000)
  assert.match((await fine()).text, /Still read/)
})

test('sitemaps and rules of robots are read there, too, and hold up nobody', async () => {
  const bomb = gzipSync(Buffer.alloc(64 * 1024 * 1024, 'a'))
  await assert.rejects(
    extractor.do({ kind: 'sitemap', bytes: bomb, base: 'https://a.example/' }),
    /cannot be unpacked/,
  )
  const url = 'https://a.example/robots.txt'
  const text = `User-agent: *\nDisallow: /${'*'.repeat(499_000)}x`
  const page = 'https://a.example/page'
  assert.equal((await extractor.do({ kind: 'robots', text, url, page })).allowed, true)
  assert.equal((await extractor.do({ kind: 'robots', text, url, page: `${page}x` })).allowed, false)
})
