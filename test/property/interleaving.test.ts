import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { Transcript, VisitorTranscript } from '../../protocol/entities.ts'
import type { StoredEvent } from '../../protocol/events.ts'
import type { Model } from '../../server/models/model.ts'
import { usualSending } from '../../protocol/agents/sending.ts'
import { newId } from '../../server/ground/context.ts'
import { seed, sized } from '../size.ts'
import { eventually, Refused, world, type Line, type World } from '../world.ts'

/** A model whose words come when the test says so: each step lets every waiting reply say one more word, or fail. */
class Puppet implements Model {
  readonly name = 'puppet'
  readonly follows = ''
  #waiting: ((step: 'word' | 'fail') => void)[] = []

  async *reply(turn: Parameters<Model['reply']>[0], signal: AbortSignal) {
    for (let word = 0; word < 3; word++) {
      const step = await new Promise<'word' | 'fail'>((resolve, reject) => {
        this.#waiting.push(resolve)
        signal.addEventListener('abort', () => reject(signal.reason), { once: true })
      })
      if (step === 'fail') throw new Error('the model broke')
      yield { type: 'text' as const, text: `${turn.whispers.map(({ id }) => id).join('+')} word ${word} ` }
    }
  }

  step(step: 'word' | 'fail'): void {
    this.#waiting.splice(0).forEach((go) => go(step))
  }
}

const moves = [
  'visitor',
  'word',
  'fail',
  'whisper',
  'withdraw',
  'takeover',
  'reply',
  'handback',
  'reconnect',
  'crash',
  'send',
  'edit',
  'due',
] as const
type Move = (typeof moves)[number]
const move = fc.oneof(
  { weight: 4, arbitrary: fc.constant<Move>('word') },
  { weight: 3, arbitrary: fc.constant<Move>('visitor') },
  { weight: 6, arbitrary: fc.constantFrom(...moves) },
)

for (const mode of ['at_once', 'hold', 'draft'] as const)
  test(`whatever happens in whatever order, the promises hold (replies go out: ${mode})`, async () => {
    const puppet = new Puppet()
    await using w = await world({ overrides: { model: puppet, timing: { sweepIntervalMs: 40, runLeaseMs: 400 } } })
    const { agents } = await w.ada.call('GET /api/agents')
    await w.ada.call('PATCH /api/agents/:id', {
      params: { id: agents[0]!.id },
      body: { sending: { ...usualSending, mode, holdSeconds: 1 } },
    })
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(move, fc.boolean()), { minLength: 4, maxLength: 22 }), async (script) => {
        await playScript(w, puppet, script)
      }),
      { numRuns: sized({ little: 8, short: 15, full: 200 }), seed, endOnFailure: true },
    )
  })

async function playScript(w: World, puppet: Puppet, script: [Move, boolean][]): Promise<void> {
  const vic = await w.visitor()
  const chat = await vic.open()
  let [mine, hers] = [await vic.connect(), await w.ada.connect()]
  await Promise.all([mine.follow(chat), hers.follow(chat)])
  const whispers: string[] = []
  const acts: Record<Move, () => Promise<unknown>> = {
    visitor: () => vic.say(chat, 'a question'),
    word: async () => puppet.step('word'),
    fail: async () => puppet.step('fail'),
    whisper: async () => whispers.push((await w.ada.whisper(chat, 'softer')).id),
    withdraw: async () => whispers.length && w.ada.withdraw(chat, whispers.at(-1)!),
    takeover: () => w.ada.takeOver(chat),
    reply: () => w.ada.reply(chat, 'a human word'),
    handback: () => w.ada.handBack(chat),
    reconnect: async () => {
      ;[mine, hers] = await Promise.all([
        again(mine, () => vic.connect(), chat),
        again(hers, () => w.ada.connect(), chat),
      ])
    },
    crash: () => loseLease(w, chat),
    send: () => sendHeld(w, chat),
    edit: () => replaceHeld(w, chat),
    due: () => makeDue(w, chat),
  }
  const running: Promise<unknown>[] = []
  for (const [name, wait] of script) {
    // A refusal is a right answer; anything else is a defect.
    const acting = acts[name]().catch((error) => {
      if (!(error instanceof Refused) || error.status >= 500) throw error
    })
    if (wait) await acting
    else running.push(acting)
  }
  await Promise.all(running)
  await comeToRest(w, puppet, chat)
  const { events } = await w.ada.call('GET /api/conversations/:id/events', {
    params: { id: chat },
    query: { after: 0 },
  })
  keepsItsPromises(events as StoredEvent[])
  // Moods are read a little later, so both pictures are taken at a moment at which they have come equally far.
  const [fresh, seen] = await eventually(async () => {
    const fresh = await w.ada.transcript(chat)
    const seen = hers.picture(chat)
    return fresh.upTo === seen.upTo && fresh.upTo >= events.length && ([fresh, seen] as const)
  }, 'the operator to have read everything')
  assert.deepEqual(seen, fresh)
  await mine.until(
    () => mine.picture(chat).messages.length === fresh.messages.length,
    'the visitor to have read everything',
  )
  assert.deepEqual(mine.picture(chat).messages, fresh.messages)
  saidNothingAfterTakeover(mine)
  mine.close()
  hers.close()
}

async function again<T extends Transcript | VisitorTranscript>(
  line: Line<T>,
  connect: () => Promise<Line<T>>,
  chat: string,
): Promise<Line<T>> {
  const picture = line.picture(chat)
  line.cut()
  const next = await connect()
  await next.follow(chat, picture)
  return next
}

/** As if the process at work on this reply had died: its lease is over, and whoever claims next has a higher attempt. */
const loseLease = (w: World, chat: string) =>
  w.halo.ctx.db.write((trx) =>
    trx
      .updateTable('runs')
      .set((eb) => ({ lease_until: 0, attempt: eb('attempt', '+', 1) }))
      .where('conversation_id', '=', chat)
      .where('state', '=', 'running')
      .execute(),
  )

const heldIn = async (w: World, chat: string) => (await w.ada.transcript(chat)).hold?.run

async function sendHeld(w: World, chat: string): Promise<unknown> {
  const run = await heldIn(w, chat)
  return run && w.ada.call('POST /api/conversations/:id/holds/:run/send', { params: { id: chat, run } })
}

async function replaceHeld(w: World, chat: string): Promise<unknown> {
  const run = await heldIn(w, chat)
  const body = { id: newId(), text: 'in other words' }
  return run && w.ada.call('PUT /api/conversations/:id/holds/:run/reply', { params: { id: chat, run }, body })
}

/** Its time is up now. */
const makeDue = (w: World, chat: string) =>
  w.halo.ctx.db.write((trx) =>
    trx.updateTable('holds').set({ due_at: 1 }).where('conversation_id', '=', chat).execute(),
  )

/** Let the model speak until nothing is owed any more. */
async function comeToRest(w: World, puppet: Puppet, chat: string): Promise<void> {
  await eventually(
    async () => {
      puppet.step('word')
      await makeDue(w, chat)
      const open = await w.halo.ctx.db.reads
        .selectFrom('runs')
        .select('id')
        .where('conversation_id', '=', chat)
        .where('state', 'in', ['waiting', 'running', 'held'])
        .executeTakeFirst()
      return !open
    },
    'an end of every run',
    30,
  )
}

function keepsItsPromises(events: StoredEvent[]): void {
  assert.deepEqual(
    events.map(({ seq }) => seq),
    events.map((_, index) => index + 1),
    'seq has no gap and no double',
  )
  let holder = 'ai'
  let owed = false
  const used = new Map<string, number>()
  const spoken = new Set<string | null>()
  let held: string | null = null
  for (const event of events) {
    if (event.type === 'takeover.began') {
      holder = 'operator'
      owed = false
    }
    if (event.type === 'takeover.ended') holder = 'ai'
    if (event.type === 'whisper.used') used.set(event.payload.id, (used.get(event.payload.id) ?? 0) + 1)
    if (event.type === 'run.failed') owed = false
    if (event.type === 'hold.began') {
      assert.equal(held, null, 'one reply is held at a time')
      held = event.payload.hold.run
    }
    if (event.type === 'hold.ended') {
      assert.equal(held, event.payload.run, 'what is held ends once')
      held = null
    }
    if (event.type !== 'message.posted') continue
    const { from } = event.payload.message
    if (from === 'ai') assert.equal(holder, 'ai', `an AI message at ${event.seq} while a person holds the pen`)
    if (from === 'visitor') owed = holder === 'ai'
    if (from === 'ai' || from === 'operator') owed = false
    if (from === 'ai') {
      const { run } = event.payload.message
      assert.ok(!spoken.has(run), 'a reply is posted once')
      spoken.add(run)
    }
  }
  assert.equal(held, null, 'nothing is held for ever')
  assert.equal(owed, false, 'every visitor message is answered, handed off, or its failure told')
  for (const [id, times] of used) assert.equal(times, 1, `whisper ${id} was used ${times} times`)
  for (const event of events)
    if (event.type === 'whisper.withdrawn')
      assert.ok(!used.has(event.payload.id), 'a withdrawn whisper is never used')
}

function saidNothingAfterTakeover({ heard }: Line<VisitorTranscript>): void {
  let epoch = 0
  for (const event of heard) {
    if (event.type === 'takeover.began' || event.type === 'takeover.ended') epoch = event.payload.control.epoch
    if (event.type === 'reply.streamed')
      assert.ok(event.payload.epoch >= epoch, 'a word of an AI that had lost the pen')
  }
}
