import assert from 'node:assert/strict'
import { test } from 'node:test'
import { markdown } from './markdown-text.ts'

const targetsOf = (text: string) => [...markdown.render(text).matchAll(/href="([^"]*)"/g)].map(([, href]) => href)

test('only whole addresses of the web and of mail become links', () => {
  assert.deepEqual(targetsOf('see https://a.example/x and mail a@b.example'), [
    'https://a.example/x',
    'mailto:a@b.example',
  ])
  for (const text of [
    '//evil.example',
    'ftp://evil.example/x',
    'evil.example',
    '[x](//evil.example)',
    '[x](/api/x)',
    '[x](ftp://evil.example)',
    '[x](javascript:alert(1))',
    '<ftp://evil.example>',
    '[x]: //evil.example\n\n[x]',
  ])
    assert.deepEqual(targetsOf(text), [], text)
})
