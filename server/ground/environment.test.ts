import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { BadConfig, readConfig } from './config.ts'

const folder = mkdtempSync(join(tmpdir(), 'halo-environment-'))
after(() => rmSync(folder, { recursive: true }))

function problemsOf(env: Record<string, string>): string[] {
  try {
    readConfig(env)
  } catch (error) {
    assert.ok(error instanceof BadConfig)
    return error.problems
  }
  return []
}

test('what an orchestrator says of services named after Halo is no setting', () => {
  const services = {
    HALO_PORT: 'tcp://10.0.0.7:4000',
    HALO_SERVICE_HOST: '10.0.0.7',
    HALO_SERVICE_PORT: '4000',
    HALO_SERVICE_PORT_HTTP: '4000',
    HALO_PORT_4000_TCP: 'tcp://10.0.0.7:4000',
    HALO_PORT_4000_TCP_PROTO: 'tcp',
    HALO_PORT_4000_TCP_ADDR: '10.0.0.7',
    HALO_AGENT_SERVICE_HOST: '10.0.0.8',
    HALO_AGENT_PORT: 'tcp://10.0.0.8:4000',
  }
  assert.deepEqual(problemsOf(services), [])
  assert.equal(problemsOf({ HALO_PORT: '4000' }).length, 1)
})

test('a setting can stand in a file, as secrets are mounted', () => {
  const path = join(folder, 'key')
  writeFileSync(path, 'k-12345\n')
  const config = readConfig({ HALO_MODEL: 'anthropic/claude', HALO_MODEL_KEY_FILE: path })
  assert.equal(config.model.key, 'k-12345')
})

test('a file that is not there, or one beside the setting itself, is said', () => {
  assert.match(
    problemsOf({ HALO_SECRET_FILE: join(folder, 'none') }).join(),
    /^HALO_SECRET_FILE: ".*" cannot be read \(ENOENT\)\. Right would be a file that holds HALO_SECRET\.$/,
  )
  assert.match(
    problemsOf({ HALO_MODEL: 'a', HALO_MODEL_FILE: join(folder, 'key') })[0] ?? '',
    /HALO_MODEL_FILE: is set beside HALO_MODEL/,
  )
})

test('a secret that can be guessed signs nothing', () => {
  const guessable = [
    'a'.repeat(40),
    'abc'.repeat(15),
    'changeme-changeme-changeme-please!',
    '0123456789012345678901234567890123456789',
    'abcdefghijklmnopqrstuvwxyz0123456789',
  ]
  for (const secret of guessable)
    assert.match(problemsOf({ HALO_SECRET: secret }).join(), /^HALO_SECRET: the value can be guessed/, secret)
  assert.deepEqual(problemsOf({ HALO_SECRET: '3Jx0f9Qm2LwVtB7cZkR5sYdN8hPgUeTa1iOoWqXv4Mc=' }), [])
})
