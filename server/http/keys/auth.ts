import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Person } from '../../../protocol/entities.ts'
import type { KeyScope } from '../../../protocol/programs/scopes.ts'
import type { Database } from '../../db/database.ts'
import { NotAllowed } from '../../ground/errors.ts'
import type { RequestContext } from '../../ground/request.ts'
import { findKey, noteUse } from './keys.ts'
import { answerOnce } from './once.ts'
import { createPace } from './pace.ts'

/** A program that calls by its key. `person` is how what it does is signed. */
export interface KeyActor {
  kind: 'key'
  id: string
  person: Person
}

export interface Keys {
  /** Lets in who shows a key that is in force, has the scope, and does not ask too often. */
  authenticate(scope: KeyScope): (request: FastifyRequest, reply: FastifyReply) => Promise<void>
  /** Does the work of this request, or gives the answer that it was given before. */
  once<T>(request: FastifyRequest, asked: RequestContext, work: () => Promise<T> | T): Promise<T>
}

/** `perMinute`: requests that one key may send to this process. */
export function openKeys(db: Database, perMinute: number): Keys {
  const pace = createPace(perMinute)
  return {
    authenticate: (scope) => async (request, reply) => {
      const secret = /^Bearer (halo_sk_[\w-]{43})$/i.exec(request.headers.authorization ?? '')?.[1]
      const key = secret ? await findKey(db.reads, secret) : null
      if (!key)
        throw new NotAllowed(
          'signed_out',
          'This needs an API key that is in force, sent as "Authorization: Bearer halo_sk_…".',
        )
      pace.count(key.id, reply)
      if (!key.scopes.includes(scope))
        throw new NotAllowed(
          'no_scope',
          `This key has not the scope ${scope}. Make one that has, under Workspace, API keys.`,
        )
      await noteUse(db, key)
      request.actor = { kind: 'key', id: key.id, person: { id: key.id, name: key.name, image: null } }
    },
    once: (request, asked, work) => answerOnce(db, request, asked, work),
  }
}
