import type { ComponentChildren } from 'preact'
import { blocksOf, spansOf } from './markdown-text.ts'

/**
 * The little Markdown that answers use: paragraphs, line breaks, lists, **bold**, *italic*, `code`, [links](https://…) and bare addresses.
 * It makes nodes, never HTML, so whatever a model or a web page wrote stays text.
 */
export function Markdown({ text }: { text: string }) {
  return (
    <>
      {blocksOf(text).map((block, index) => (
        <Block key={index} lines={block} />
      ))}
    </>
  )
}

const bullet = /^\s*[-*•]\s+/
const numbered = /^\s*\d+[.)]\s+/

function Block({ lines }: { lines: string[] }) {
  if (lines.every((line) => bullet.test(line)))
    return (
      <ul>
        {lines.map((line, index) => (
          <li key={index}>{inline(line.replace(bullet, ''))}</li>
        ))}
      </ul>
    )
  if (lines.every((line) => numbered.test(line)))
    return (
      <ol>
        {lines.map((line, index) => (
          <li key={index}>{inline(line.replace(numbered, ''))}</li>
        ))}
      </ol>
    )
  const parts = splitAtLists(lines)
  if (parts.length > 1)
    return (
      <>
        {parts.map((part, index) => (
          <Block key={index} lines={part} />
        ))}
      </>
    )
  return (
    <p>
      {lines.flatMap((line, index) => [
        ...(index ? [<br key={`b${index}`} />] : []),
        ...inline(line.replace(/^#{1,6}\s+/, '')),
      ])}
    </p>
  )
}

/** A list may follow its introduction without an empty line between. */
function splitAtLists(lines: string[]): string[][] {
  const kind = (line: string) => (bullet.test(line) ? 'bullet' : numbered.test(line) ? 'number' : 'text')
  const parts: string[][] = []
  for (const line of lines) {
    const last = parts.at(-1)
    if (last && kind(last[0]!) === kind(line)) last.push(line)
    else parts.push([line])
  }
  return parts
}

function inline(text: string): ComponentChildren[] {
  return spansOf(text).map((span) => (typeof span === 'string' ? span : nodeOf(span, span.index)))
}

function nodeOf([all, bold, italic, code, label, target, bare]: RegExpMatchArray, key: number): ComponentChildren {
  if (bold) return <strong key={key}>{inline(bold)}</strong>
  if (italic) return <em key={key}>{inline(italic)}</em>
  if (code) return <code key={key}>{code}</code>
  const url = safeUrl(target ?? bare!)
  return url ? (
    <a key={key} href={url} target="_blank" rel="noopener noreferrer nofollow">
      {label ?? bare}
    </a>
  ) : (
    all
  )
}

/** Only what cannot run: no javascript:, no data:, no relative address on somebody else's site. */
export function safeUrl(url: string): string | null {
  try {
    const parsed = new URL(url)
    return ['http:', 'https:', 'mailto:'].includes(parsed.protocol) ? parsed.href : null
  } catch {
    return null
  }
}
