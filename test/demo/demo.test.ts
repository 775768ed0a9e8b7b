import assert from 'node:assert/strict'
import { spawn, type ChildProcess } from 'node:child_process'
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { arrivals } from '../../demo/crowd/crowd.ts'
import { tempers } from '../../demo/crowd/dialogue.ts'
import { dialogues } from '../../demo/dialogues/index.ts'
import { buildOnce } from '../../scripts/build.ts'
import { freePort } from '../program.ts'
import { eventually, OperatorClient } from '../world.ts'

const program = fileURLToPath(new URL('../../scripts/demo.ts', import.meta.url))
let folder = ''

before(async () => {
  await buildOnce()
  folder = await mkdtemp(join(tmpdir(), 'halo-demo-'))
})
after(async () => {
  await Promise.all(Demo.all.map((demo) => demo.interrupt()))
  await rm(folder, { recursive: true, force: true })
})

test(
  'the shop fills with forty visitors of every mood, some wait, some leave, and Ctrl-C ends it; what is real stays untouched',
  { timeout: 180_000 },
  async () => {
    await mkdir(join(folder, '.halo'))
    await writeFile(join(folder, '.halo', 'halo.db'), 'real')
    const demo = await Demo.start()
    const ada = await demo.signIn()

    const { counters } = await eventually(
      async () => {
        const feed = await ada.call('GET /api/feed')
        return feed.counters.live >= 40 &&
          Object.keys(feed.counters.moods).length === 5 &&
          Object.values(feed.counters.moods).every(Boolean) &&
          feed.counters.waiting > 0
          ? feed
          : null
      },
      'forty live conversations in all five moods, some of them waiting',
      60,
    )
    assert.equal(
      Object.values(counters.moods).reduce((all, count) => all + count, 0),
      counters.live,
    )
    const { rows } = await ada.call('GET /api/feed', { query: { window: '{"limit":100}' } })
    assert.ok(
      rows.some(({ visitor }) => visitor.identified) && rows.some(({ visitor }) => !visitor.identified),
      'some are known, some are not',
    )

    const over = await eventually(
      async () => {
        const { conversations } = await ada.call('GET /api/conversations')
        return conversations.length >= 3 ? conversations : null
      },
      'some who left are in Completed',
      90,
    )
    assert.ok(
      over.every(({ outcome }) => outcome),
      'each of them has an outcome',
    )
    assert.ok((await ada.call('GET /api/feed')).counters.live >= 35, 'others came in their place')

    assert.equal(await demo.interrupt(), 0)
    assert.match(demo.output, /DATABASE_URL is set, but the demo does not use it/)
    assert.deepEqual(await readdir(join(folder, '.halo')), ['halo.db'])
    assert.equal(await readFile(join(folder, '.halo', 'halo.db'), 'utf8'), 'real')
  },
)

test('the second time everything is still there, until it is started afresh', { timeout: 120_000 }, async () => {
  const again = await Demo.start()
  assert.ok((await (await again.signIn()).call('GET /api/conversations')).conversations.length >= 3)
  assert.equal(await again.interrupt(), 0)

  const anew = await Demo.start('--fresh', '--visitors', '0')
  assert.equal((await (await anew.signIn()).call('GET /api/conversations')).conversations.length, 0)
  assert.equal(await anew.interrupt(), 0)
})

test('a folder with something else in it is neither used nor emptied', async () => {
  const demo = new Demo(['--data', join(folder, '.halo'), '--fresh'])
  assert.equal(await demo.ended, 1)
  assert.match(demo.output, /something that is not the demo's/)
  assert.equal(await readFile(join(folder, '.halo', 'halo.db'), 'utf8'), 'real')
})

test('the same seed brings the same people in the same order, and every dialogue once before any comes again', () => {
  const first = (seed: number) => {
    const coming = arrivals(seed, dialogues)
    return Array.from({ length: dialogues.length * 2 }, () => coming.next().value)
  }
  const told = (seed: number) =>
    first(seed).map(({ customer, dialogue, chance }) => [customer?.id, dialogues.indexOf(dialogue), chance.next()])
  assert.deepEqual(told(7), told(7))
  assert.notDeepEqual(told(7), told(8))
  assert.equal(
    new Set(
      first(7)
        .slice(0, dialogues.length)
        .map(({ dialogue }) => dialogue),
    ).size,
    dialogues.length,
  )
  assert.ok(dialogues.length >= 40)
  assert.deepEqual(new Set(dialogues.map(({ temper }) => temper)), new Set(tempers))
})

/** The program as people start it, in a folder beside something real. */
class Demo {
  static readonly all: Demo[] = []
  output = ''
  url = ''
  readonly ended: Promise<number | null>
  readonly #child: ChildProcess

  constructor(wishes: string[]) {
    const env = {
      ...process.env,
      HALO_DATA: join(folder, '.halo'),
      DATABASE_URL: 'postgres://nobody:wrong@127.0.0.1:1/real',
      NODE_NO_WARNINGS: '1',
    }
    this.#child = spawn(process.execPath, [program, ...wishes], {
      cwd: folder,
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    for (const stream of [this.#child.stdout!, this.#child.stderr!])
      stream.setEncoding('utf8').on('data', (words) => (this.output += words))
    this.ended = new Promise((resolve) => this.#child.once('exit', resolve))
    Demo.all.push(this)
  }

  static async start(...wishes: string[]): Promise<Demo> {
    const port = await freePort()
    const demo = new Demo(['--data', join(folder, 'demo'), '--port', String(port), '--seed', '3', ...wishes])
    demo.url = `http://127.0.0.1:${port}`
    await eventually(
      async () => /demo is running/.test(demo.output) || demo.#child.exitCode !== null,
      'a running demo',
      60,
    )
    assert.equal(demo.#child.exitCode, null, demo.output)
    return demo
  }

  /** With the words that the program printed. */
  signIn(): Promise<OperatorClient> {
    const [, email] = /E-mail +(\S+)/.exec(this.output)!
    const [, password] = /Password +(.+)/.exec(this.output)!
    return OperatorClient.signIn(this.url, email!, password!)
  }

  interrupt(): Promise<number | null> {
    this.#child.kill('SIGINT')
    return this.ended
  }
}
