import { SignJWT } from 'jose'
import { newId } from '../server/ground/context.ts'
import type { OperatorClient } from './world.ts'

export type Signer = (claims: Record<string, unknown>) => Promise<string>
const signers = new WeakMap<OperatorClient, Promise<Signer>>()

/** What the server of a site does for its signed-in users: signs what is true of them. One secret for each world. */
export function signer({ ada }: { ada: OperatorClient }): Promise<Signer> {
  const known = signers.get(ada) ?? open(ada)
  signers.set(ada, known)
  return known
}

async function open(ada: OperatorClient): Promise<Signer> {
  const { secret } = await ada.call('POST /api/identity/secrets', { body: { id: newId() } })
  const key = new TextEncoder().encode(secret)
  return (claims) => new SignJWT(claims).setProtectedHeader({ alg: 'HS256' }).setExpirationTime('1h').sign(key)
}

interface Named {
  userId?: string
  companyId?: string
  companyTraits?: object
}

/** The claim with a token over who it is and which company they are of. */
export async function proven<T extends Named>(
  w: { ada: OperatorClient },
  claim: T,
): Promise<T & { userToken: string }> {
  const sign = await signer(w)
  const { userId, companyId, companyTraits } = claim
  return {
    ...claim,
    userToken: await sign({
      user_id: userId,
      ...(companyId && { company_id: companyId }),
      ...(companyTraits && { company_traits: companyTraits }),
    }),
  }
}
