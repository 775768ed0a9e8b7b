import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseSitemap } from '../../server/knowledge/sources/formats/sitemap.ts'

const sitemap = (...urls: string[]) =>
  `<urlset>${urls.map((url) => `<url><loc>${url}</loc></url>`).join('')}</urlset>`

test('a sitemap speaks for its site with and without www, and for no other', () => {
  const xml = sitemap('https://www.shop.example/a', 'https://shop.example/b', 'https://evil.example/c')
  for (const base of ['https://shop.example/sitemap.xml', 'https://www.shop.example/sitemap.xml'])
    assert.deepEqual(parseSitemap(xml, base).pages, ['https://www.shop.example/a', 'https://shop.example/b'])
})
