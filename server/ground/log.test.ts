import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openLog } from './log.ts'

test('an error is told with its cause, and without what it carries', () => {
  const lines: string[] = []
  const log = openLog({ logLevel: 'trace' }, (line) => {
    lines.push(line)
  })
  const cause = Object.assign(new Error('the line was cut'), {
    code: 'ECONNRESET',
    request: { headers: { Authorization: 'Bearer hush' } },
  })
  const error = Object.assign(new TypeError('no answer', { cause }), {
    config: { headers: { 'X-Key': 'hush' } },
    requestBodyValues: { messages: ['hush'] },
    detail: 'Key (email)=(hush)',
  })
  log.error({ error }, 'one name of it')
  log.error({ err: error }, 'the other')
  for (const line of lines) {
    const { err, error: other } = JSON.parse(line)
    const told = err ?? other
    assert.deepEqual(
      [told.type, told.message, told.cause.code, told.cause.message],
      ['TypeError', 'no answer', 'ECONNRESET', 'the line was cut'],
    )
    assert.match(told.stack, /log\.test/)
    assert.doesNotMatch(line, /hush/)
  }
  assert.equal(lines.length, 2)
})

test('what is called a secret is hidden at each depth that our lines have', () => {
  const lines: string[] = []
  const log = openLog({ logLevel: 'trace' }, (line) => {
    lines.push(line)
  })
  for (const name of ['token', 'password', 'secret', 'cookie', 'authorization', 'key']) {
    log.info(
      { [name]: 'hush', in: { [name]: 'hush', deeper: { [name]: 'hush' } }, headers: { 'set-cookie': 'hush' } },
      'told',
    )
  }
  assert.equal(lines.length, 6)
  for (const line of lines) assert.doesNotMatch(line, /hush/)
})
