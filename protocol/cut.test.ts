import assert from 'node:assert/strict'
import { test } from 'node:test'
import { shortened, startOf } from './cut.ts'

test('no cut goes through a sign, wherever it falls', () => {
  for (const sign of ['😀', '👨‍👩‍👧‍👦', '👍🏽', '🇩🇪', 'é', 'ล้ำ', '각', '❤️', '\r\n', 'क्षि'])
    for (const before of ['', 'a', 'ab ', 'ü', '🇫🇷'])
      for (let most = 0; most <= before.length + sign.length + 2; most++) {
        const cut = startOf(`${before}${sign}xy`, most)
        const whole = [...new Intl.Segmenter().segment(`${before}${sign}xy`)].map(({ segment }) => segment)
        const right = whole.reduce(
          (text, one) =>
            text + one === `${before}${sign}xy`.slice(0, (text + one).length) && (text + one).length <= most
              ? text + one
              : text,
          '',
        )
        assert.equal(cut, right, `${before}${sign} at ${most}`)
      }
})

test('a long text is cut at once, and one endless sign somewhere', () => {
  assert.equal(startOf('a'.repeat(1_000_000), 4000), 'a'.repeat(4000))
  assert.equal(startOf('🇩🇪'.repeat(5000), 4001).length, 4000)
  assert.ok(startOf(`a${'\u0301'.repeat(5000)}`, 100).length <= 100)
  assert.equal(shortened(`${'x'.repeat(8)}😀`, 10), `${'x'.repeat(8)}😀`)
  assert.equal(shortened(`${'x'.repeat(8)}😀y`, 10), `${'x'.repeat(8)}…`)
})
