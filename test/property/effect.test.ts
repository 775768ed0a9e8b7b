import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { TaughtChange } from '../../protocol/teaching/replay.ts'
import { newId } from '../../server/ground/context.ts'
import { wordsUnder } from '../../server/replaying/answer-under.ts'
import { effectOf } from '../../server/replaying/effect.ts'
import { findScene } from '../../server/replaying/replay.ts'
import { inForce } from '../../server/replies/turn.ts'
import { seed, sized } from '../size.ts'
import { eventually, world, type World } from '../world.ts'

const questions = [
  'What is your refund policy?',
  'How long does shipping take?',
  'Do you ship to Norway?',
  'How much does shipping cost to Switzerland?',
  'Can I change my delivery address?',
  'How many beans does the silver grinder hold?',
  'How do I pause my subscription?',
  'How can I cancel my subscription?',
  'When will the next box be sent?',
  'Is there a student discount?',
  'hello',
  'and how long does that take?',
]
const texts = [
  'tell them that shipping to Norway takes two weeks',
  'mention the subscription',
  "don't mention refunds",
  'keep it short',
  'offer a voucher for shipping',
  'be careful with promises',
]
const kinds = [
  'correct',
  'reword',
  'uncorrect',
  'lesson',
  'unlesson',
  'guidance',
  'article',
  'unarticle',
  'instruct',
] as const
const change = fc.tuple(fc.constantFrom(...kinds), fc.nat(100), fc.nat(100))
const forAll = { scope: 'everyone', contactId: null } as const

test('before something is taught it is known exactly which of the answers given will be others, and which', async () => {
  await using w = await world()
  await talk(w)
  await fc.assert(
    fc.asyncProperty(fc.array(change, { minLength: 3, maxLength: 8 }), async (script) => {
      for (const [kind, which, other] of script) await predict(w, kind, which, other)
    }),
    { numRuns: sized({ little: 2, short: 8, full: 60 }), seed, endOnFailure: true },
  )
})

/** Some conversations of several questions each. */
async function talk(w: World): Promise<void> {
  for (let first = 0; first < questions.length; first += 2) {
    const vic = await w.visitor()
    const chat = await vic.open()
    for (const offset of [0, 5, 7]) {
      const asked = await vic.say(chat, questions[(first + offset) % questions.length]!)
      await eventually(
        async () => (await vic.transcript(chat)).messages.some(({ from, seq }) => from === 'ai' && seq > asked.seq),
        'an answer',
      )
    }
  }
}

async function predict(w: World, kind: (typeof kinds)[number], which: number, other: number): Promise<void> {
  const planned = await plan(w, kind, which, other)
  if (!planned) return
  const before = await answersNow(w)
  const effect = await effectOf(w.halo.ctx, [planned.change], Infinity)
  assert.deepEqual(await answersNow(w), before, 'looking changes nothing')
  await planned.teach()
  const after = await answersNow(w)
  const actual = [...after].filter(([id, text]) => text !== before.get(id))
  assert.deepEqual(
    new Map(effect.answers.map(({ messageId, after }) => [messageId, after])),
    new Map(actual),
    JSON.stringify(planned.change),
  )
  assert.equal(effect.changed, actual.length)
  assert.equal(effect.looked, before.size)
}

interface Planned {
  change: TaughtChange
  teach(): Promise<unknown>
}

async function plan(w: World, kind: (typeof kinds)[number], which: number, other: number): Promise<Planned | null> {
  const { ada } = w
  const one = <T>(all: T[]): T | undefined => all[other % Math.max(1, all.length)]
  const question = questions[which % questions.length]!
  const text = texts[which % texts.length]!
  const id = newId()
  const answer = `What holds is ${which}-${other}.`
  switch (kind) {
    case 'correct': {
      const body = { id, question: other % 2 ? question : `${question} Please, exactly.`, answer }
      return {
        change: { kind: 'correction', ...body, ...forAll },
        teach: () => ada.call('POST /api/corrections', { body: { ...body, scope: 'everyone' } }),
      }
    }
    case 'reword': {
      const known = one((await ada.call('GET /api/corrections', { query: {} })).corrections)
      if (!known) return null
      const said = { question: other % 3 ? known.question : question, answer }
      return {
        change: { kind: 'correction', id: known.id, ...said, ...forAll },
        teach: () => ada.call('PATCH /api/corrections/:id', { params: { id: known.id }, body: said }),
      }
    }
    case 'uncorrect': {
      const known = one((await ada.call('GET /api/corrections', { query: {} })).corrections)
      return known
        ? {
            change: { kind: 'without', of: 'correction', id: known.id },
            teach: () => ada.call('DELETE /api/corrections/:id', { params: { id: known.id } }),
          }
        : null
    }
    case 'lesson':
      return {
        change: { kind: 'lesson', id, text, on: true, ...forAll },
        teach: () => ada.call('POST /api/lessons', { body: { id, text, scope: 'everyone' } }),
      }
    case 'unlesson': {
      const known = one((await ada.call('GET /api/lessons', { query: {} })).lessons)
      return known
        ? {
            change: { kind: 'without', of: 'lesson', id: known.id },
            teach: () => ada.call('DELETE /api/lessons/:id', { params: { id: known.id } }),
          }
        : null
    }
    case 'guidance': {
      const on = other % 4 !== 0
      return {
        change: { kind: 'guidance', id, text, on },
        teach: () => ada.call('PUT /api/guidance/:id', { params: { id }, body: { text, on } }),
      }
    }
    case 'article': {
      const body = { title: question.replace('?', ''), body: `${answer} It takes ${other} days.`, url: null }
      return {
        change: { kind: 'article', id, ...body },
        teach: async () => {
          await ada.call('PUT /api/articles/:id', { params: { id }, body })
          await known(w, id, true)
        },
      }
    }
    case 'unarticle': {
      const article = one((await ada.call('GET /api/articles')).articles)
      return article
        ? {
            change: { kind: 'without', of: 'article', id: article.id },
            teach: async () => {
              await ada.call('DELETE /api/articles/:id', { params: { id: article.id } })
              await known(w, article.id, false)
            },
          }
        : null
    }
    case 'instruct':
      return {
        change: { kind: 'instructions', text },
        teach: () => ada.call('PUT /api/instructions', { body: { text } }),
      }
  }
}

/** The index hears of an article a moment after it was stored. */
const known = (w: World, id: string, isThere: boolean) =>
  eventually(async () => w.halo.ctx.knowledge.has(id) === isThere, 'the index knows')

/** What would be said today to every question that was asked. */
async function answersNow({ halo: { ctx } }: World): Promise<Map<string, string>> {
  const rows = await ctx.db.reads
    .selectFrom('messages')
    .select(['id', 'conversation_id'])
    .where('sender', '=', 'ai')
    .orderBy('id')
    .execute()
  const texts = new Map<string, string>()
  for (const { id, conversation_id } of rows) {
    const { scene } = await findScene(ctx, conversation_id, id)
    texts.set(id, (await wordsUnder(ctx, scene, inForce(ctx))).text)
  }
  return texts
}
