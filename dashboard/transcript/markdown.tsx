import { ExternalLink } from 'lucide-react'
import { Fragment, memo, type ReactNode } from 'react'
import { linksOf, type Inline } from '../../client/inline.ts'
import { blocksOf, type Block } from '../../client/markdown.ts'
import type { CheckedClaim } from '../../protocol/agents/claims.ts'
import { texts } from '../texts.ts'
import { carryClaims, piecesOf, withoutCarriers } from './claim-marks.ts'

/** What the AI wrote, read as the widget reads it, with its claims marked. A model's words are input like any other: they become elements, and never HTML. */
export const Markdown = memo(function Markdown({ text, claims = none }: { text: string; claims?: CheckedClaim[] }) {
  const pen: Pen = { claims, open: null, outside: false }
  return (
    <div className="prose-message">
      {blocksOf(carryClaims(text, claims)).map((block, key) => drawBlock(pen, block, key))}
    </div>
  )
})

/** What a person typed, as they typed it. `outside`: a visitor did, so where a link leads is nobody's of the team to know. */
export const Typed = memo(function Typed({ text, outside = false }: { text: string; outside?: boolean }) {
  return (
    <p className="wrap-break-word whitespace-pre-wrap">
      {draw({ claims: none, open: null, outside }, linksOf(text))}
    </p>
  )
})

const none: CheckedClaim[] = []

interface Pen {
  claims: CheckedClaim[]
  /** The claim that the words belong to that are being drawn. */
  open: number | null
  outside: boolean
}

function drawBlock(pen: Pen, block: Block, key: number): ReactNode {
  switch (block.kind) {
    case 'paragraph':
      return <p key={key}>{draw(pen, block.of)}</p>
    case 'heading':
      return (
        <p key={key}>
          <strong>{draw(pen, block.of)}</strong>
        </p>
      )
    case 'code':
      return (
        <pre key={key} tabIndex={0}>
          <code>{withoutCarriers(block.text)}</code>
        </pre>
      )
    case 'quote':
      return <blockquote key={key}>{block.of.map((each, index) => drawBlock(pen, each, index))}</blockquote>
    case 'rule':
      return <hr key={key} />
    case 'list': {
      const items = block.items.map(({ number, of }, index) => (
        <li key={index} value={number}>
          {of.map((each, inner) => drawBlock(pen, each, inner))}
        </li>
      ))
      return block.ordered ? <ol key={key}>{items}</ol> : <ul key={key}>{items}</ul>
    }
    case 'table':
      return (
        <div key={key} className="overflow-x-auto" tabIndex={0}>
          <table>
            <thead>{drawRow(pen, 'th', block.head, 0)}</thead>
            <tbody>{block.rows.map((row, index) => drawRow(pen, 'td', row, index))}</tbody>
          </table>
        </div>
      )
  }
}

const drawRow = (pen: Pen, Cell: 'th' | 'td', cells: Inline[][], key: number) => (
  <tr key={key}>
    {cells.map((cell, index) => (
      <Cell key={index}>{draw(pen, cell)}</Cell>
    ))}
  </tr>
)

function draw(pen: Pen, nodes: Inline[]): ReactNode[] {
  const { outside } = pen
  return nodes.map((node, key) => {
    if (typeof node === 'string') return words(pen, node, key)
    switch (node.kind) {
      case 'break':
        return <br key={key} />
      case 'code':
        return <code key={key}>{withoutCarriers(node.text)}</code>
      case 'link':
        return (
          <a
            key={key}
            href={withoutCarriers(node.url)}
            target="_blank"
            rel="noopener noreferrer nofollow"
            title={outside ? texts.transcript.fromOutside : undefined}
            className={outside ? 'text-accent-text underline underline-offset-2' : undefined}
          >
            {draw(pen, node.of)}
            {outside && (
              <ExternalLink
                size={12}
                className="ms-0.5 inline align-baseline"
                aria-label={texts.transcript.fromOutside}
              />
            )}
          </a>
        )
      default: {
        const Mark = node.kind
        return <Mark key={key}>{draw(pen, node.of)}</Mark>
      }
    }
  })
}

function words(pen: Pen, text: string, key: number): ReactNode {
  const { pieces, open } = piecesOf(text, pen.open)
  pen.open = open
  if (pieces.every(({ claim }) => claim === null)) return pieces.map((piece) => piece.text).join('')
  return (
    <Fragment key={key}>
      {pieces.map(({ text: piece, claim }, index) => {
        if (claim === null) return piece
        const supported = Boolean(pen.claims[claim]?.support)
        return (
          <mark
            key={index}
            className={supported ? 'claim' : 'claim claim-amber'}
            title={supported ? texts.transcript.claimSupported : texts.transcript.claimUnsupported}
          >
            {piece}
          </mark>
        )
      })}
    </Fragment>
  )
}
