/** What an API key may do, noun by noun; free of the schema library, because screens ask too. Writing does not include reading. */
export const scopes = [
  'conversations:read',
  'conversations:write',
  'supervision:read',
  'supervision:write',
  'tickets:read',
  'tickets:write',
  'contacts:read',
  'contacts:write',
  'knowledge:read',
  'knowledge:write',
  'agents:read',
  'agents:write',
  'privacy:read',
  'privacy:write',
  'events:read',
  'webhooks:read',
  'webhooks:write',
] as const
export type KeyScope = (typeof scopes)[number]
