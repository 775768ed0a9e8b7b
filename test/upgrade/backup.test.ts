import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { newId } from '../../server/ground/context.ts'
import { world } from '../world.ts'

const onlySqlite = { skip: process.env.HALO_TEST_DATABASE_URL ? 'PostgreSQL brings its own' : false }

/** Runs one of the two programs as people do. */
function run(program: 'backup' | 'restore', file: string, folder: string): Promise<{ code: number; said: string }> {
  const path = fileURLToPath(new URL(`../../scripts/${program}.ts`, import.meta.url))
  return new Promise((resolve) => {
    execFile(process.execPath, [path, file], { env: { ...process.env, HALO_DATA: folder } }, (error, out, err) =>
      resolve({ code: error ? 1 : 0, said: out + err }),
    )
  })
}

async function folders() {
  const root = await mkdtemp(join(tmpdir(), 'halo-backup-'))
  return {
    data: join(root, 'data'),
    file: join(root, 'kept', 'halo.db'),
    [Symbol.asyncDispose]: () => rm(root, { recursive: true, force: true }),
  }
}

test(
  'a backup during writes holds everything that was confirmed before it began; restored, it is gone on with, and the old file is kept',
  onlySqlite,
  async () => {
    await using place = await folders()
    const said: string[] = []
    let conversation = ''
    let backedUp = 0
    {
      await using w = await world({ folder: place.data })
      const vic = await w.visitor()
      conversation = await vic.open()
      await w.ada.takeOver(conversation)
      let writing = true
      const say = async () => {
        while (writing) {
          const { text } = await vic.say(conversation, `Message ${newId()}`)
          said.push(text)
        }
      }
      const writers = [say(), say(), say()]
      while (said.length < 50) await new Promise((turned) => setImmediate(turned))
      backedUp = said.length
      const { code, said: words } = await run('backup', place.file, place.data)
      assert.equal(code, 0, words)
      const during = said.length
      assert.ok(during > backedUp, 'writing went on')
      writing = false
      await Promise.all(writers)
      assert.match((await run('backup', place.file, place.data)).said, /there already/)

      const refused = await run('restore', place.file, place.data)
      assert.equal(refused.code, 1)
      assert.match(refused.said, /A Halo is running on this folder/)
      assert.equal((await vic.say(conversation, 'Still here')).text, 'Still here', 'the refusal disturbed nothing')
    }
    assert.equal((await stat(place.file)).mode & 0o077, 0, 'nobody else may read it')
    const { code, said: words } = await run('restore', place.file, place.data)
    assert.equal(code, 0, words)
    assert.ok((await readdir(place.data)).some((name) => /^halo-before-.*\.db$/.test(name)))
    assert.equal(await readFile(join(place.data, 'secret'), 'utf8'), await readFile(`${place.file}.secret`, 'utf8'))
    await using w = await world({ folder: place.data })
    const texts = new Set((await w.ada.transcript(conversation)).messages.map(({ text }) => text))
    assert.deepEqual(
      said.slice(0, backedUp).filter((text) => !texts.has(text)),
      [],
    )
    assert.ok(!texts.has('Still here'), 'it is the backup, and not what was there before')
    await w.ada.reply(conversation, 'Back again')
  },
)

test('what is no backup is not put in the place of a database', onlySqlite, async () => {
  await using place = await folders()
  {
    await using w = await world({ folder: place.data })
    await (await w.visitor()).open()
  }
  const before = await readFile(join(place.data, 'halo.db'))
  const junk = join(place.data, 'junk')
  await writeFile(junk, 'This is no database, whatever it is called. '.repeat(100))
  assert.match((await run('restore', junk, place.data)).said, /is no backup of a Halo/)
  assert.match((await run('restore', join(place.data, 'nothing'), place.data)).said, /There is no file/)
  assert.deepEqual(await readFile(join(place.data, 'halo.db')), before)
})
