import { connect } from 'node:net'

/**
 * One kept-alive connection that posts, to one path unless told another head; answers come in order. It costs a fraction of Node's own HTTP client, because what it saves is left
 * to the program under measurement: with a dear load the machine is full before the program is.
 */
export function openLine(
  url: string,
  path: string,
  headers: Record<string, string>,
): (body: string, head?: string) => Promise<void> {
  const { hostname, port } = new URL(url)
  const socket = connect(Number(port), hostname).setNoDelay()
  const usual = headOf(url, path, headers)
  const waiting: { resolve(): void; reject(error: Error): void }[] = []
  let unread = ''
  socket.on('data', (bytes) => {
    unread += bytes.toString('latin1')
    for (let answer = firstAnswer(unread); answer; answer = firstAnswer(unread)) {
      unread = unread.slice(answer.length)
      const { resolve, reject } = waiting.shift()!
      if (answer.status === 200) resolve()
      else reject(new Error(`${path} was answered with ${answer.status}`))
    }
  })
  socket.on('error', () => {})
  socket.on('close', () => waiting.forEach(({ reject }) => reject(new Error(`${url} hung up`))))
  return (body, head = usual) =>
    new Promise((resolve, reject) => {
      waiting.push({ resolve, reject })
      socket.write(`${head}content-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`)
    })
}

/** The first lines of a request, up to the length of its body. */
export function headOf(url: string, path: string, headers: Record<string, string>): string {
  const fields = Object.entries({ host: new URL(url).host, ...headers, 'content-type': 'application/json' })
  return `POST ${path} HTTP/1.1\r\n${fields.map(([name, value]) => `${name}: ${value}\r\n`).join('')}`
}

function firstAnswer(text: string): { status: number; length: number } | null {
  const end = text.indexOf('\r\n\r\n')
  if (end < 0) return null
  const body = /\ncontent-length: (\d+)/i.exec(text.slice(0, end))?.[1]
  if (!body) throw new Error(`An answer without a length: ${text.slice(0, end)}`)
  const length = end + 4 + Number(body)
  return text.length < length ? null : { status: Number(text.slice(9, 12)), length }
}
