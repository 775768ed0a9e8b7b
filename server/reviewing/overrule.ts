import type { Outcome, Person } from '../../protocol/entities.ts'
import type { OutcomeKind } from '../../protocol/review/shapes.ts'
import type { Context } from '../ground/context.ts'
import { change, type Change } from '../events/log.ts'
import { mustBeOver } from '../conversations/complete.ts'

/** An operator decides otherwise than the rule. The rule's own word and its evidence stay; saying the same again changes nothing. */
export function overruleOutcome(
  ctx: Context,
  by: Person,
  conversationId: string,
  { kind, reason }: { kind: OutcomeKind; reason: string },
): Promise<Outcome> {
  return change(ctx, { kind: 'operator', id: by.id }, conversationId, async (change) => {
    const outcome = outcomeOf(change)
    const rule = outcome.overruled?.rule ?? outcome.kind
    if (outcome.kind === kind && outcome.overruled?.reason === reason) return outcome
    return record(change, { kind, evidence: outcome.evidence, overruled: { rule, reason, by, at: change.at } })
  })
}

/** The rule's outcome holds again. */
export function restoreOutcome(ctx: Context, by: Person, conversationId: string): Promise<Outcome> {
  return change(ctx, { kind: 'operator', id: by.id }, conversationId, async (change) => {
    const outcome = outcomeOf(change)
    return outcome.overruled
      ? record(change, { kind: outcome.overruled.rule, evidence: outcome.evidence })
      : outcome
  })
}

function outcomeOf(change: Change): Outcome {
  mustBeOver(change)
  return change.conversation.outcome!
}

function record(change: Change, outcome: Outcome): Outcome {
  change.record('outcome.overruled', { outcome })
  return outcome
}
