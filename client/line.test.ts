import assert from 'node:assert/strict'
import { createServer, connect as dial, type AddressInfo, type Socket } from 'node:net'
import { after, before, test } from 'node:test'
import { world, type VisitorClient, type World } from '../test/world.ts'
import { FeedWindow } from '../protocol/frames.ts'
import type { OperatorApi } from '../protocol/operator-api.ts'
import type { WidgetApi } from '../protocol/widget-api.ts'
import { createClient, type Client } from './api.ts'
import { connect } from './connection.ts'
import { operatorSource } from './operator-source.ts'
import { visitorSource } from './visitor-source.ts'
import { followVisitorTranscript } from './transcript.ts'
import { createStore, type Store } from './store.ts'

let w: World
before(async () => {
  w = await world()
})
after(() => w.close())

test('what was said while the line was down arrives once, in order', async () => {
  await using path = await openPath(w.url)
  const vic = await w.visitor()
  const chat = await vic.open()
  using line = follow(vic, chat, path.url)
  await until(line.transcript, (transcript) => transcript !== null)
  path.block('everything')
  await until(line.status, (status) => status === 'lost' || status === 'connecting')
  await w.ada.reply(chat, 'one')
  await w.ada.reply(chat, 'two')
  path.block('nothing')
  await until(line.transcript, (transcript) => transcript!.messages.some(({ text }) => text === 'two'))
  await w.ada.reply(chat, 'three')
  await until(line.transcript, (transcript) => transcript!.messages.some(({ text }) => text === 'three'))
  assert.deepEqual(line.transcript.get(), await vic.transcript(chat))
})

test('where sockets are blocked the log is asked for, and nothing is missing', async () => {
  await using path = await openPath(w.url)
  path.block('sockets')
  const vic = await w.visitor()
  const chat = await vic.open()
  using line = follow(vic, chat, path.url)
  await until(line.status, (status) => status === 'polling')
  await w.ada.reply(chat, 'can you read me?')
  await until(
    line.transcript,
    (transcript) => transcript?.messages.some(({ from }) => from === 'operator') ?? false,
  )
  path.block('nothing')
  await until(line.status, (status) => status === 'live')
  assert.deepEqual(line.transcript.get()?.messages, (await vic.transcript(chat)).messages)
})

test('where sockets are blocked the Live Feed is looked at instead', async () => {
  await using path = await openPath(w.url)
  path.block('sockets')
  const api = {
    call: ((key: never, input: never) => w.ada.call(key, input)) as unknown as Client<OperatorApi>['call'],
  }
  const connection = connect({
    url: `${path.url.replace('http', 'ws')}/api/socket`,
    source: operatorSource(api),
    kind: 'operator',
  })
  const ids = createStore<string[]>([])
  const feed = connection.feed(FeedWindow.parse({}), (frame) => ids.set(frame.ids ?? []))
  const chat = await (await w.visitor()).open()
  await until(ids, (seen) => seen.includes(chat))
  assert.equal(connection.status.get(), 'polling')
  feed.stop()
  connection.close()
})

test('a conversation of somebody else is refused, and says so', async () => {
  const [vic, eve] = [await w.visitor(), await w.visitor()]
  const chat = await vic.open()
  using line = follow(eve, chat, w.url)
  await until(line.refused, (refused) => refused?.code === 'not_found')
  assert.equal(line.transcript.get(), null)
})

function follow(vic: VisitorClient, chat: string, url: string) {
  const token = () => vic.token
  const connection = connect({
    url: `${url.replace('http', 'ws')}/api/socket`,
    token,
    source: visitorSource(createClient<WidgetApi>({ base: url, token })),
    kind: 'visitor',
  })
  const followed = followVisitorTranscript(connection, chat)
  return {
    ...followed,
    status: connection.status,
    [Symbol.dispose]: () => {
      followed.stop()
      connection.close()
    },
  }
}

function until<T>(store: Store<T>, isSo: (value: T) => boolean): Promise<void> {
  return new Promise((resolve, reject) => {
    const late = setTimeout(
      () => reject(new Error(`Never came about; it is ${JSON.stringify(store.get())}`)),
      30_000,
    )
    const stop = store.subscribe(look)
    look()
    function look() {
      if (!isSo(store.get())) return
      clearTimeout(late)
      queueMicrotask(() => stop())
      resolve()
    }
  })
}

type Blocked = 'nothing' | 'sockets' | 'everything'

/** A way to the server on which something stands that can cut lines and refuse them. */
async function openPath(target: string) {
  let blocked: Blocked = 'nothing'
  const open = new Set<Socket>()
  const server = createServer((near) => {
    if (blocked === 'everything') return near.destroy()
    const far = dial(Number(new URL(target).port), '127.0.0.1')
    for (const socket of [near, far]) {
      open.add(socket)
      socket
        .on('error', () => {})
        .on('close', () => {
          open.delete(socket)
          near.destroy()
          far.destroy()
        })
    }
    near.once('data', (bytes) => {
      if (blocked === 'sockets' && /^upgrade: websocket/im.test(String(bytes))) return near.destroy()
      far.write(bytes)
      near.pipe(far)
    })
    far.pipe(near)
  }).listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    block(what: Blocked) {
      blocked = what
      if (what === 'everything') for (const socket of open) socket.destroy()
    },
    [Symbol.asyncDispose]: async () => {
      for (const socket of open) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
