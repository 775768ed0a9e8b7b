import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { OutcomeKind } from '../../protocol/entities.ts'
import { scoreOf, type Scored } from './score.ts'

const quiet: Scored = {
  moodAtStart: 0,
  moodAtEnd: 0,
  outcome: 'abandoned',
  visitorVotes: { up: 0, down: 0 },
  operatorVotes: { up: 0, down: 0 },
  corrections: 0,
  confidence: null,
}
const pointsOf = (change: Partial<Scored>) => scoreOf({ ...quiet, ...change })!.points

test('everything that speaks for the AI gives 100, everything against it 0', () => {
  assert.equal(
    pointsOf({
      moodAtStart: -1,
      moodAtEnd: 1,
      outcome: 'resolved',
      visitorVotes: { up: 3, down: 0 },
      confidence: 100,
    }),
    100,
  )
  assert.equal(
    pointsOf({
      moodAtStart: 1,
      moodAtEnd: -1,
      outcome: 'abandoned',
      operatorVotes: { up: 0, down: 5 },
      corrections: 4,
      confidence: 0,
    }),
    0,
  )
})

test('silence after an answer costs ten points, a thumb of the visitor is worth more than one of ours', () => {
  assert.equal(pointsOf({}), 40)
  assert.equal(pointsOf({ visitorVotes: { up: 0, down: 1 } }), 36)
  assert.equal(pointsOf({ operatorVotes: { up: 0, down: 1 } }), 37)
})

test('who asked nothing leaves nothing to score', () => {
  assert.equal(scoreOf({ ...quiet, outcome: 'no_question' }), null)
})

test('the score is the sum of its parts, a whole number from 0 to 100, and better news never lowers it', () => {
  const mood = fc.double({ min: -1, max: 1, noNaN: true })
  const votes = fc.record({ up: fc.nat(20), down: fc.nat(20) })
  const scored: fc.Arbitrary<Scored> = fc.record({
    moodAtStart: fc.option(mood),
    moodAtEnd: mood,
    outcome: fc.constantFrom<OutcomeKind>('resolved', 'escalated', 'answered', 'abandoned'),
    visitorVotes: votes,
    operatorVotes: votes,
    corrections: fc.nat(20),
    confidence: fc.option(fc.double({ min: 0, max: 100, noNaN: true })),
  })
  fc.assert(
    fc.property(scored, (of) => {
      const { points, parts } = scoreOf(of)!
      assert.equal(
        parts.reduce((sum, part) => sum + part.points, 0),
        points,
      )
      assert.ok(Number.isInteger(points) && points >= 0 && points <= 100, String(points))
      assert.ok(parts.every((part) => !Object.is(part.points, -0) && part.says))
      assert.ok(pointsOf({ ...of, outcome: 'resolved' }) >= points)
      assert.ok(pointsOf({ ...of, visitorVotes: { ...of.visitorVotes, up: of.visitorVotes.up + 1 } }) >= points)
      assert.ok(pointsOf({ ...of, corrections: of.corrections + 1 }) <= points)
    }),
  )
})
