import assert from 'node:assert/strict'
import { test } from 'node:test'
import { addressAt } from '../protocol/addresses.ts'
import { linksOf, type Inline } from './inline.ts'
import { blocksOf, type Block } from './markdown.ts'

const markOf = { strong: 'b', em: 'i', del: 's' } as const
const line = (nodes: Inline[]): string =>
  nodes
    .map((node) => {
      if (typeof node === 'string') return node
      if (node.kind === 'break') return '<br>'
      if (node.kind === 'code') return `<code>${node.text}</code>`
      if (node.kind === 'link') return `<a ${node.url}>${line(node.of)}</a>`
      return `<${markOf[node.kind]}>${line(node.of)}</${markOf[node.kind]}>`
    })
    .join('')
const drawn = (blocks: Block[]): string =>
  blocks
    .map((block) => {
      switch (block.kind) {
        case 'paragraph':
          return `<p>${line(block.of)}</p>`
        case 'heading':
          return `<h>${line(block.of)}</h>`
        case 'code':
          return `<pre>${block.text}</pre>`
        case 'quote':
          return `<q>${drawn(block.of)}</q>`
        case 'rule':
          return '<hr>'
        case 'list':
          return `<${block.ordered ? 'ol' : 'ul'}>${block.items.map(({ number, of }) => `<li${number === undefined ? '' : ` ${number}`}>${drawn(of)}</li>`).join('')}</${block.ordered ? 'ol' : 'ul'}>`
        case 'table':
          return `<table>${[block.head, ...block.rows].map((row) => `<tr>${row.map((cell) => `<td>${line(cell)}</td>`).join('')}</tr>`).join('')}</table>`
      }
    })
    .join('')

const cases: [says: string, shows: string][] = [
  ['Plain words.\nAnd a second line.', '<p>Plain words.<br>And a second line.</p>'],
  [
    '**bold**, *slanted*, ~~gone~~ and `a*b*c`',
    '<p><b>bold</b>, <i>slanted</i>, <s>gone</s> and <code>a*b*c</code></p>',
  ],
  ['***both*** and **a *nested* one**', '<p><b><i>both</i></b> and <b>a <i>nested</i> one</b></p>'],
  ['2*3*4 is 24, snake_case_name, *args, **kwargs', '<p>2*3*4 is 24, snake_case_name, *args, **kwargs</p>'],
  ['*.csv and *.tsv', '<p>*.csv and *.tsv</p>'],
  ['\\*not\\* marked', '<p>*not* marked</p>'],
  ['``a ` b``', '<p><code>a ` b</code></p>'],
  ['`open to the end', '<p>`open to the end</p>'],
  [
    '1. A:\n   - one\n   - two\n2. B',
    '<ol><li 1><p>A:</p><ul><li><p>one</p></li><li><p>two</p></li></ul></li><li 2><p>B</p></li></ol>',
  ],
  [
    '1. A:\n- one\n- two\n2. B',
    '<ol><li 1><p>A:</p></li></ol><ul><li><p>one</p></li><li><p>two</p></li></ul><ol><li 2><p>B</p></li></ol>',
  ],
  ['1. A\n\n2. B\n\n\n3. C', '<ol><li 1><p>A</p></li><li 2><p>B</p></li><li 3><p>C</p></li></ol>'],
  ['3. Open the lid', '<ol><li 3><p>Open the lid</p></li></ol>'],
  [
    '1. One\n\nSome words\n\n2. Two',
    '<ol><li 1><p>One</p></li></ol><p>Some words</p><ol><li 2><p>Two</p></li></ol>',
  ],
  ['Do this:\n- a\n- b\nThen stop', '<p>Do this:</p><ul><li><p>a</p></li><li><p>b<br>Then stop</p></li></ul>'],
  [
    '1. Run:\n   ```sh\n   npm i\n     npm t\n   ```\n2. Done',
    '<ol><li 1><p>Run:</p><pre>npm i\n  npm t</pre></li><li 2><p>Done</p></li></ol>',
  ],
  [
    '```python\ndef f(*args, **kwargs):\n    return items[0]\n```\nafter',
    '<pre>def f(*args, **kwargs):\n    return items[0]</pre><p>after</p>',
  ],
  ['~~~\n```\n~~~', '<pre>```</pre>'],
  ['```\nnot ended\n  yet', '<pre>not ended\n  yet</pre>'],
  [
    '| Plan | Price |\n|---|---:|\n| **Team** | 9 \\| 12 |\n| Solo | `a` |',
    '<table><tr><td>Plan</td><td>Price</td></tr><tr><td><b>Team</b></td><td>9 | 12</td></tr><tr><td>Solo</td><td><code>a</code></td></tr></table>',
  ],
  ['a | b is no table', '<p>a | b is no table</p>'],
  ['> said\n> - and\n\nback', '<q><p>said</p><ul><li><p>and</p></li></ul></q><p>back</p>'],
  ['## A *heading* ##\nwords', '<h>A <i>heading</i></h><p>words</p>'],
  ['#1 is not one, and neither is #hash', '<p>#1 is not one, and neither is #hash</p>'],
  ['above\n\n---\n\nbelow', '<p>above</p><hr><p>below</p>'],
  [
    'See [the grinder](https://shop.example/wiki/Grinder_(coffee)) or (https://shop.example/wiki/Grinder_(coffee)).',
    '<p>See <a https://shop.example/wiki/Grinder_(coffee)>the grinder</a> or (<a https://shop.example/wiki/Grinder_(coffee)>https://shop.example/wiki/Grinder_(coffee)</a>).</p>',
  ],
  [
    '[x](https://a.example "title") and <https://b.example>',
    '<p><a https://a.example/>x</a> and <a https://b.example/>https://b.example</a></p>',
  ],
  ['[x](javascript:alert(1)) ![p](data:a)', '<p>[x](javascript:alert(1)) ![p](data:a)</p>'],
  ['**https://a.example/b**.', '<p><b><a https://a.example/b>https://a.example/b</a></b>.</p>'],
  ['items[0].price and [1]', '<p>items[0].price and [1]</p>'],
]

test('Markdown is read as it was written', () => {
  for (const [says, shows] of cases) assert.equal(drawn(blocksOf(says)), shows, says)
})

test('typed words stay as they are, and addresses in them are links', () => {
  const typed = '*.csv and 2*3*4\n# of items: 5\n  indented https://shop.example/wiki/Grinder_(coffee), ok?'
  assert.equal(
    line(linksOf(typed)),
    '*.csv and 2*3*4\n# of items: 5\n  indented <a https://shop.example/wiki/Grinder_(coffee)>https://shop.example/wiki/Grinder_(coffee)</a>, ok?',
  )
  for (const word of ['xhttps://a.example', 'https://', 'javascript:alert(1)', 'mail@https.example'])
    assert.equal(line(linksOf(word)), word)
})

test('an address ends where the sentence takes over', () => {
  for (const [text, address] of [
    ['https://a.example/x_(y).', 'https://a.example/x_(y)'],
    ['https://a.example/x) and', 'https://a.example/x'],
    ['https://a.example/x(unclosed', 'https://a.example/x'],
    ['https://a.example/((x)) ', 'https://a.example/((x))'],
    ['https://a.example/?q=1,2;', 'https://a.example/?q=1,2'],
  ] as const)
    assert.equal(addressAt(text), address)
})

test('what is written to take long is read, too', { timeout: 60_000 }, () => {
  for (const piece of ['**a ', '[', '`', '> ', '- ', '*a*', '![x](', '1. ', '|', '(', '_a ', '***', 'https://('])
    for (const text of [piece.repeat(3000), `${piece}\n`.repeat(3000)]) assert.ok(blocksOf(text).length)
})
