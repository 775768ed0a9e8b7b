/** One short conversation, and what a support lead would want of it. */
export interface Script {
  says: string[]
  /** Whether the team should have a ticket of it. */
  ticket: boolean
  /** Kinds of alert that are true of it, beside those that follow from a ticket. */
  alerts?: ('sentiment' | 'human')[]
}
