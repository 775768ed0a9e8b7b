import { finished } from 'node:stream'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { networkOf, TooMany } from './limits.ts'

export interface MostUnread {
  visitor: number
  address: number
}

/** Characters of answers that are made and not yet read. One is always made, however long it is. */
const usual: MostUnread = { visitor: 4_000_000, address: 64_000_000 }

/** Who asks for long answers and does not read them holds our memory: so much of it a visitor, and an address, and no more. What is read at once is not felt. */
export function limitUnread(app: FastifyInstance, most: MostUnread = usual): void {
  const unread = new Map<string, number>()
  const add = (who: string, length: number) => {
    const left = (unread.get(who) ?? 0) + length
    if (left > 0) unread.set(who, left)
    else unread.delete(who)
  }
  app.addHook('onSend', async (request, reply, payload) => {
    // Answers of a few words say what is wrong, this among it.
    if (reply.statusCode >= 400 || !(typeof payload === 'string' || Buffer.isBuffer(payload))) return payload
    const { length } = payload
    const readers = readersOf(request, most)
    for (const { who, most, from } of readers) {
      const held = unread.get(who) ?? 0
      if (held > 0 && held + length > most) throw new TooMany(5, from)
    }
    for (const { who } of readers) add(who, length)
    finished(reply.raw, () => readers.forEach(({ who }) => add(who, -length)))
    return payload
  })
}

/** Operators and programs are known, and can be shut out. */
function readersOf({ actor, ip }: FastifyRequest, most: MostUnread) {
  if (actor && actor.kind !== 'visitor') return []
  const address = { who: `address ${networkOf(ip)}`, most: most.address, from: 'this address' }
  return actor ? [{ who: `visitor ${actor.id}`, most: most.visitor, from: 'this visitor' }, address] : [address]
}
