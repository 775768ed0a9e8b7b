import { WebSocket } from 'ws'
import { version } from '../protocol/frames.ts'
import { OperatorClient, VisitorClient } from '../test/world.ts'
import { openLine } from './line.ts'
import { cpuOf, startProgram, type Options, type Program } from './program.ts'

/** Somewhere to post to, and where the posts come out. */
export interface Target {
  /** Resolves when the message has been acknowledged. */
  post(conversation: number, id: string): Promise<void>
  /** Told the id of each message that reaches the operator. */
  onArrival(listener: (id: string) => void): void
  /** Seconds of processor time that the program has used so far. */
  cpu(): number
  close(): Promise<void>
}

const text = 'Where is my order? I have been waiting since Tuesday and the tracking page says nothing.'

export async function openFloor(conversations: number): Promise<Target> {
  const program = await startProgram('bench/floor.ts')
  const lines = Array.from({ length: conversations }, (_, conversation) =>
    openLine(program.url, `/api/widget/conversations/${conversation}/messages`, {}),
  )
  const socket = new WebSocket(program.url.replace('http', 'ws'))
  await new Promise((resolve) => socket.once('open', resolve))
  return {
    post: (conversation, id) => lines[conversation]!(JSON.stringify({ id, text })),
    onArrival: (listener) =>
      socket.on('message', (bytes) => listener((JSON.parse(String(bytes)) as { id: string }).id)),
    cpu: () => cpuOf(program),
    close: () => program.stop(),
  }
}

/** The whole of Halo: signed tokens, the log, mood and topic. An operator holds every conversation, so that no AI message mixes with what is counted. */
export async function openHalo(conversations: number, options?: Options): Promise<Target & Pick<Program, 'child'>> {
  const program = await startProgram('server/main.ts', options)
  const ada = await OperatorClient.signIn(program.url, program.email, program.password)
  const { widgetKey } = await ada.call('GET /api/me')
  const chats = await Promise.all(
    Array.from({ length: conversations }, async () => {
      const vic = await VisitorClient.arrive(program.url, widgetKey)
      const id = await vic.open()
      await ada.takeOver(id)
      return { id, post: openLine(program.url, `/api/widget/conversations/${id}/messages`, vic.headers) }
    }),
  )
  let listener: (id: string) => void = () => {}
  for (let from = 0; from < chats.length; from += followsAtOnce) {
    await watch(
      program,
      ada,
      chats.slice(from, from + followsAtOnce).map(({ id }) => id),
      (id) => listener(id),
    )
  }
  return {
    post: (conversation, id) => chats[conversation]!.post(JSON.stringify({ id, text })),
    onArrival: (given) => {
      listener = given
    },
    cpu: () => cpuOf(program),
    child: program.child,
    close: () => program.stop(),
  }
}

/** A socket that sends more frames than this in one go is cut off. */
const followsAtOnce = 35

async function watch(
  { url }: Program,
  ada: OperatorClient,
  ids: string[],
  arrived: (id: string) => void,
): Promise<void> {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/api/socket`, {
    headers: { cookie: ada.headers.cookie!, origin: url },
  })
  await new Promise((resolve) => socket.once('open', resolve))
  let snapshots = 0
  const following = new Promise<void>((resolve, reject) => {
    socket.on('message', (bytes) => {
      const frame = JSON.parse(String(bytes))
      if (frame.type === 'snapshot' && ++snapshots === ids.length) resolve()
      if (frame.type === 'events')
        for (const event of frame.events) if (event.type === 'message.posted') arrived(event.payload.message.id)
    })
    socket.once('close', (code) => reject(new Error(`The operator's socket was closed with ${code}`)))
  })
  socket.send(JSON.stringify({ type: 'hello', version }))
  for (const conversationId of ids) socket.send(JSON.stringify({ type: 'follow', conversationId, after: null }))
  await following
}
