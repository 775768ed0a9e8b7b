import type { ComponentChildren } from 'preact'
import { linksOf, type Inline } from '../client/inline.ts'
import { blocksOf, type Block } from '../client/markdown.ts'

/** What the AI wrote. It makes nodes, never HTML, so whatever a model or a web page wrote stays text. */
export const Markdown = ({ text }: { text: string }) => <>{blocksOf(text).map(drawBlock)}</>

/** What a person typed, as they typed it. */
export const Typed = ({ text }: { text: string }) => <p class="typed">{draw(linksOf(text))}</p>

function drawBlock(block: Block, key: number): ComponentChildren {
  switch (block.kind) {
    case 'paragraph':
      return <p key={key}>{draw(block.of)}</p>
    case 'heading':
      return (
        <p key={key}>
          <strong>{draw(block.of)}</strong>
        </p>
      )
    case 'code':
      return (
        <pre key={key} tabIndex={0} dir="ltr">
          <code>{block.text}</code>
        </pre>
      )
    case 'quote':
      return <blockquote key={key}>{block.of.map(drawBlock)}</blockquote>
    case 'rule':
      return <hr key={key} />
    case 'list': {
      const items = block.items.map(({ number, of }, index) => (
        <li key={index} value={number}>
          {of.map(drawBlock)}
        </li>
      ))
      return block.ordered ? <ol key={key}>{items}</ol> : <ul key={key}>{items}</ul>
    }
    case 'table':
      return (
        <div key={key} class="table" tabIndex={0}>
          <table>
            <thead>{drawRow('th', block.head, 0)}</thead>
            <tbody>{block.rows.map((row, index) => drawRow('td', row, index))}</tbody>
          </table>
        </div>
      )
  }
}

const drawRow = (Cell: 'th' | 'td', cells: Inline[][], key: number) => (
  <tr key={key}>
    {cells.map((cell, index) => (
      <Cell key={index}>{draw(cell)}</Cell>
    ))}
  </tr>
)

function draw(nodes: Inline[]): ComponentChildren[] {
  return nodes.map((node, key) => {
    if (typeof node === 'string') return node
    switch (node.kind) {
      case 'break':
        return <br key={key} />
      case 'code':
        return <code key={key}>{node.text}</code>
      case 'link':
        return (
          <a key={key} href={node.url} target="_blank" rel="noopener noreferrer nofollow">
            {draw(node.of)}
          </a>
        )
      default: {
        const Mark = node.kind
        return <Mark key={key}>{draw(node.of)}</Mark>
      }
    }
  })
}
