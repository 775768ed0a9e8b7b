import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openDoor } from '../../test/door.ts'
import { measureAnswer, messagesTotal, serveHealth } from './metrics.ts'

test('alive is not ready: the part that is missing is named', async () => {
  await using door = await openDoor()
  let connected = false
  serveHealth(door.app, { parts: { database: () => door.db.ping(), bus: () => connected } })
  const ready = async () => {
    const answer = await door.app.inject({ url: '/readyz' })
    return [answer.statusCode, answer.json().parts]
  }
  assert.equal((await door.app.inject({ url: '/healthz' })).statusCode, 200)
  assert.deepEqual(await ready(), [503, { database: 'ready', bus: 'not ready' }])
  connected = true
  assert.deepEqual(await ready(), [200, { database: 'ready', bus: 'ready' }])
})

test('Prometheus reads what was counted, by route and never by address', async () => {
  await using door = await openDoor({ onAnswer: measureAnswer })
  serveHealth(door.app, { parts: {} })
  await door.app.inject({ url: '/api/setup' })
  await door.app.inject({ url: '/api/setup?from=somewhere' })
  messagesTotal.inc({ from: 'visitor' })
  const { body, headers } = await door.app.inject({ url: '/metrics' })
  assert.match(String(headers['content-type']), /^text\/plain; version=0\.0\.4/)
  assert.match(body, /halo_http_duration_seconds_count\{method="GET",route="\/api\/setup",status="2xx"\} 1/)
  assert.match(body, /halo_http_duration_seconds_count\{method="GET",route="\/api\/setup",status="4xx"\} 1/)
  assert.match(body, /halo_messages_total\{from="visitor"\} 1/)
  assert.doesNotMatch(body, /somewhere/)
})
