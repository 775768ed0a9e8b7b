import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { Transcript } from '../../protocol/entities.ts'
import { newId } from '../../server/ground/context.ts'
import { seed, sized } from '../size.ts'
import { eventually, Refused, world, type OperatorClient, type World } from '../world.ts'

const judge = fc.constantFrom<'ada' | 'ben' | 'vic'>('ada', 'ben', 'vic')
const act = fc.oneof(
  fc.record({
    kind: fc.constant('rate' as const),
    who: judge,
    which: fc.nat(1),
    vote: fc.constantFrom<'up' | 'down'>('up', 'down'),
  }),
  fc.record({ kind: fc.constant('clear' as const), who: judge, which: fc.nat(1) }),
  fc.record({ kind: fc.constant('note' as const), who: judge, text: fc.constantFrom('', 'short', 'long') }),
  fc.record({
    kind: fc.constant('overrule' as const),
    who: judge,
    outcome: fc.constantFrom<'resolved' | 'escalated' | 'no_question' | null>(
      'resolved',
      'escalated',
      'no_question',
      null,
    ),
  }),
  fc.record({ kind: fc.constant('review' as const), who: judge, on: fc.boolean() }),
  fc.record({ kind: fc.constant('correct' as const), who: judge, which: fc.nat(1) }),
  fc.record({ kind: fc.constant('end' as const), who: judge }),
)
type Act = typeof act extends fc.Arbitrary<infer T> ? T : never

test('however a conversation is judged, live or over, by several at once: one vote a person, true counts, a score that is its sum, one picture for all', async () => {
  await using w = await world({
    overrides: { timing: { closeGraceMs: 100, leaveGraceMs: 50, sweepIntervalMs: 40 } },
  })
  const ben = await w.ben()
  await fc.assert(
    // Those of one step are done at the same time.
    fc.asyncProperty(
      fc.array(fc.array(act, { minLength: 1, maxLength: 3 }), { minLength: 3, maxLength: 10 }),
      (script) => play(w, ben, script),
    ),
    { numRuns: sized({ little: 6, short: 12, full: 150 }), seed, endOnFailure: true },
  )
})

async function play(w: World, ben: OperatorClient, script: Act[][]): Promise<void> {
  const vic = await w.visitor()
  const chat = await vic.open()
  for (const [count, text] of ['How do I pause my subscription?', 'What does shipping cost?'].entries()) {
    await vic.say(chat, text)
    await eventually(
      async () => (await vic.transcript(chat)).messages.filter(({ from }) => from === 'ai').length > count,
      'the answer',
    )
  }
  const answers = (await vic.transcript(chat)).messages.filter(({ from }) => from === 'ai').map(({ id }) => id)
  const line = await w.ada.connect()
  await line.follow(chat)
  const over = async () => (await w.ada.transcript(chat)).conversation.status === 'completed'

  const one = async (each: Act): Promise<unknown> => {
    const who = each.who === 'ada' ? w.ada : ben
    const params = { id: chat }
    switch (each.kind) {
      case 'rate':
        return each.who === 'vic'
          ? vic.rate(chat, answers[each.which]!, each.vote)
          : who.rate(chat, answers[each.which]!, each.vote)
      case 'clear':
        return each.who === 'vic'
          ? vic.clearRating(chat, answers[each.which]!)
          : who.clearRating(chat, answers[each.which]!)
      case 'note':
        return who.call('PUT /api/conversations/:id/note', { params, body: { text: each.text } })
      case 'overrule':
        return each.outcome
          ? who.call('PUT /api/conversations/:id/outcome', {
              params,
              body: { kind: each.outcome, reason: 'I know better' },
            })
          : who.call('DELETE /api/conversations/:id/outcome', { params })
      case 'review':
        return who.call(each.on ? 'PUT /api/conversations/:id/review' : 'DELETE /api/conversations/:id/review', {
          params,
        })
      case 'correct':
        return correct(who, answers[each.which]!)
      case 'end': {
        await vic.leave(chat)
        return eventually(over, 'the end')
      }
    }
  }
  const correct = (who: OperatorClient, messageId: string) =>
    who.call('POST /api/conversations/:id/messages/:messageId/correction', {
      params: { id: chat, messageId },
      body: { id: newId(), question: 'How?', answer: 'So.', scope: 'everyone' },
    })

  for (const step of script)
    await Promise.all(
      step.map((each) =>
        one(each).catch((error) => {
          if (!(error instanceof Refused) || error.status !== 409) throw error
        }),
      ),
    )
  // What is thought of the last message is read a little later.
  const fresh = await eventually(async () => {
    const now = await w.ada.transcript(chat)
    const asked = now.messages.findLast(({ from }) => from === 'visitor')!
    return now.moods.some(({ messageId }) => messageId === asked.id) && line.picture(chat).upTo === now.upTo && now
  }, 'a still log')
  assert.deepEqual(line.picture(chat), fresh)
  mustBeTrue(fresh)
  line.close()
}

function mustBeTrue({ conversation, ratings, notes, corrections }: Transcript): void {
  const voters = ratings.map(({ messageId, by }) => `${messageId} ${by?.id ?? 'visitor'}`)
  assert.equal(new Set(voters).size, voters.length, 'one vote a person and message')
  const count = (vote: string) => ratings.filter((rating) => rating.vote === vote).length
  assert.deepEqual(conversation.ratings, { up: count('up'), down: count('down') })
  assert.equal(new Set(notes.map(({ by }) => by.id)).size, notes.length, 'one note a person')
  assert.deepEqual(
    [...conversation.corrected].sort(),
    corrections
      .filter(({ retiredAt }) => retiredAt === null)
      .map(({ messageId }) => messageId)
      .sort(),
  )
  const { status, outcome, score, reviewed } = conversation
  if (status === 'live') return assert.deepEqual([outcome, score, reviewed], [null, null, null])
  assert.equal(score === null, outcome!.kind === 'no_question')
  if (score)
    assert.equal(
      score.parts.reduce((sum, { points }) => sum + points, 0),
      score.points,
    )
}
