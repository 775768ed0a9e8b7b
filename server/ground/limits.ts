/**
 * Calls in a minute, unless a setting says otherwise. `sessions`, `setup` and `calls` count by address and are generous where a whole office, or a school, shares one; `visitor` counts all
 * calls of one visitor, `messages` what they write, and `persons` how often a person is called for visitors of one network within ten minutes, whoever calls. Of sign-ins only the failed ones count: `failedSignIns` by address, and from `wrongPasswords` of one account on, each further try waits longer.
 */
export interface Limits {
  sessions: number
  setup: number
  calls: number
  visitor: number
  messages: number
  persons: number
  failedSignIns: number
  wrongPasswords: number
}

/** Messages that a visitor may write into one conversation. */
export const longestConversation = 2_000

export const limits: Limits = {
  sessions: 6_000,
  setup: 60,
  calls: 120_000,
  visitor: 1_200,
  messages: 60,
  persons: 30,
  failedSignIns: 20,
  wrongPasswords: 10,
}
