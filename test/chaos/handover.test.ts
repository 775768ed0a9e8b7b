import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { freePort, Server } from '../program.ts'
import { eventually, OperatorClient, VisitorClient } from '../world.ts'

/** One SQLite file has one process; another one is refused, or takes its place. */

let folder: string
let port: number
let first: Server
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'halo-handover-'))
  port = await freePort()
  first = new Server(port, folder)
  await first.start()
})
after(async () => {
  await first.kill()
  await rm(folder, { recursive: true, force: true })
})

test('a second process on the same folder is refused with a sentence, and the first goes on', async () => {
  const { code, said } = await startBeside({ PORT: String(await freePort()) })
  assert.equal(code, 1)
  assert.match(said, /Another Halo uses .*HALO_HANDOVER=on/s)
  assert.ok((await fetch(`${first.url}/readyz`)).ok)
})

test('whoever was killed leaves no lock behind', async () => {
  await first.kill()
  await first.start()
  assert.ok((await fetch(`${first.url}/readyz`)).ok)
})

test('a process that is asked to hands over: nobody is refused, and nothing is lost', async () => {
  const ada = await OperatorClient.signIn(first.url, 'ada@halo.test', 'correct horse')
  const { widgetKey } = await ada.call('GET /api/me')
  const vic = await VisitorClient.arrive(first.url, widgetKey)
  const chat = await vic.open()
  await vic.say(chat, 'Where is my order?')
  let over = false
  const statuses: Promise<number[]> = (async () => {
    const seen: number[] = []
    while (!over) seen.push(await knock())
    return seen
  })()
  const second = new Server(port, folder)
  await second.start({ HALO_HANDOVER: 'on' })
  try {
    assert.equal(await first.ended(), 0)
    await eventually(
      async () => (await ada.transcript(chat)).messages.some(({ from }) => from === 'ai'),
      'the answer, from whichever process',
    )
    over = true
    const seen = await statuses
    assert.ok(seen.length > 10)
    assert.deepEqual([...new Set(seen)], [200], 'every knock was answered')
  } finally {
    over = true
    await second.kill()
  }
})

/** Over a line of its own each time. */
function knock(): Promise<number> {
  return new Promise((resolve) => {
    const asked = request({ port, path: '/healthz', agent: false }, (answer) => {
      answer.resume().on('end', () => resolve(answer.statusCode!))
    })
    asked.on('error', () => resolve(0)).end()
  })
}

async function startBeside(more: Record<string, string>): Promise<{ code: number | null; said: string }> {
  const env = { ...process.env, HALO_DATA: folder, HALO_LOG: 'silent', HALO_SAMPLE: 'on', ...more }
  const child = spawn(process.execPath, ['server/main.ts'], { env, stdio: ['ignore', 'ignore', 'pipe'] })
  const said = Buffer.concat(await child.stderr.toArray()).toString()
  return { code: child.exitCode ?? (await new Promise((ended) => child.once('exit', ended))), said }
}
