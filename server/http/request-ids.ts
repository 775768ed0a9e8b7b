import { randomBytes } from 'node:crypto'
import type { FastifyInstance } from 'fastify'

const process = randomBytes(5).toString('base64url')
let count = 0

/** Unique across processes and restarts, so that an id leads to one line of the log. */
export const newRequestId = (): string => `${process}-${(++count).toString(36)}`

/** Every answer carries it, also a refusal and a file: whoever reports something can say which request it was. */
export function nameRequests(app: FastifyInstance): void {
  app.addHook('onRequest', async (request, reply) => {
    void reply.header('x-request-id', request.id)
  })
}
