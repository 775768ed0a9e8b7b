import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import fc from 'fast-check'
import type { StoredEvent } from '../../protocol/events.ts'
import type { Correction, Lesson, Scope } from '../../protocol/teaching/shapes.ts'
import type { Model, Turn } from '../../server/models/model.ts'
import { newId } from '../../server/ground/context.ts'
import { seed, sized } from '../size.ts'
import { eventually, Refused, world, type VisitorClient, type World } from '../world.ts'

/** A model that says at once which lessons, corrections and whispers it was given: whoever reads the transcript knows what was applied. */
const confessor: Model = {
  name: 'confessor',
  follows: '',
  async *reply({ taught, whispers }: Turn) {
    const given = [...whispers, ...taught.lessons, ...taught.corrections].map(({ id }) => id)
    yield { type: 'text' as const, text: `Given: ${given.join(' ')}` }
  },
}

const question = 'How many beans does the silver grinder hold?'

/** Two people of one company, one of another, and somebody nobody knows. */
const cast = [
  { userId: 'jane', companyId: 'acme' },
  { userId: 'joe', companyId: 'acme' },
  { userId: 'eve', companyId: 'evil' },
  {},
] as const

const moves = [
  'ask',
  'whisper',
  'withdraw',
  'correct',
  'widen',
  'narrow',
  'retire',
  'restore',
  'switch',
  'identify',
] as const
type Move = (typeof moves)[number]
const move = fc.oneof(
  { weight: 5, arbitrary: fc.constant<Move>('ask') },
  { weight: 2, arbitrary: fc.constant<Move>('whisper') },
  { weight: 9, arbitrary: fc.constantFrom(...moves) },
)
const step = fc.tuple(move, fc.nat(3), fc.nat(20))
type Step = [Move, number, number]

test('whispers, lessons and corrections: never lost, never applied outside their scope, never while retired, and used exactly as often as the ledger says', async () => {
  await using w = await world({ overrides: { model: confessor, timing: { sweepIntervalMs: 40 } } })
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 6, maxLength: 26 }), async (script) => {
      await new Course(w).play(script)
    }),
    { numRuns: sized({ little: 10, short: 20, full: 250 }), seed, endOnFailure: true },
  )
})

interface Student {
  vic: VisitorClient
  chat: string
  userId: string | null
  companyId: string | null
}

/** What should hold of everything that was taught, kept by hand beside the server. */
class Course {
  readonly #w: World
  readonly #run = randomUUID().slice(0, 8)
  readonly #students: Student[] = []
  readonly #lessons: string[] = []
  readonly #corrections: string[] = []
  readonly #whispers: { id: string; chat: string }[] = []
  readonly #uses = new Map<string, number>()

  constructor(w: World) {
    this.#w = w
  }

  async play(script: Step[]): Promise<void> {
    for (const who of cast) this.#students.push(await this.#enrol(who))
    for (const [name, who, which] of script) {
      await this.#act(name, this.#students[who]!, which).catch((error) => {
        // A refusal is a right answer; anything else is a defect.
        if (!(error instanceof Refused) || error.status >= 500) throw error
      })
    }
    for (const student of this.#students) await this.#ask(student)
    await this.#nothingIsLost()
    await this.#ledgerIsRight()
  }

  async #enrol(who: { userId?: string; companyId?: string }): Promise<Student> {
    const userId = who.userId ? `${who.userId}-${this.#run}` : null
    const companyId = who.companyId ? `${who.companyId}-${this.#run}` : null
    const vic = await this.#w.visitor({ ...(userId && { userId }), ...(companyId && { companyId }) })
    return { vic, chat: await vic.open(), userId, companyId }
  }

  async #act(name: Move, student: Student, which: number): Promise<unknown> {
    const { ada } = this.#w
    const one = <T>(all: T[]): T | undefined => all[which % Math.max(1, all.length)]
    const [lesson, correction] = [one(this.#lessons), one(this.#corrections)]
    switch (name) {
      case 'ask':
        return this.#ask(student)
      case 'whisper':
        return this.#whisper(student)
      case 'withdraw': {
        const whisper = one(this.#whispers)
        return whisper && ada.withdraw(whisper.chat, whisper.id)
      }
      case 'correct':
        return this.#correct(student)
      case 'widen':
        return this.#scope(lesson, correction, which % 2 ? 'company' : 'everyone')
      case 'narrow':
        return this.#scope(lesson, correction, 'customer')
      case 'retire': {
        if (which % 2 && correction) return ada.call('DELETE /api/corrections/:id', { params: { id: correction } })
        return lesson && ada.call('DELETE /api/lessons/:id', { params: { id: lesson } })
      }
      case 'restore': {
        if (which % 2 && correction)
          return ada.call('PATCH /api/corrections/:id', { params: { id: correction }, body: { retired: false } })
        return lesson && ada.call('PATCH /api/lessons/:id', { params: { id: lesson }, body: { retired: false } })
      }
      case 'switch':
        return (
          lesson && ada.call('PATCH /api/lessons/:id', { params: { id: lesson }, body: { on: which % 3 === 0 } })
        )
      case 'identify':
        return this.#identify()
    }
  }

  async #whisper({ chat }: Student): Promise<void> {
    this.#whispers.push({ id: (await this.#w.ada.whisper(chat, `softer, ${newId()}`)).id, chat })
    await this.#learnOfLessons(chat)
  }

  /** The last one of the cast tells who they are; what was whispered about them before becomes lessons. */
  async #identify(): Promise<void> {
    const student = this.#students[3]!
    student.userId = `late-${this.#run}`
    await student.vic.call('POST /api/widget/sessions', {
      body: { key: this.#w.halo.widgetKey, token: student.vic.token, userId: student.userId },
    })
    await this.#learnOfLessons(student.chat)
  }

  async #learnOfLessons(chat: string): Promise<void> {
    const { lessons } = await this.#w.ada.transcript(chat)
    for (const { id } of lessons) if (!this.#lessons.includes(id)) this.#lessons.push(id)
  }

  async #correct({ chat, userId }: Student): Promise<void> {
    const { messages, corrections } = await this.#w.ada.transcript(chat)
    const wrong = messages.find(
      ({ id, from }) => from === 'ai' && !corrections.some(({ messageId }) => messageId === id),
    )
    if (!wrong) return
    const id = newId()
    await this.#w.ada.call('POST /api/conversations/:id/messages/:messageId/correction', {
      params: { id: chat, messageId: wrong.id },
      body: {
        id,
        question: `${question} ${this.#run}`,
        answer: `Answer ${id}`,
        scope: userId ? 'customer' : 'everyone',
      },
    })
    this.#corrections.push(id)
  }

  #scope(lesson: string | undefined, correction: string | undefined, scope: Scope): Promise<unknown> {
    if (scope !== 'company' && correction)
      return this.#w.ada.call('PATCH /api/corrections/:id', { params: { id: correction }, body: { scope } })
    return lesson
      ? this.#w.ada.call('PATCH /api/lessons/:id', { params: { id: lesson }, body: { scope } })
      : Promise.resolve()
  }

  /** One question, and whether exactly what should be applied was applied. */
  async #ask(student: Student): Promise<void> {
    const { vic, chat } = student
    const { lessons, corrections } = await this.#everything()
    const open = (await this.#w.ada.transcript(chat)).whispers
      .filter(({ state }) => state === 'waiting')
      .map(({ id }) => id)
    const asked = await vic.say(chat, `${question} ${this.#run}`)
    const answer = await eventually(async () => {
      const { messages } = await vic.transcript(chat)
      return messages.slice(messages.findIndex(({ id }) => id === asked.id)).find(({ from }) => from === 'ai')
    }, 'an answer')
    const given = new Set(answer.text.replace('Given: ', '').split(' ').filter(Boolean))
    for (const id of open) assert.ok(given.has(id), `the waiting whisper ${id} was lost`)
    for (const lesson of lessons) {
      const fromOpen = !!lesson.origin && open.includes(lesson.origin.whisperId)
      assert.equal(
        given.has(lesson.id),
        lesson.on && lesson.retiredAt === null && !fromOpen && covers(lesson, student),
        `lesson ${JSON.stringify(lesson)} for ${student.userId}`,
      )
    }
    const mine = corrections.filter((correction) => correction.retiredAt === null && covers(correction, student))
    const applied = corrections.filter(({ id }) => given.has(id))
    for (const correction of applied)
      assert.ok(mine.includes(correction), `correction ${JSON.stringify(correction)} for ${student.userId}`)
    assert.equal(applied.length, mine.length ? 1 : 0, 'of those that surely fit, one')
    const width = ({ scope }: Correction) => ['customer', 'company', 'everyone'].indexOf(scope)
    if (applied[0]) assert.equal(width(applied[0]), Math.min(...mine.map(width)), 'the narrowest')
    for (const id of given) this.#uses.set(id, (this.#uses.get(id) ?? 0) + 1)
  }

  async #everything(): Promise<{ lessons: Lesson[]; corrections: Correction[] }> {
    const transcripts = await Promise.all(this.#students.map(({ chat }) => this.#w.ada.transcript(chat)))
    return {
      lessons: transcripts.flatMap(({ lessons }) => lessons),
      corrections: transcripts.flatMap(({ corrections }) => corrections),
    }
  }

  /** Everything that was ever taught is still there, in force or retired, and the log tells the same as the rows. */
  async #nothingIsLost(): Promise<void> {
    const { ada } = this.#w
    const { lessons, corrections } = await this.#everything()
    assert.deepEqual(lessons.map(({ id }) => id).sort(), this.#lessons.toSorted())
    assert.deepEqual(corrections.map(({ id }) => id).sort(), this.#corrections.toSorted())
    const rows = [
      ...(await ada.call('GET /api/lessons', { query: {} })).lessons,
      ...(await ada.call('GET /api/lessons', { query: { retired: 'true' } })).lessons,
    ]
    for (const lesson of lessons) {
      const row = rows.find(({ id }) => id === lesson.id)!
      assert.deepEqual(
        [row.text, row.scope, row.on, row.retiredAt],
        [lesson.text, lesson.scope, lesson.on, lesson.retiredAt],
      )
    }
    for (const { chat } of this.#students) {
      const { events } = await ada.call('GET /api/conversations/:id/events', {
        params: { id: chat },
        query: { after: 0 },
      })
      const withdrawn = (events as StoredEvent[]).flatMap((event) =>
        event.type === 'whisper.withdrawn' ? [event.payload.id] : [],
      )
      for (const id of withdrawn) assert.ok(!this.#uses.has(id), 'a withdrawn whisper was never used')
    }
  }

  /** Used is what the provenance of the posted replies says, and nothing else. */
  async #ledgerIsRight(): Promise<void> {
    const rows = await this.#w.halo.ctx.db.reads
      .selectFrom('provenance')
      .select(['kind', 'ref'])
      .where('kind', 'in', ['whisper', 'lesson', 'correction'])
      .execute()
    const told = new Map<string, number>()
    for (const { ref } of rows) told.set(ref, (told.get(ref) ?? 0) + 1)
    for (const id of [...this.#lessons, ...this.#corrections, ...this.#whispers.map(({ id }) => id)])
      assert.equal(told.get(id) ?? 0, this.#uses.get(id) ?? 0, id)
    for (const { id } of this.#whispers) assert.ok((this.#uses.get(id) ?? 0) <= 1, 'a whisper is for one reply')
  }
}

function covers(
  { scope, contact, company }: Pick<Lesson, 'scope' | 'contact' | 'company'>,
  { userId, companyId }: Student,
): boolean {
  if (scope === 'everyone') return true
  if (scope === 'customer') return contact?.name === `User ${userId}`
  return !!companyId && company?.name === `Company ${companyId}`
}
