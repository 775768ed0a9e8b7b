import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { test } from 'node:test'
import { SignJWT } from 'jose'
import { alertKinds } from '../../protocol/alerts/kinds.ts'
import type { ChannelInput } from '../../protocol/alerts/shapes.ts'
import { newId } from '../../server/ground/context.ts'
import { peopleOf } from '../../server/people/operators/tables.ts'
import { whereverStands } from '../everywhere.ts'
import { freePort } from '../program.ts'
import { startProvider } from '../provider.ts'
import { openSlack } from '../slack.ts'
import { totp } from '../totp.ts'
import { Caller, eventually, OperatorClient, Refused, VisitorClient, world, type World } from '../world.ts'

const onlySqlite = {
  skip: process.env.HALO_TEST_DATABASE_URL
    ? 'reads the database file, or changes the database under a running Halo'
    : false,
}
const wishes = Object.fromEntries(
  alertKinds.map((kind) => [kind, { on: true, threshold: 0 }]),
) as ChannelInput['wishes']
const channel = (kind: ChannelInput['kind'], target: string, secret?: string): ChannelInput => ({
  kind,
  target,
  secret,
  name: kind,
  on: true,
  wishes,
  quiet: null,
  mutedUntil: null,
})

async function post(
  url: string,
  way: string,
  body: unknown,
  cookie: string,
): Promise<{ status: number; body: Record<string, string>; cookie: string }> {
  const response = await fetch(`${url}/api/auth/${way}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: url, cookie },
    body: JSON.stringify(body),
  })
  return {
    status: response.status,
    body: (await response.json()) as Record<string, string>,
    cookie: response.headers
      .getSetCookie()
      .map((line) => line.split(';')[0]!)
      .join('; '),
  }
}

const password = 'a pass phrase of Cleo'

/** A Halo in which every kind of secret was made: each by what it is called. */
async function withSecrets(ada: OperatorClient, url: string, key: string) {
  const secrets: Record<string, string> = {
    'the password': password,
    'Slack’s token': 'xoxb-1234-the-token-of-slack',
    'the address of Slack’s webhook': 'T0001/B0002/the-secret-path',
  }
  const { invite } = await ada.call('POST /api/team/invites', {
    body: { id: newId(), email: 'cleo@halo.test', access: { role: 'admin', inbox: 'manage', agents: 'edit' } },
  })
  secrets['the invitation'] = new URL(invite.link).searchParams.get('token')!
  await ada.call('POST /api/invites/:id', {
    params: { id: invite.id },
    body: { token: secrets['the invitation'], name: 'Cleo', password },
  })
  const pending = await ada.call('POST /api/team/invites', {
    body: { id: newId(), email: 'dan@halo.test', access: { role: 'admin', inbox: 'manage', agents: 'edit' } },
  })
  secrets['an open invitation'] = new URL(pending.invite.link).searchParams.get('token')!
  const cleo = await OperatorClient.signIn(url, 'cleo@halo.test', password)
  secrets['the session'] = cleo.headers.cookie!.split('=')[1]!.split('.')[1]!
  secrets['a reset'] = new URL(
    (await ada.call('POST /api/team/:id/reset-link', { params: { id: cleo.person.id } })).link,
  ).searchParams.get('token')!
  secrets['the key of a program'] = (
    await ada.call('POST /api/keys', {
      body: { id: newId(), name: 'Zapier', scopes: ['events:read'], expiresAt: null },
    })
  ).secret
  secrets['the secret of a site'] = (await ada.call('POST /api/identity/secrets', { body: { id: newId() } })).secret
  secrets['the key of a model'] = 'mk-the-key-of-a-model-0001'
  secrets['a header of a model'] = 'the-header-of-a-model-0002'
  await ada.call('PUT /api/models/:id', {
    params: { id: newId() },
    body: {
      name: 'openai/some-model',
      url: null,
      key: secrets['the key of a model'],
      headers: { 'x-team': secrets['a header of a model'] },
      maxTokens: null,
      temperature: null,
      effort: null,
      silenceSeconds: null,
      replySeconds: null,
      tools: true,
      judge: 'itself',
    },
  })
  const [slack, hook] = [newId(), newId()]
  await ada.call('PUT /api/alert-channels/:id', {
    params: { id: slack },
    body: channel('slack', '#support', secrets['Slack’s token']),
  })
  await ada.call('PUT /api/alert-channels/:id', {
    params: { id: newId() },
    body: channel(
      'slack_webhook',
      `https://hooks.slack.test/services/${secrets['the address of Slack’s webhook']}`,
    ),
  })
  secrets['the key of a webhook'] = (
    await ada.call('PUT /api/alert-channels/:id', {
      params: { id: hook },
      body: channel('webhook', 'https://hooks.test/here'),
    })
  ).secret!.slice('whsec_'.length)
  secrets['the token of a visitor'] = (await VisitorClient.arrive(url, key)).token
  const begun = await post(url, 'two-factor/enable', { password }, cleo.headers.cookie!)
  const { totpURI, backupCodes } = begun.body as unknown as { totpURI: string; backupCodes: string[] }
  const seed = new URL(totpURI).searchParams.get('secret')!
  const second = await post(url, 'two-factor/verify-totp', { code: totp(seed) }, cleo.headers.cookie!)
  assert.equal(second.status, 200)
  secrets['the second factor'] = seed
  secrets['a recovery code'] = backupCodes[0]!
  return { secrets, seed, backupCodes, slack, hook, cleo: new OperatorClient(url, second.cookie, cleo.person) }
}

test('what is secret stands in no row of the database, and in no byte of its file', async () => {
  const own = 'the secret of this Halo, which signs and seals'
  await using w = await world({ env: { HALO_SECRET: own } })
  const { secrets } = await withSecrets(w.ada, w.url, w.halo.widgetKey)
  const all = { ...secrets, 'our own secret': own, 'Ada’s password': 'correct horse' }
  for (const [what, secret] of Object.entries(all))
    assert.deepEqual(await whereverStands(w.halo.ctx.db, secret), [], what)
  assert.ok((await whereverStands(w.halo.ctx.db, 'hooks.test/here')).length, 'what is no secret is found')
  if (process.env.HALO_TEST_DATABASE_URL) return
  const files = (await readdir(w.env.HALO_DATA)).filter((name) => name.startsWith('halo.db'))
  const bytes = Buffer.concat(await Promise.all(files.map((name) => readFile(join(w.env.HALO_DATA, name)))))
  assert.ok(bytes.includes('hooks.test/here'))
  for (const [what, secret] of Object.entries(all)) assert.ok(!bytes.includes(secret), what)
})

test('who has read the database cannot come in with what stands there', async () => {
  await using w = await world()
  const { db } = w.halo.ctx
  const [session] = await peopleOf(db.reads).selectFrom('operator_sessions').selectAll().execute()
  const [key] = await db.reads
    .selectFrom('api_keys')
    .selectAll()
    .execute()
    .then((rows) =>
      rows.length ? rows : w.program().then(() => db.reads.selectFrom('api_keys').selectAll().execute()),
    )
  for (const value of [session!.token, `${session!.token}.`, `${session!.token}.${'A'.repeat(43)}=`, session!.id]) {
    await assert.rejects(
      new Caller(w.url, { cookie: `halo.session_token=${encodeURIComponent(value)}` }).call('GET /api/me'),
      (error) => error instanceof Refused && error.status === 401,
    )
  }
  for (const secret of [key!.hash, key!.prefix, key!.id, `${key!.prefix}${key!.hash}`]) {
    await assert.rejects(
      new Caller(w.url, { authorization: `Bearer ${secret}` }).call('GET /api/v1/events'),
      (error) => error instanceof Refused && error.status === 401,
    )
  }
})

/** Starts the same Halo again with another secret. */
const again = (w: World, env: Record<string, string>) => world({ folder: w.env.HALO_DATA, env })

test(
  'the secret is changed: what it sealed is read on under the new one, what it signed is over',
  onlySqlite,
  async () => {
    const folder = await mkdtemp(join(tmpdir(), 'halo-test-'))
    const [first, next, wrong] = [
      'the first secret of this Halo, thirty-two',
      'the next secret of this Halo, thirty-two+',
      'a secret that never sealed a thing in it',
    ]
    await using slack = await openSlack()
    const env = { HALO_SLACK_URL: slack.url }
    let made!: Awaited<ReturnType<typeof withSecrets>>
    {
      await using w = await world({ folder, env: { ...env, HALO_SECRET: first } })
      made = await withSecrets(w.ada, w.url, w.halo.widgetKey)
    }
    const test = (w: World) => w.ada.call('POST /api/alert-channels/:id/test', { params: { id: made.slack } })
    const prove = async (w: World) => {
      const userToken = await new SignJWT({ user_id: 'jane' })
        .setProtectedHeader({ alg: 'HS256' })
        .setExpirationTime('1h')
        .sign(new TextEncoder().encode(made.secrets['the secret of a site']))
      const { visitor } = await new Caller(w.url, {}).call('POST /api/widget/sessions', {
        body: { key: w.halo.widgetKey, userId: 'jane', userToken },
      })
      return (await w.ada.call('GET /api/contacts', { query: { text: 'jane' } })).contacts.some(
        ({ verified }) => verified && visitor.identified,
      )
    }
    {
      await using w = await world({ folder, env: { ...env, HALO_SECRET: wrong } })
      await assert.rejects(
        test(w),
        (error) => error instanceof Refused && error.status === 503 && error.code === 'sealed',
      )
      assert.equal(await prove(w), false, 'a claim, and no broken visit')
    }
    {
      await using w = await again({ env: { HALO_DATA: folder } } as unknown as World, {
        ...env,
        HALO_SECRET: next,
        HALO_OLD_SECRET: first,
      })
      await test(w)
    }
    {
      await using w = await again({ env: { HALO_DATA: folder } } as unknown as World, { ...env, HALO_SECRET: next })
      await test(w)
      assert.deepEqual(
        slack.calls.map(({ token }) => token),
        Array(2).fill(`Bearer ${made.secrets['Slack’s token']}`),
      )
      assert.equal(await prove(w), true)
      await assert.rejects(
        new Caller(w.url, made.cleo.headers).call('GET /api/me'),
        (error) => error instanceof Refused && error.status === 401,
      )
      await assert.rejects(
        new VisitorClient(w.url, made.secrets['the token of a visitor']!, '').open(),
        (error) => error instanceof Refused && error.status === 401,
      )
      const half = await post(w.url, 'sign-in/email', { email: 'cleo@halo.test', password }, '')
      assert.equal(half.body.twoFactorRedirect, true)
      assert.equal(
        (await post(w.url, 'two-factor/verify-totp', { code: totp(made.seed, 1) }, half.cookie)).status,
        200,
      )
      const other = await post(w.url, 'sign-in/email', { email: 'cleo@halo.test', password }, '')
      assert.equal(
        (await post(w.url, 'two-factor/verify-backup-code', { code: made.backupCodes[0] }, other.cookie)).status,
        200,
      )
    }
    await rm(folder, { recursive: true })
  },
)

test('a log that tells everything tells no secret, and nothing of what was said', onlySqlite, async () => {
  const folder = await mkdtemp(join(tmpdir(), 'halo-test-'))
  await using slack = await openSlack()
  const provider = await startProvider({ status: 500 })
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  const env = {
    ...process.env,
    PORT: String(port),
    HALO_DATA: folder,
    HALO_LOG: 'trace',
    HALO_ENCODER: 'off',
    HALO_ADMIN_EMAIL: 'ada@halo.test',
    HALO_ADMIN_PASSWORD: 'correct horse',
    HALO_SECRET: 'the secret of this Halo, which signs and seals',
    HALO_MODEL: 'openai-compatible/test-model',
    HALO_MODEL_URL: provider.url,
    HALO_MODEL_KEY: 'sk-the-key-of-the-model',
    HALO_SLACK_URL: slack.url,
  }
  const child = spawn(process.execPath, ['server/main.ts'], { env, stdio: ['ignore', 'pipe', 'pipe'] })
  let log = ''
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => {
      log += text
    })
  const gone = new Promise((resolve) => child.once('exit', resolve))
  try {
    await eventually(
      () =>
        fetch(`${url}/readyz`).then(
          ({ ok }) => ok,
          () => false,
        ),
      'a ready Halo',
      30,
    )
    const ada = await OperatorClient.signIn(url, 'ada@halo.test', 'correct horse')
    const { widgetKey } = await ada.call('GET /api/me')
    const { secrets, slack: toSlack, hook, cleo } = await withSecrets(ada, url, widgetKey)
    const words = {
      said: 'My cat is called Ferdinand the Ninth',
      whispered: 'He is a regular of the Tuesday club',
      searched: 'zeppelin captains',
    }
    await misuse(url, {
      ada,
      cleo,
      secrets,
      widgetKey,
      words,
      channels: [toSlack, hook],
      refuse: () => slack.next.push(...Array(4).fill({ body: { ok: false, error: 'fatal_error' } })),
    })
    await eventually(async () => /an alert was not delivered/.test(log), 'an alert that was not delivered')
    // Tables that vanish under a running Halo: whatever breaks is written down.
    const database = new DatabaseSync(join(folder, 'halo.db'), { timeout: 10_000 })
    for (const table of ['messages', 'operator_accounts', 'alert_channels', 'settings', 'contacts'])
      database.exec(`alter table ${table} rename to ${table}_gone`)
    database.close()
    await misuse(url, { ada, cleo, secrets, widgetKey, words, channels: [toSlack, hook], refuse: () => {} })
    await eventually(
      async () => /a request broke/.test(log) && /no such table/.test(log) && /"msg":"answered"/.test(log),
      'a log of what broke',
    )
    const all = {
      ...secrets,
      ...words,
      'our own secret': env.HALO_SECRET,
      'Ada’s password': 'correct horse',
      'the key of the model': env.HALO_MODEL_KEY,
      'Ada’s session': ada.headers.cookie!.split('=')[1]!,
    }
    for (const [what, secret] of Object.entries(all))
      assert.ok(
        !log.includes(secret),
        `${what}: ${log
          .split('\n')
          .find((line) => line.includes(secret))
          ?.slice(0, 600)}`,
      )
  } finally {
    child.kill('SIGKILL')
    await gone
    await provider.close()
    await rm(folder, { recursive: true })
  }
})

interface Misused {
  ada: OperatorClient
  cleo: OperatorClient
  secrets: Record<string, string>
  widgetKey: string
  words: Record<'said' | 'whispered' | 'searched', string>
  channels: string[]
  refuse: () => void
}

/** Everything that carries a secret, rightly and wrongly; what comes of it does not matter here. */
async function misuse(
  url: string,
  { ada, cleo, secrets, widgetKey, words, channels, refuse }: Misused,
): Promise<void> {
  const any = (work: Promise<unknown>) => work.catch(() => null)
  for (const secret of Object.values(secrets)) {
    await any(
      fetch(`${url}/api/nowhere/${encodeURIComponent(secret)}?token=${encodeURIComponent(secret)}`, {
        headers: { authorization: `Bearer ${secret}`, cookie: `halo.session_token=${secret}` },
      }),
    )
    await any(
      fetch(`${url}/api/widget/sessions`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: `{"key":"${secret}", broken`,
      }),
    )
    await any(
      new Caller(url, {}).call('POST /api/widget/sessions', {
        body: { key: widgetKey, userId: 'u', token: secret, userToken: secret, userTraits: { name: secret } },
      }),
    )
    await any(new Caller(url, { authorization: `Bearer ${secret}` }).call('GET /api/v1/events'))
    await any(post(url, 'sign-in/email', { email: 'gus@halo.test', password: secret }, ''))
  }
  await any(post(url, 'sign-in/email', { email: 'ada@halo.test', password: 'correct horse' }, ''))
  await any(post(url, 'two-factor/verify-backup-code', { code: secrets['a recovery code'] }, cleo.headers.cookie!))
  await any(
    post(url, 'change-password', { currentPassword: password, newPassword: password }, cleo.headers.cookie!),
  )
  const vic = await any(VisitorClient.arrive(url, widgetKey))
  if (vic instanceof VisitorClient) {
    const id = await any(vic.open())
    if (typeof id === 'string') {
      refuse()
      await any(ada.whisper(id, words.whispered))
      await any(vic.say(id, words.said))
      await any(vic.askForHuman(id))
      await any(vic.tell({ userTraits: { name: words.said } }))
      await any(eventually(async () => (await ada.transcript(id)).failures.length > 0, 'the model to fail', 15))
    }
  }
  await any(ada.call('GET /api/contacts', { query: { text: words.searched } }))
  for (const id of channels) await any(ada.call('POST /api/alert-channels/:id/test', { params: { id } }))
}
