import assert from 'node:assert/strict'
import type { AddressInfo } from 'node:net'
import { test } from 'node:test'
import { WebSocketServer, type WebSocket } from 'ws'
import type { Message, VisitorTranscript } from '../protocol/entities.ts'
import { usualStretch } from '../protocol/stretch.ts'
import type { EphemeralEvent, StoredEvent } from '../protocol/events.ts'
import type { ClientFrame, ServerFrame } from '../protocol/frames.ts'
import type { WidgetApi } from '../protocol/widget-api.ts'
import { createClient } from './api.ts'
import { visitorSource } from './visitor-source.ts'
import { connect } from './connection.ts'
import { createStore, type Store } from './store.ts'
import { followVisitorTranscript } from './transcript.ts'

const chat = 'conversation-1'

test('a hole in the log is asked for, not stepped over', async () => {
  await using line = await openLine()
  await line.asked(null)
  line.tell(snapshot([posted(1, 'hello')], 1))
  await until(line.transcript, (transcript) => transcript?.upTo === 1)
  line.tell(events(2, [posted(3, 'three')], 3))
  await line.asked(1)
  assert.deepEqual(wordsOf(line.transcript), ['hello'], 'what comes after the hole waits')
  line.tell(events(1, [posted(2, 'two'), posted(3, 'three')], 3))
  await until(line.transcript, (transcript) => transcript?.upTo === 3)
  assert.deepEqual(wordsOf(line.transcript), ['hello', 'two', 'three'])
})

test('what is told twice is shown once', async () => {
  await using line = await openLine()
  await line.asked(null)
  line.tell(snapshot([posted(1, 'hello')], 1))
  line.tell(events(0, [posted(1, 'hello'), posted(2, 'two')], 2))
  line.tell(events(0, [posted(1, 'hello')], 1))
  line.tell(events(2, [posted(4, 'four')], 4))
  await until(line.transcript, (transcript) => transcript?.upTo === 4)
  assert.deepEqual(wordsOf(line.transcript), ['hello', 'two', 'four'], 'seq 3 is not for visitors')
})

test('after a broken line it goes on from where it was, and forgets a draft that ended meanwhile', async () => {
  await using line = await openLine()
  await line.asked(null)
  line.tell(snapshot([posted(1, 'hello')], 1))
  line.tell(streamed('Let me'))
  await until(line.ephemeral, ({ draft }) => draft?.text === 'Let me')
  line.cut()
  await line.asked(1)
  line.tell(events(1, [posted(2, 'Let me see. Yes.')], 2, []))
  await until(line.transcript, (transcript) => transcript?.upTo === 2)
  assert.equal(line.ephemeral.get().draft, null)
})

test('words of the AI that arrive after a person took the pen are not shown', async () => {
  await using line = await openLine()
  await line.asked(null)
  line.tell(snapshot([], 0))
  line.tell(streamed('I thi'))
  await until(line.ephemeral, ({ draft }) => draft !== null)
  const control = {
    holder: 'operator' as const,
    operator: { id: 'ada', name: 'Ada', image: null },
    epoch: 1,
    since: 5,
  }
  line.tell(events(0, [{ ...logged(1), type: 'takeover.began', payload: { control } }], 1))
  line.tell(streamed('I think so'))
  line.tell({
    type: 'passing',
    event: { conversationId: chat, type: 'typing.changed', payload: { who: 'operator', name: 'Ada', on: true } },
  })
  await until(line.ephemeral, ({ typing }) => typing?.name === 'Ada')
  assert.equal(line.ephemeral.get().draft, null)
})

const logged = (seq: number) => ({
  conversationId: chat,
  seq,
  at: seq,
  actor: { kind: 'system' as const, id: null },
})

function posted(seq: number, text: string): StoredEvent {
  const message: Message = {
    id: `message-${seq}`,
    seq,
    at: seq,
    from: 'ai',
    author: null,
    text,
    sources: [],
    run: 'run-1234',
  }
  return { ...logged(seq), type: 'message.posted', payload: { message } }
}

function snapshot(said: StoredEvent[], upTo: number): ServerFrame {
  const control = { holder: 'ai' as const, operator: null, epoch: 0, since: 0 }
  const conversation = {
    id: chat,
    agent: { id: 'agent-123', name: 'Nora' },
    status: 'live' as const,
    openedAt: 0,
    completedAt: null,
    control,
    humanRequestedAt: null,
  }
  const messages = said.flatMap((event) => (event.type === 'message.posted' ? [event.payload.message] : []))
  return {
    type: 'snapshot',
    conversationId: chat,
    transcript: { conversation, messages, votes: [], stretch: { ...usualStretch, from: 0 }, upTo },
    passing: [],
  }
}

const events = (after: number, list: StoredEvent[], upTo: number, passing?: EphemeralEvent[]): ServerFrame => ({
  type: 'events',
  conversationId: chat,
  after,
  upTo,
  events: list,
  ...(passing && { passing }),
})

const streamed = (text: string): ServerFrame => ({
  type: 'passing',
  event: {
    conversationId: chat,
    type: 'reply.streamed',
    payload: { run: 'run-1234', attempt: 0, epoch: 0, offset: 0, text },
  },
})

const wordsOf = (transcript: Store<VisitorTranscript | null>) => transcript.get()!.messages.map(({ text }) => text)

/** A client that follows one conversation, on a real socket whose other end says what the test wants. */
async function openLine() {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1' })
  await new Promise((resolve) => server.once('listening', resolve))
  const { port } = server.address() as AddressInfo
  const heard = createStore<ClientFrame[]>([])
  let socket: WebSocket | null = null
  server.on('connection', (opened) => {
    socket = opened
    opened.on('message', (bytes) => {
      const frame = JSON.parse(String(bytes)) as ClientFrame
      if (frame.type === 'hello') opened.send(JSON.stringify({ type: 'welcome', version: 1, now: 0 }))
      heard.set((before) => [...before, frame])
    })
  })
  const connection = connect({
    url: `ws://127.0.0.1:${port}`,
    token: () => 'token',
    source: visitorSource(createClient<WidgetApi>({ base: `http://127.0.0.1:${port}` })),
    kind: 'visitor',
  })
  const followed = followVisitorTranscript(connection, chat)
  return {
    ...followed,
    tell: (frame: ServerFrame) => socket!.send(JSON.stringify(frame)),
    cut: () => {
      heard.set([])
      socket!.terminate()
    },
    /** The last thing the client asked is everything after this. */
    asked: (after: number | null) =>
      until(heard, (frames) => {
        const last = frames.at(-1)
        return last?.type === 'follow' && last.after === after
      }),
    [Symbol.asyncDispose]: async () => {
      connection.close()
      for (const client of server.clients) client.terminate()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

function until<T>(store: Store<T>, isSo: (value: T) => boolean): Promise<void> {
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => {
      stop()
      reject(new Error(`Never came about; it is ${JSON.stringify(store.get())}`))
    }, 20_000)
    const look = () => {
      if (!isSo(store.get())) return
      clearTimeout(late)
      queueMicrotask(() => stop())
      resolve()
    }
    const stop = store.subscribe(look)
    look()
  })
}
