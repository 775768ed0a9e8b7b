import { randomBytes } from 'node:crypto'
import { keepSetting, readSetting } from '../../db/settings.ts'
import { errors, jwtVerify, type JWTPayload } from 'jose'
import type { Kysely } from 'kysely'
import { mostSecrets, type Identity } from '../../../protocol/people/identity.ts'
import { CompanyTraits, reservedKeys, UserTraits } from '../../../protocol/people/shapes.ts'
import { stampOfSetting } from '../../db/stamp.ts'
import { followTopic } from '../../events/follow-topic.ts'
import type { Context } from '../../ground/context.ts'
import type { Schema } from '../../db/schema.ts'
import { Conflict, NotAllowed } from '../../ground/errors.ts'
import { Sealed, type Seal } from '../../ground/seal.ts'
import type { IdentityLevel } from './visitor-token.ts'

const key = 'identity'
const topic = 'identity'

/** Two clocks that are both right may differ by this many seconds. */
const tolerance = 30
/** A token may be good for this many seconds: one that is found in a log or a browser must not open a door for months. */
const longest = 24 * 60 * 60

interface Kept {
  required: boolean
  secrets: { id: string; sealed: string; hint: string; at: number }[]
}

/** What a valid token proves: traits that nobody else can change, and until when. */
export interface Proof {
  traits: UserTraits
  companyId: string | null
  companyTraits: CompanyTraits
  until: number
}

/**
 * Whether sites must prove who their visitors are. A site's server signs a token (JWT, HS256, RFC 7519) over the user id that its page names; `exp` is
 * required, `sub` may stand in for `user_id`, and every other claim is a proven trait.
 */
export class IdentityCheck {
  readonly #ctx: Context
  readonly #seal: Seal
  readonly #changed: () => void
  #kept: Kept = { required: false, secrets: [] }
  stop = () => {}

  /** `changed`: whoever was let in should be asked again. */
  constructor(ctx: Context, seal: Seal, changed: () => void) {
    this.#ctx = ctx
    this.#seal = seal
    this.#changed = changed
  }

  async start(): Promise<void> {
    const load = () => this.#read().then(this.#changed)
    this.stop = await followTopic(this.#ctx, { topic, load, stamp: () => stampOfSetting(this.#ctx.db.reads, key) })
  }

  get identity(): Identity {
    return {
      required: this.#kept.required,
      secrets: this.#kept.secrets.map(({ id, hint, at }) => ({ id, hint, at })),
    }
  }

  /** Whether a visitor who came in like this may go on: once proof is demanded, a mere claim is over. */
  readonly admits = (standing: IdentityLevel): boolean => !this.#kept.required || standing !== 'claimed'

  /** Null when nothing is proven and nothing need be. Throws `identity_required`, `identity_expired` or `identity_invalid`, each 403. */
  async prove({ userId, userToken }: { userId?: string; userToken?: string }): Promise<Proof | null> {
    if (userId === undefined) return null
    if (!userToken) {
      if (this.#kept.required)
        throw new NotAllowed(
          'identity_required',
          'This site must prove who its visitors are: pass a userToken that your server signed, or leave userId out.',
        )
      return null
    }
    const payload = await this.#verify(userToken)
    if (
      typeof payload === 'object' &&
      namedIn(payload) === userId &&
      payload.exp! <= Date.now() / 1000 + longest + tolerance
    )
      return proofOf(payload)
    if (!this.#kept.required) return null
    throw payload === 'expired'
      ? new NotAllowed('identity_expired', 'The userToken has expired. Sign a new one on your server.')
      : new NotAllowed(
          'identity_invalid',
          'The userToken proves nothing: it must be signed with HS256 and an identity secret of this Halo, hold the same user_id as the page, and expire within 24 hours.',
        )
  }

  async require(required: boolean): Promise<Identity> {
    return this.#write((kept) => {
      if (required && !kept.secrets.length)
        throw new Conflict(
          'no_secret',
          'Make a secret first, and sign with it: otherwise nobody could prove anything.',
        )
      return { ...kept, required }
    })
  }

  async addSecret(id: string): Promise<{ secret: string; identity: Identity }> {
    const secret = `halo_secret_${randomBytes(32).toString('base64url')}`
    const identity = await this.#write((kept) => {
      if (kept.secrets.length >= mostSecrets)
        throw new Conflict(
          'two_secrets',
          'There are two secrets. Remove the one that no server signs with any more.',
        )
      return {
        ...kept,
        secrets: [...kept.secrets, { id, sealed: this.#seal.seal(secret), hint: secret.slice(-4), at: Date.now() }],
      }
    })
    return { secret, identity }
  }

  removeSecret(id: string): Promise<Identity> {
    return this.#write((kept) => {
      const secrets = kept.secrets.filter((secret) => secret.id !== id)
      if (kept.required && !secrets.length)
        throw new Conflict(
          'last_secret',
          'This is the last secret, and proof is demanded. Make another one, or demand none.',
        )
      return { ...kept, secrets }
    })
  }

  async #verify(token: string): Promise<JWTPayload | 'expired' | 'invalid'> {
    let why: 'expired' | 'invalid' = 'invalid'
    for (const { sealed } of this.#kept.secrets) {
      try {
        // The algorithm is ours to say: a token that names its own could name "none".
        const { payload } = await jwtVerify(token, new TextEncoder().encode(this.#seal.open(sealed)), {
          algorithms: ['HS256'],
          requiredClaims: ['exp'],
          clockTolerance: tolerance,
        })
        return payload
      } catch (error) {
        // Sealed under another secret, it proves nobody; the start has said so.
        if (error instanceof Sealed) continue
        if (!(error instanceof errors.JOSEError)) throw error
        if (error instanceof errors.JWTExpired) why = 'expired'
      }
    }
    return why
  }

  async #read(): Promise<void> {
    this.#kept = await readKept(this.#ctx.db.reads)
  }

  async #write(change: (kept: Kept) => Kept): Promise<Identity> {
    this.#kept = await this.#ctx.db.write(async (trx) => {
      const kept = change(await readKept(trx, this.#ctx.db.dialect === 'postgres'))
      await keepSetting(trx, key, kept)
      return kept
    })
    this.#ctx.bus.publish(topic, {})
    return this.identity
  }
}

const readKept = async (db: Kysely<Schema>, lock = false): Promise<Kept> =>
  (await readSetting<Kept>(db, key, lock)) ?? { required: false, secrets: [] }

/** Sites count their users, and write the number as it is; the page said it as text. */
function namedIn({ user_id, sub }: JWTPayload): unknown {
  const name = user_id ?? sub
  return typeof name === 'number' ? String(name) : name
}

/** Claims of the format itself (RFC 7519, section 4.1), and those that say who it is about. */
const notTraits = new Set(['iss', 'sub', 'aud', 'exp', 'nbf', 'iat', 'jti', ...reservedKeys])

/** As of users, a site may count its companies. */
function companyIn(claim: unknown): string | null {
  const id = Number.isSafeInteger(claim) ? String(claim) : (claim ?? '')
  if (typeof id !== 'string' || id.length > 200)
    throw new NotAllowed(
      'identity_invalid',
      'The company_id of this userToken is no id: a text of at most 200 characters, or a whole number.',
    )
  return id || null
}

function proofOf({ exp, company_id, company_traits = {}, ...claims }: JWTPayload): Proof {
  const traits = UserTraits.safeParse(
    Object.fromEntries(Object.entries(claims).filter(([name]) => !notTraits.has(name))),
  )
  const companyTraits = CompanyTraits.safeParse(company_traits)
  if (!traits.success || !companyTraits.success)
    throw new NotAllowed(
      'identity_invalid',
      'The claims of this userToken are no traits: plain JSON, at most 100 keys and 10 kB.',
    )
  return {
    traits: traits.data,
    companyId: companyIn(company_id),
    companyTraits: companyTraits.data,
    until: exp! * 1000,
  }
}
