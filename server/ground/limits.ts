/**
 * Calls in a minute, unless a setting says otherwise. `sessions`, `setup` and `calls` count by address and are generous where a whole office, or a school, shares one; `visitor` counts all
 * calls of one visitor. Of sign-ins only the failed ones count: `failedSignIns` by address, and from `wrongPasswords` of one account on, each further try waits longer.
 */
export interface Limits {
  sessions: number
  setup: number
  calls: number
  visitor: number
  failedSignIns: number
  wrongPasswords: number
}

export const limits: Limits = {
  sessions: 6_000,
  setup: 60,
  calls: 120_000,
  visitor: 1_200,
  failedSignIns: 20,
  wrongPasswords: 10,
}
