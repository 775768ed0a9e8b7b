import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { promisify } from 'node:util'
import { world } from '../world.ts'

const run = promisify(execFile)
const page = readFileSync(new URL('../../docs/api.md', import.meta.url), 'utf8')
const hasCurl = await run('curl', ['--version']).then(
  () => true,
  () => false,
)

test('every command in the documentation of the API does what it says', { skip: !hasCurl }, async () => {
  await using w = await world()
  const { secret, halo } = await w.program()
  const { contact } = await halo.putContact({ userId: 'asks-for-theirs' }, {})
  const vic = await w.visitor()
  const env = {
    ...process.env,
    HALO: w.url,
    KEY: secret,
    CONVERSATION: await vic.open(),
    OPERATOR: w.ada.person.id,
    CONTACT: contact.id,
  }
  const commands = [...page.matchAll(/```sh\n([\s\S]*?)```/g)].map(([, command]) => command!)
  assert.ok(commands.length >= 8)
  for (const command of commands) {
    const { stdout } = await run('sh', ['-c', command], { env }).catch((error: Error) =>
      assert.fail(`${command}\n${error.message}`),
    )
    assert.equal(typeof JSON.parse(stdout), 'object', command)
  }
  assert.equal((await w.ada.transcript(env.CONVERSATION)).conversation.control.holder, 'ai')
})
