import assert from 'node:assert/strict'
import { test } from 'node:test'
import { BadConfig, readConfig, settingsTable } from './config.ts'

function problemsOf(env: Record<string, string>): string[] {
  try {
    readConfig(env)
  } catch (error) {
    assert.ok(error instanceof BadConfig)
    return error.problems
  }
  return []
}

test('nothing needs to be set', () => {
  const config = readConfig({ PATH: '/bin', HALO_TEST: '', HALO_MODEL: '  ' })
  assert.deepEqual(
    [config.host, config.port, config.services, config.admin, config.model.model],
    ['127.0.0.1', 4000, ['web', 'realtime', 'agent'], null, null],
  )
})

test('everything that is wrong comes as one list, each line with what would be right', () => {
  const problems = problemsOf({
    PORT: '70000',
    HALO_URL: 'https://halo.test/path',
    DATABASE_URL: 'mysql://root:hunter2@db/halo',
    NATS_URL: 'nats',
    HALO_SERVICES: 'web,worker',
    HALO_ADMIN_EMAIL: 'ada',
    HALO_ADMIN_PASSWORD: 'short',
    HALO_MODEL: 'gpt-5',
    HALO_MODEL_URL: 'localhost',
    HALO_SECRET: 'sesame',
    HALO_LOG: 'loud',
    HALO_WIDGET_ORIGINS: 'https://shop.test/',
    HALO_TRUST_PROXY: 'yes',
  })
  assert.deepEqual(problems.map((line) => line.split(':')[0]).sort(), [
    'DATABASE_URL',
    'HALO_ADMIN_EMAIL',
    'HALO_ADMIN_PASSWORD',
    'HALO_LOG',
    'HALO_MODEL',
    'HALO_MODEL_URL',
    'HALO_SECRET',
    'HALO_SERVICES',
    'HALO_TRUST_PROXY',
    'HALO_URL',
    'HALO_WIDGET_ORIGINS',
    'NATS_URL',
    'PORT',
  ])
  for (const line of problems) assert.match(line, /Right would be .+\.$/)
  assert.equal(
    problems.find((line) => line.startsWith('PORT')),
    'PORT: "70000" is above 65535. Right would be a number from 0 to 65535, for example 4000.',
  )
})

test('what is secret is not repeated in the list', () => {
  const list = problemsOf({
    DATABASE_URL: 'mysql://root:hunter2@db/halo',
    HALO_SECRET: 'sesame',
    HALO_ADMIN_PASSWORD: 'tiny',
  }).join('\n')
  assert.doesNotMatch(list, /hunter2|sesame|tiny/)
})

test('settings that need each other', () => {
  const missing = (env: Record<string, string>) => problemsOf(env).map((line) => line.split(':')[0])
  assert.deepEqual(missing({ HALO_ADMIN_EMAIL: 'ada@halo.test' }), ['HALO_ADMIN_PASSWORD'])
  assert.deepEqual(missing({ HALO_ADMIN_PASSWORD: 'correct horse' }), ['HALO_ADMIN_EMAIL'])
  assert.deepEqual(missing({ HALO_MODEL: 'openai-compatible/llama' }), ['HALO_MODEL_URL'])
  assert.deepEqual(missing({ HALO_MODEL: 'anthropic/claude' }), ['HALO_MODEL_KEY'])
  assert.deepEqual(missing({ HALO_MODEL_KEY: 'key' }), ['HALO_MODEL'])
  assert.deepEqual(missing({ HALO_MODELS: 'openai/small' }), ['HALO_MODEL'])
  assert.deepEqual(
    missing({ HALO_MODEL: 'openai/large', HALO_MODEL_KEY: 'key', HALO_MODELS: 'openai/small,anthropic/claude' }),
    ['HALO_MODELS'],
  )
  assert.deepEqual(missing({ HALO_SERVICES: 'web' }), ['DATABASE_URL', 'NATS_URL'])
})

test('a misspelt setting is named, with the one that was probably meant', () => {
  assert.deepEqual(problemsOf({ HALO_MODLE: 'openai/x' }), [
    'HALO_MODLE: is no setting. Right would be HALO_MODEL, if that was meant, or nothing.',
  ])
  assert.deepEqual(problemsOf({ HALO_TEST: '1', HALO_TEST_NATS_URL: 'x', HALO_CHROMIUM: '/usr/bin/chromium' }), [])
})

test('a full set of good values is read as what it means', () => {
  const config = readConfig({
    PORT: '80',
    HALO_URL: 'https://halo.test/',
    HALO_SERVICES: 'web, realtime',
    DATABASE_URL: 'postgres://halo:pw@db/halo',
    NATS_URL: 'nats://bus:4222',
    HALO_ADMIN_EMAIL: 'Ada@Halo.test',
    HALO_ADMIN_PASSWORD: 'correct horse',
    HALO_TRUST_PROXY: '10.0.0.0/8, ::1',
    HALO_WIDGET_ORIGINS: 'https://a.test, http://b.test:8080',
  })
  assert.deepEqual(config.admin, { email: 'ada@halo.test', password: 'correct horse', name: 'ada' })
  assert.deepEqual(
    [config.url, config.services, config.trustProxy],
    ['https://halo.test', ['web', 'realtime'], '10.0.0.0/8,::1'],
  )
  assert.deepEqual(config.widgetOrigins, ['https://a.test', 'http://b.test:8080'])
})

test('the table for the README names every setting with its default', () => {
  const table = settingsTable()
  for (const name of [
    'HOST',
    'PORT',
    'HALO_DATA',
    'DATABASE_URL',
    'NATS_URL',
    'HALO_ADMIN_EMAIL',
    'HALO_ADMIN_PASSWORD',
    'HALO_MODEL',
    'HALO_MODEL_URL',
    'HALO_MODEL_KEY',
    'HALO_SERVICES',
  ]) {
    assert.match(table, new RegExp(`^\\| \`${name}\` \\| \\S.+ \\| .* \\|$`, 'm'))
  }
})
