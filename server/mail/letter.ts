/** What a mail says. Everything is plain text; both of its parts are made of it. */
export interface Letter {
  to: string
  subject: string
  paragraphs: string[]
  /** What was said, the oldest first. */
  quotes?: { by: string; text: string }[]
  link?: { label: string; url: string }
  /** Why somebody gets this. */
  reason: string
}

/** A subject is one line: line breaks in it would begin headers of somebody else's. */
export const subjectOf = ({ subject }: Letter): string =>
  subject
    .replace(/[\p{Cc}\p{Cf}\u2028\u2029]+/gu, ' ')
    .trim()
    .slice(0, 200)

export function textOf({ paragraphs, quotes = [], link, reason }: Letter): string {
  return [
    ...paragraphs,
    ...quotes.map(({ by, text }) => `${by}:\n${text.replace(/^/gm, '> ')}`),
    ...(link ? [`${link.label}:\n${link.url}`] : []),
    `-- \n${reason}`,
  ].join('\n\n')
}

export function htmlOf({ paragraphs, quotes = [], link, reason }: Letter): string {
  const parts = [
    ...paragraphs.map((text) => `<p style="margin:0 0 16px">${escaped(text)}</p>`),
    ...quotes.map(
      ({ by, text }) =>
        `<p style="margin:0 0 4px;font-weight:600">${escaped(by)}</p><blockquote style="margin:0 0 16px;padding:0 0 0 12px;border-left:3px solid #d5d8de">${escaped(text)}</blockquote>`,
    ),
    ...(link
      ? [
          `<p style="margin:24px 0"><a href="${escaped(link.url)}" style="display:inline-block;padding:10px 18px;border-radius:6px;background:#1f2937;color:#ffffff;text-decoration:none">${escaped(link.label)}</a></p>`,
        ]
      : []),
    `<p style="margin:32px 0 0;color:#6b7280;font-size:12px">${escaped(reason)}</p>`,
  ]
  return `<!doctype html><html><body style="margin:0;padding:24px;font:15px/1.5 system-ui,sans-serif;color:#111827;background:#ffffff"><div style="max-width:560px;margin:0 auto">${parts.join('')}</div></body></html>`
}

const marks: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

const escaped = (text: string): string => text.replace(/[&<>"']/g, (mark) => marks[mark]!).replace(/\r?\n/g, '<br>')
