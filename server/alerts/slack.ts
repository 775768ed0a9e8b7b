import { ErrorCode, LogLevel, WebClient, type CodedError } from '@slack/web-api'
import type { Incident } from '../../protocol/alerts/shapes.ts'
import { NotDelivered } from './not-delivered.ts'
import { forSlack, linesOf } from './words.ts'

export interface SlackTarget {
  token: string
  channel: string
  url?: string | undefined
}

/** Slack's own codes for what no repetition will heal. */
const hopeless = new Set([
  'invalid_auth',
  'not_authed',
  'account_inactive',
  'token_revoked',
  'token_expired',
  'no_permission',
  'missing_scope',
  'channel_not_found',
  'is_archived',
  'not_in_channel',
  'restricted_action',
])

/**
 * One message for an incident, edited in place as it grows, is taken in hand and is over. `shown` is what an earlier call returned. Nothing is read from Slack, so
 * nothing that is typed there can reach a visitor.
 */
export async function tellSlack(
  { token, channel, url }: SlackTarget,
  incident: Incident,
  link: string,
  shown: string | null,
): Promise<string> {
  // Repeating is the courier's business, which remembers across restarts.
  const slack = new WebClient(token, {
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    timeout: 10_000,
    logLevel: LogLevel.ERROR,
    ...(url && { slackApiUrl: url }),
  })
  const { text, blocks } = messageOf(incident, link)
  try {
    if (!shown) {
      const { channel: place, ts } = await slack.chat.postMessage({
        channel,
        text,
        blocks,
        unfurl_links: false,
        metadata: { event_type: 'halo_incident', event_payload: { incident: incident.id } },
      })
      return `${place}/${ts}`
    }
    const [place, ts] = shown.split('/') as [string, string]
    await slack.chat.update({ channel: place, ts, text, blocks })
    // Whoever looks at the channel sees the message change; only its end is also told, to those in its thread.
    if (incident.state === 'cleared')
      await slack.chat.postMessage({ channel: place, thread_ts: ts, text: 'It is over.' })
    return shown
  } catch (error) {
    throw notDelivered(error as CodedError)
  }
}

function messageOf(incident: Incident, link: string) {
  const { head, body } = linesOf(incident)
  const text = forSlack(`${head}: ${incident.title}`)
  return {
    text,
    blocks: [
      {
        type: 'section' as const,
        text: {
          type: 'mrkdwn' as const,
          text: `*${forSlack(head)}*\n<${link}|${forSlack(incident.title || 'Open')}>\n${forSlack(body)}`,
        },
      },
      {
        type: 'actions' as const,
        elements: [
          { type: 'button' as const, text: { type: 'plain_text' as const, text: 'Open in Halo' }, url: link },
        ],
      },
    ],
  }
}

function notDelivered(error: CodedError & { retryAfter?: number; data?: { error?: string } }): NotDelivered {
  if (error.code === ErrorCode.RateLimitedError)
    return new NotDelivered('Slack asks to wait.', { after: (error.retryAfter ?? 30) * 1000 })
  const said = error.data?.error
  if (said) return new NotDelivered(`Slack answered ${said}.`, { hopeless: hopeless.has(said) })
  return new NotDelivered(`Slack could not be reached: ${error.message}.`)
}
