import assert from 'node:assert/strict'
import { once } from 'node:events'
import { connect } from 'node:net'
import { test } from 'node:test'
import { NotFound } from '../../server/ground/errors.ts'
import { signVisitorToken } from '../../server/people/visitors/visitor-token.ts'
import { openDoor } from '../door.ts'
import { eventually } from '../world.ts'

// Whoever asks for long answers and does not read them holds our memory.

/** Longer than what the system itself keeps of a line that nobody reads. */
const long = 20_000_000
const answer = { text: 'x'.repeat(long) }

async function doorOf(unread: { visitor: number; address: number }) {
  const door = await openDoor({ unread, checkReplies: false })
  door.routes.on('GET /api/widget/conversations/:id', ({ input }) => {
    if (input.params.id === 'conversation-none') throw new NotFound('There is no such conversation')
    return answer as never
  })
  const url = await door.listen()
  const headersOf = async (visitor: string) => ({
    authorization: `Bearer ${await signVisitorToken(door.secret, visitor)}`,
  })
  return {
    door,
    /** Asks and reads nothing until it is cut. */
    async leaveUnread(visitor: string) {
      const { hostname, port } = new URL(url)
      const socket = connect(Number(port), hostname).pause()
      await once(socket, 'connect')
      const { authorization } = await headersOf(visitor)
      socket.write(
        `GET /api/widget/conversations/conversation-1 HTTP/1.1\r\nhost: ${hostname}\r\nauthorization: ${authorization}\r\n\r\n`,
      )
      return socket
    },
    async read(visitor: string, id = 'conversation-1') {
      const answered = await fetch(`${url}/api/widget/conversations/${id}`, { headers: await headersOf(visitor) })
      return { status: answered.status, length: (await answered.text()).length, headers: answered.headers }
    },
  }
}

test('a visitor has so much unread and no more, and is answered again once it is read or gone', async () => {
  const { door, leaveUnread, read } = await doorOf({ visitor: long * 2.5, address: long * 100 })
  await using _ = door
  assert.ok((await read('vic')).length > long, 'one is always made')
  const sockets = [await leaveUnread('vic'), await leaveUnread('vic')]
  await eventually(async () => (await read('vic')).status === 429, 'a third to be refused')
  const { headers } = await read('vic')
  assert.equal(headers.get('retry-after'), '5')
  assert.equal((await read('vic', 'conversation-none')).status, 404, 'short answers say what is wrong')
  assert.equal((await read('eve')).status, 200, 'others are answered')
  for (const socket of sockets) socket.destroy()
  await eventually(async () => (await read('vic')).status === 200, 'an answer when they are gone')
})

test('many visitors of one address have so much unread together', async () => {
  const { door, leaveUnread, read } = await doorOf({ visitor: long * 2.5, address: long * 3.5 })
  await using _ = door
  const sockets = await Promise.all(['a', 'b', 'c'].map((visitor) => leaveUnread(visitor)))
  await eventually(async () => (await read('d')).status === 429, 'a fourth to be refused')
  for (const socket of sockets) socket.resume()
  await eventually(async () => (await read('d')).status === 200, 'an answer when they are read')
  for (const socket of sockets) socket.destroy()
})
