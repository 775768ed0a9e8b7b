import type { Halo, Options } from '../widget/halo.d.ts'

/** What a page says of its visitor, as far as it may change while the chat is there. */
export type Told = Pick<Options, 'userId' | 'userTraits' | 'userToken' | 'companyId' | 'companyTraits' | 'context'>

export const pick = ({ userId, userTraits, userToken, companyId, companyTraits, context }: Told): Told => ({
  userId,
  userTraits,
  userToken,
  companyId,
  companyTraits,
  context,
})

/** Says to the chat only what has changed. */
export function tell(halo: Halo, told: Told, now: Told): void {
  const another = now.userId !== told.userId
  // The chat forgets company and context of the one before.
  const before: Told = another && told.userId ? {} : told
  const token = now.userToken !== before.userToken ? now.userToken : undefined
  if (now.userId && (another || token || differ(before.userTraits, now.userTraits)))
    halo.identify(now.userId, now.userTraits, token ? { userToken: token } : undefined)
  if (now.companyId && (now.companyId !== before.companyId || differ(before.companyTraits, now.companyTraits)))
    halo.identifyCompany(now.companyId, now.companyTraits)
  for (const key of Object.keys(before.context ?? {})) if (!now.context?.[key]) halo.clearContext(key)
  for (const [key, entry] of Object.entries(now.context ?? {}))
    if (differ(before.context?.[key], entry)) halo.setContext(key, entry)
}

const differ = (before: unknown, now: unknown) => JSON.stringify(before) !== JSON.stringify(now)
