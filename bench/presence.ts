import { WebSocket } from 'ws'
import { heartbeatMs, version } from '../protocol/frames.ts'
import { OperatorClient, VisitorClient } from '../test/world.ts'
import { startProgram } from './program.ts'
import { tableOf, type Section } from './table.ts'
import { amount } from './size.ts'

/** How soon the team sees that a visitor has gone, with the timing that everyone runs. */
export async function presence(): Promise<Section> {
  const program = await startProgram('server/main.ts')
  const ada = await OperatorClient.signIn(program.url, program.email, program.password)
  const { widgetKey } = await ada.call('GET /api/me')
  const goneAfter = async (leave: (socket: WebSocket, vic: VisitorClient, chat: string) => unknown) => {
    const vic = await VisitorClient.arrive(program.url, widgetKey)
    const chat = await vic.open()
    const watch = await ada.connect()
    await watch.follow(chat)
    const socket = new WebSocket(`${program.url.replace('http', 'ws')}/api/socket`)
    await new Promise((resolve) => socket.once('open', resolve))
    const say = (frame: object) => {
      if (socket.readyState === WebSocket.OPEN) socket.send(JSON.stringify(frame))
    }
    say({ type: 'hello', version, token: vic.token })
    say({ type: 'follow', conversationId: chat, after: null })
    const beating = setInterval(
      () => say({ type: 'here', conversationId: chat, presence: 'active', open: true }),
      heartbeatMs,
    )
    await new Promise((resolve) => setTimeout(resolve, amount(heartbeatMs * 2, 200)))
    clearInterval(beating)
    const from = performance.now()
    await leave(socket, vic, chat)
    await watch.until(() => watch.picture(chat).conversation.presence === 'gone', 'the visitor to be gone', 60)
    watch.close()
    socket.terminate()
    return (performance.now() - from) / 1000
  }
  const closed = await goneAfter(async (socket, vic, chat) => {
    await vic.leave(chat, 'unload')
    socket.close(1001)
  })
  // A paused socket neither sends nor answers, and nothing tells the server that its other end is not there.
  const pulled = await goneAfter((socket) => socket.pause())
  await program.stop()
  const row = (what: string, seconds: number, most: number) => [
    what,
    `${seconds.toFixed(1)} s`,
    `≤ ${most} s ${seconds <= most ? '✓' : '✗'}`,
  ]
  return {
    title: 'Presence',
    says: "From the moment a visitor leaves until an operator's screen says so.",
    table: tableOf(
      ['how', 'seen after', 'target'],
      [row('tab closed', closed, 10), row('cable pulled', pulled, 20)],
    ),
    missed: [
      ...(closed > 10 ? ['presence after closing'] : []),
      ...(pulled > 20 ? ['presence after pulling the cable'] : []),
    ],
  }
}
