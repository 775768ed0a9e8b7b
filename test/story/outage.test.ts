import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { newId } from '../../server/ground/context.ts'
import { eventually, Refused, world, type World } from '../world.ts'

/** A disk of a few megabytes, or why there is none. */
async function smallDisk(): Promise<{ folder: string; remove(): Promise<void> } | string> {
  if (process.env.HALO_TEST_DATABASE_URL) return 'the data lies in PostgreSQL'
  const folder = await mkdtemp(join(tmpdir(), 'halo-disk-'))
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=6m', 'tmpfs', folder], { stdio: 'ignore' })
  } catch {
    await rm(folder, { recursive: true })
    return 'this needs the right to mount a small disk'
  }
  return {
    folder,
    remove: async () => {
      execFileSync('umount', ['-l', folder])
      await rm(folder, { recursive: true })
    },
  }
}

/** What the visitor wrote, stretch by stretch from the newest back. */
async function saidBy(w: World, id: string): Promise<string[]> {
  const said: string[] = []
  for (let before: number | undefined; before !== 0;) {
    const { messages, stretch } = await w.ada.call('GET /api/conversations/:id', {
      params: { id },
      query: { before },
    })
    said.unshift(...messages.filter(({ from }) => from === 'visitor').map((message) => message.id))
    before = stretch.from
  }
  return said
}

test('a full disk refuses loudly, acknowledges nothing that it has not stored, and goes on when there is room', async (t) => {
  const disk = await smallDisk()
  if (typeof disk === 'string') return t.skip(disk)
  const w = await world({ folder: disk.folder })
  try {
    const vic = await w.visitor()
    const chat = await vic.open()
    await w.ada.takeOver(chat)
    const acknowledged: string[] = []
    const text = 'x'.repeat(9_000)
    const refusal = await eventually(
      async () => {
        const id = newId()
        return vic.say(chat, text, id).then(
          () => {
            acknowledged.push(id)
            return null
          },
          (error: unknown) => error,
        )
      },
      'a full disk',
      60,
    )
    assert.ok(refusal instanceof Refused && refusal.status === 503, String(refusal))
    assert.match(refusal.message, /nothing was stored/i)
    assert.equal((await fetch(`${w.url}/readyz`)).status, 503)
    assert.deepEqual(await saidBy(w, chat), acknowledged)

    execFileSync('mount', ['-o', 'remount,size=40m', disk.folder])
    await eventually(async () => (await fetch(`${w.url}/readyz`)).ok, 'a server that is ready again')
    const id = newId()
    await vic.say(chat, 'there is room again', id)
    assert.deepEqual(await saidBy(w, chat), [...acknowledged, id])
  } finally {
    await w.close()
    await disk.remove()
  }
})
