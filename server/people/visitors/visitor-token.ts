import { createHmac } from 'node:crypto'
import { errors, jwtVerify, SignJWT } from 'jose'
import { firstKey } from './widget-keys.ts'

const audience = 'halo-widget'
const lifetime = 30 * 24 * 60 * 60 * 1000
const rememberedAtMost = 20_000

/** How sure it is who a visitor is: nobody says, their page says, or the site's server proved it. */
export type IdentityLevel = 'anonymous' | 'claimed' | 'proven'

/** `key`: the id of the widget key by which they came in. */
export interface TokenOptions {
  standing: IdentityLevel
  key?: string
  until?: number
}

/** What decides whether a token still lets in. */
export type TokenClaims = Pick<Verified, 'standing' | 'key'>

/** Signed, good for thirty days, or as long as what proved who it is; each new session call hands out a fresh one. */
export async function signVisitorToken(
  secret: string,
  visitorId: string,
  now = Date.now(),
  { standing, key, until = Infinity }: TokenOptions = { standing: 'anonymous' },
): Promise<string> {
  return new SignJWT({ standing, key })
    .setProtectedHeader({ alg: 'HS256' })
    .setSubject(visitorId)
    .setAudience(audience)
    .setExpirationTime(new Date(Math.min(now + lifetime, until)))
    .sign(signingKey(secret))
}

/** Whose token this is; null when it is forged, expired, not one of ours, or no longer admitted. */
export async function readVisitorToken(
  secret: string,
  token: string,
  admits: (pass: TokenClaims) => boolean = () => true,
): Promise<string | null> {
  const remembered = rememberedFor(secret)
  const known = remembered.get(token)
  if (known) return known.expiresAt > Date.now() && admits(known) ? known.visitorId : null
  const verified = await verify(secret, token)
  if (!verified) return null
  // Every request of a visitor brings the same token: verifying it once is enough. The oldest go first.
  if (remembered.size >= rememberedAtMost) remembered.delete(remembered.keys().next().value!)
  remembered.set(token, verified)
  return admits(verified) ? verified.visitorId : null
}

interface Verified {
  visitorId: string
  expiresAt: number
  standing: IdentityLevel
  key: string
}

async function verify(secret: string, token: string): Promise<Verified | null> {
  try {
    const { payload } = await jwtVerify(token, signingKey(secret), {
      audience,
      algorithms: ['HS256'],
      requiredClaims: ['sub', 'exp'],
    })
    // A token from before it said so may be anybody's claim; its visitor comes in anew.
    return {
      visitorId: payload.sub!,
      expiresAt: payload.exp! * 1000,
      standing: (payload.standing as IdentityLevel | undefined) ?? 'claimed',
      key: (payload.key as string | undefined) ?? firstKey,
    }
  } catch (error) {
    if (error instanceof errors.JOSEError) return null
    throw error
  }
}

// One secret signs several kinds of things; a key of its own keeps one kind from passing as another.
const signingKey = (secret: string) => createHmac('sha256', secret).update('visitor token').digest()

const rememberedBySecret = new Map<string, Map<string, Verified>>()

function rememberedFor(secret: string): Map<string, Verified> {
  let remembered = rememberedBySecret.get(secret)
  if (!remembered) rememberedBySecret.set(secret, (remembered = new Map()))
  return remembered
}
