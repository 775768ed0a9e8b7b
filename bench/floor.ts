import { createServer } from 'node:http'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { WebSocketServer } from 'ws'

/**
 * The floor: the least that could be called durable and live. A message posted over bare HTTP is inserted, committed together with all others of
 * the same turn of the event loop, acknowledged, and pushed to every socket. No accounts, no schema, no log, no AI: what Halo is measured against.
 */
const db = new DatabaseSync(join(mkdtempSync(join(tmpdir(), 'halo-floor-')), 'floor.db'))
db.exec(
  'pragma journal_mode = wal; pragma synchronous = full; create table messages (id text primary key, conversation text, text text, at integer)',
)
const insert = db.prepare('insert into messages values (?, ?, ?, ?)')

interface Posted {
  id: string
  conversation: string
  text: string
  acknowledge(): void
}
let batch: Posted[] = []

function commit(): void {
  const posted = batch
  batch = []
  db.exec('begin immediate')
  for (const { id, conversation, text } of posted) insert.run(id, conversation, text, Date.now())
  db.exec('commit')
  for (const message of posted) {
    message.acknowledge()
    const frame = JSON.stringify({ id: message.id, conversation: message.conversation, text: message.text })
    for (const socket of sockets.clients) socket.send(frame)
  }
}

const server = createServer((request, response) => {
  if (request.method === 'GET') return void response.end('ready')
  let body = ''
  request.on('data', (chunk) => {
    body += chunk
  })
  request.on('end', () => {
    const { id, text } = JSON.parse(body) as { id: string; text: string }
    const conversation = request.url!.split('/')[4]!
    if (!batch.length) setImmediate(commit)
    batch.push({
      id,
      conversation,
      text,
      acknowledge: () =>
        response.writeHead(200, { 'content-type': 'application/json', 'content-length': 11 }).end('{"ok":true}'),
    })
  })
})
const sockets = new WebSocketServer({ server, perMessageDeflate: false })
server.listen(Number(process.env.PORT), '127.0.0.1', () => console.log('ready'))
process.on('SIGTERM', () => process.exit(0))
