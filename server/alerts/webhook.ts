import { Webhook } from 'standardwebhooks'
import type { Incident } from '../../protocol/alerts/shapes.ts'
import { FetchFailed, type Fetcher } from '../knowledge/sources/fetch.ts'
import { NotDelivered } from './not-delivered.ts'
import { forSlack, linesOf } from './words.ts'

/** A signed post as Standard Webhooks describes it. The id stays the same however often it is sent, so that the receiver can tell a repetition. */
export async function tellWebhook(
  fetcher: Fetcher,
  target: { url: string; secret: string },
  incident: Incident,
  link: string,
): Promise<void> {
  const at = new Date()
  const id = `${incident.id}.${incident.version}`
  const body = JSON.stringify({
    type: `incident.${incident.state}`,
    timestamp: at.toISOString(),
    data: { ...incident, link },
  })
  const signature = new Webhook(target.secret).sign(id, at, body)
  await post(fetcher, target.url, body, {
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
    'webhook-signature': signature,
  })
}

/** An incoming webhook of Slack writes and cannot edit: it is told the beginning and the end. */
export async function tellSlackWebhook(
  fetcher: Fetcher,
  url: string,
  incident: Incident,
  link: string,
): Promise<void> {
  const { head, body } = linesOf(incident)
  await post(
    fetcher,
    url,
    JSON.stringify({ text: `${forSlack(`${head}: ${incident.title}\n${body}`)}\n${link}` }),
    {},
  )
}

/** Throws `NotDelivered` unless the receiver took it. */
export async function post(
  fetcher: Fetcher,
  url: string,
  body: string,
  headers: Record<string, string>,
): Promise<void> {
  try {
    const { status, after } = await fetcher.post(url, body, headers)
    if (status < 300) return
    // 410 says that nobody listens there any more; what else is refused may be mended at the other end.
    throw new NotDelivered(`The receiver answered ${status}.`, {
      hopeless: status === 410,
      ...(after !== null && { after }),
    })
  } catch (error) {
    throw error instanceof FetchFailed ? new NotDelivered(error.message) : error
  }
}
