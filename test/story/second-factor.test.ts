import assert from 'node:assert/strict'
import { test } from 'node:test'
import { totp } from '../totp.ts'
import { eventually, OperatorClient, Refused, world } from '../world.ts'

test('where the team demands a second factor, whoever has none reaches their own account and nothing else', async () => {
  await using w = await world()
  const post = async (path: string, body: unknown, cookie: string) => {
    const response = await fetch(`${w.url}/api/auth/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: w.url, cookie },
      body: JSON.stringify(body),
    })
    const cookies = response.headers.getSetCookie().map((line) => line.split(';')[0]!)
    return { body: await response.json(), cookie: cookies.join('; ') || cookie }
  }
  /** Turns it on: the cookie from then on. */
  const enrol = async (client: OperatorClient) => {
    const { body, cookie } = await post('two-factor/enable', { password: 'correct horse' }, client.headers.cookie!)
    const seed = new URL((body as { totpURI: string }).totpURI).searchParams.get('secret')!
    const answer = await post('two-factor/verify-totp', { code: totp(seed) }, cookie)
    return new OperatorClient(w.url, answer.cookie, client.person)
  }
  const refused = (code: string) => (error: unknown) => error instanceof Refused && error.code === code

  const demand = { body: { secondFactor: true } }
  await assert.rejects(w.ada.call('PUT /api/team/policy', demand), refused('own_factor'))
  const ben = await w.ben()
  const line = await ben.connect()
  const ada = await enrol(w.ada)
  await ada.call('PUT /api/team/policy', demand)

  await eventually(async () => line.closed, 'the open socket to end')
  await assert.rejects(ben.call('GET /api/articles', { query: {} }), refused('factor_needed'))
  assert.equal((await ben.call('GET /api/me')).operator.factorMissing, true)
  const enrolled = await enrol(ben)
  assert.equal((await enrolled.call('GET /api/me')).operator.factorMissing, false)
  await enrolled.call('GET /api/articles', { query: {} })

  await ada.call('PUT /api/team/policy', { body: { secondFactor: false } })
  assert.deepEqual(await ada.call('GET /api/team/policy'), { secondFactor: false })
})
