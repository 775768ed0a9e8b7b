import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { DatabaseSync } from 'node:sqlite'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { scopes } from '../../protocol/programs/scopes.ts'
import { connectHalo, type HaloApi, type HaloError } from '../../sdk/api.ts'
import { newId } from '../../server/ground/context.ts'
import { freePort, Server } from '../program.ts'
import { eventually, OperatorClient, VisitorClient } from '../world.ts'

/** A program's request, and a process that is killed after it was done and before its answer was kept. */

let folder: string
let server: Server
let ada: OperatorClient
let halo: HaloApi
let widgetKey: string
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'halo-once-'))
  server = new Server(await freePort(), folder)
  await server.start()
  ada = await OperatorClient.signIn(server.url, 'ada@halo.test', 'correct horse')
  widgetKey = (await ada.call('GET /api/me')).widgetKey
  const { secret } = await ada.call('POST /api/keys', {
    body: { id: newId(), name: 'Zapier', scopes: [...scopes] },
  })
  halo = connectHalo({ url: server.url, key: secret })
})
after(async () => {
  await server.kill()
  await rm(folder, { recursive: true, force: true })
})

test('what was done before the process was killed is not done again, and the repeat says so', async () => {
  const id = await (await VisitorClient.arrive(server.url, widgetKey)).open()
  const takeOver = (idempotencyKey: string) =>
    halo.takeOver({ id }, { operatorId: ada.person.id }, { idempotencyKey })
  const token = newId()
  await killedBeforeItsAnswerIsKept(token, () => takeOver(token))
  assert.equal((await halo.getConversation({ id })).conversation.control.holder, 'operator', 'it was done')
  await assert.rejects(takeOver(token), (error: HaloError) => error.code === 'in_progress')

  await halo.handBack({ id })
  aMinutePasses()
  await assert.rejects(takeOver(token), (error: HaloError) => error.status === 409 && error.code === 'done')
  assert.equal((await halo.getConversation({ id })).conversation.control.holder, 'ai', 'it was not done again')
  await assert.rejects(takeOver(token), (error: HaloError) => error.code === 'done', 'and that does not change')
})

test('what has an id of its own is answered as if nothing had happened, also where it was bound to what the caller saw', async () => {
  const id = await (await VisitorClient.arrive(server.url, widgetKey)).open()
  const {
    conversation: { seq },
  } = await halo.getConversation({ id })
  const whisper = { id: newId(), text: 'Offer express shipping' }
  const token = newId()
  const send = () => halo.whisper({ id }, whisper, { idempotencyKey: token, expects: { seq } })
  await killedBeforeItsAnswerIsKept(token, send)
  aMinutePasses()
  const first = await send()
  assert.deepEqual([first.whisper.id, first.whisper.text], [whisper.id, whisper.text])
  assert.deepEqual(await send(), first)
  assert.deepEqual(
    (await halo.listWhispers({ id })).whispers.map((each) => each.id),
    [whisper.id],
  )
})

test('what was not done before the process was killed is done by the repeat', async () => {
  const id = await (await VisitorClient.arrive(server.url, widgetKey)).open()
  const token = newId()
  const takeOver = () => halo.takeOver({ id }, { operatorId: ada.person.id }, { idempotencyKey: token })
  await killedWhile('insert on takeovers', token, 0, takeOver)
  assert.equal((await halo.getConversation({ id })).conversation.control.holder, 'ai', 'nothing of it is there')
  aMinutePasses()
  assert.equal((await takeOver()).control.holder, 'operator')
})

const killedBeforeItsAnswerIsKept = (token: string, send: () => Promise<unknown>) =>
  killedWhile('update of answer on given_answers', token, 1, send)

/** Makes one statement take so long that the process can be killed in the midst of it. */
async function killedWhile(
  statement: string,
  token: string,
  done: 0 | 1,
  send: () => Promise<unknown>,
): Promise<void> {
  withFile((file) =>
    file.exec(`
    create view endless as with recursive n(i) as (select 1 union all select i + 1 from n) select i from n;
    create trigger hold before ${statement} begin select count(*) from endless; end`),
  )
  const sent = assert.rejects(send(), TypeError, 'no answer came')
  await eventually(
    async () =>
      withFile((file) => file.prepare('select 1 from given_answers where token = ? and done = ?').get(token, done)),
    'the request under way',
  )
  await eventually(
    async () =>
      fetch(`${server.url}/readyz`, { signal: AbortSignal.timeout(500) }).then(
        () => false,
        () => true,
      ),
    'a process that does nothing else',
  )
  await server.kill()
  await sent
  withFile((file) => file.exec('drop trigger hold; drop view endless'))
  await server.start()
}

const aMinutePasses = () => withFile((file) => file.exec('update given_answers set at = at - 60001'))

function withFile<T>(look: (file: DatabaseSync) => T): T {
  const file = new DatabaseSync(join(folder, 'halo.db'), { timeout: 5000 })
  try {
    return look(file)
  } finally {
    file.close()
  }
}
