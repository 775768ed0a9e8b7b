import { createHmac } from 'node:crypto'
import { errors, jwtVerify, SignJWT } from 'jose'

const audience = 'halo-widget'
const lifetime = 30 * 24 * 60 * 60 * 1000
const rememberedAtMost = 20_000

/** Signed, good for thirty days; each new session call hands out a fresh one. */
export async function signVisitorToken(secret: string, visitorId: string, now = Date.now()): Promise<string> {
  return new SignJWT()
    .setProtectedHeader({ alg: 'HS256' })
    .setSubject(visitorId)
    .setAudience(audience)
    .setExpirationTime(new Date(now + lifetime))
    .sign(signingKey(secret))
}

/** Whose token this is; null when it is forged, expired or not one of ours. */
export async function readVisitorToken(secret: string, token: string): Promise<string | null> {
  const remembered = rememberedFor(secret)
  const known = remembered.get(token)
  if (known) return known.expiresAt > Date.now() ? known.visitorId : null
  const verified = await verify(secret, token)
  if (!verified) return null
  // Every request of a visitor brings the same token: verifying it once is enough. The oldest go first.
  if (remembered.size >= rememberedAtMost) remembered.delete(remembered.keys().next().value!)
  remembered.set(token, verified)
  return verified.visitorId
}

interface Verified { visitorId: string; expiresAt: number }

async function verify(secret: string, token: string): Promise<Verified | null> {
  try {
    const { payload } = await jwtVerify(token, signingKey(secret), { audience, algorithms: ['HS256'], requiredClaims: ['sub', 'exp'] })
    return { visitorId: payload.sub!, expiresAt: payload.exp! * 1000 }
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
