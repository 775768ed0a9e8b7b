import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { test } from 'node:test'
import { root } from '../../scripts/run-tests.ts'

/** A flag that does not exist was taken for the name of a file, found nothing, and looked like success. */

const run = (...args: string[]) => spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8' })

for (const program of ['scripts/test.ts', 'scripts/test-long.ts'])
  test(`${program} refuses a flag that it does not know, with a sentence`, () => {
    const { status, stderr } = run(program, '--nmae', 'x')
    assert.equal(status, 1)
    assert.match(stderr, /Unknown option '--nmae'\. There are --/)
  })

test('a file that is not there is refused, too, and the last line counts it', () => {
  const { status, stderr, stdout } = run('scripts/test.ts', 'test/no-such-folder')
  assert.equal(status, 1)
  assert.match(stderr, /There is no test in "test\/no-such-folder"/)
  assert.match(stdout, /^0 passed, 1 failed\n$/)
})
