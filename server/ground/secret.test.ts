import assert from 'node:assert/strict'
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { keepSecret } from './secret.ts'

test('the secret is made once, even by many at once, and only its owner may read it', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'halo-secret-'))
  try {
    const secrets = await Promise.all(Array.from({ length: 8 }, () => keepSecret(join(folder, 'new'))))
    assert.equal(new Set([...secrets, await keepSecret(join(folder, 'new'))]).size, 1)
    assert.ok(secrets[0]!.length >= 32)
    assert.deepEqual(await readdir(join(folder, 'new')), ['secret'])
    assert.equal((await stat(join(folder, 'new', 'secret'))).mode & 0o777, 0o600)
  } finally {
    await rm(folder, { recursive: true })
  }
})
