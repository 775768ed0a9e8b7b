/** What happens at the operators' door. For the audit alone: no conversation, no widget and no program is told, and none of it holds a password, a code or a token. */
export const accountEvents = {
  'session.began': 'Signed in',
  'session.refused': 'Tried to sign in with a wrong password',
  'session.ended': 'Signed out',
  'account.locked': 'Tried so many wrong passwords or codes that the account waits',
  'factor.asked': 'Knew the password, and was asked for the second factor',
  'factor.refused': 'Tried a wrong code of the second factor',
  'factor.enabled': 'Switched two-factor on',
  'factor.disabled': 'Switched two-factor off',
  'codes.renewed': 'Made new recovery codes',
  'reset.asked': 'Asked for a link to choose another password',
  'password.changed': 'Changed their password',
  'password.refused': 'Signed in already, gave a wrong password',
} as const
export type AccountEvent = keyof typeof accountEvents

/** Whoever guesses could do it without end: one entry for each account, address and quarter of an hour, with a count. */
export const repeatable: ReadonlySet<AccountEvent> = new Set<AccountEvent>([
  'session.refused',
  'account.locked',
  'factor.asked',
  'factor.refused',
  'password.refused',
  'reset.asked',
])
