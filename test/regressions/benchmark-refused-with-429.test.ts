import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readConfig } from '../../server/ground/config.ts'
import { Refused, world } from '../world.ts'

/** The benchmark of delivery ended with 429, because how often a visitor may call could not be said. */

test('how often a visitor may call is a setting', async () => {
  await using halo = await world({ env: { HALO_VISITOR_PACE: '3' } })
  const vic = await halo.visitor()
  const chat = await vic.open()
  await vic.transcript(chat)
  await vic.transcript(chat)
  await assert.rejects(vic.transcript(chat), (error) => error instanceof Refused && error.status === 429)
})

test('without a setting the limits are what they were', () => {
  assert.deepEqual(readConfig({}).limits, {
    sessions: 6_000,
    setup: 60,
    calls: 120_000,
    visitor: 1_200,
    messages: 60,
    persons: 30,
    failedSignIns: 20,
    wrongPasswords: 10,
  })
})
