import assert from 'node:assert/strict'
import { test } from 'node:test'
import { crc32, deflateRawSync, gzipSync } from 'node:zlib'
import { Unreadable } from './extracted.ts'
import { read, type Raw } from './read.ts'

const file = (name: string, content: string | Uint8Array): Raw => ({
  bytes: typeof content === 'string' ? Buffer.from(content) : content,
  name,
  type: '',
  charset: null,
  url: null,
})
const page = (
  html: string | Uint8Array,
  url = 'https://shop.test/help/returns',
  charset: string | null = null,
): Raw => ({
  bytes: typeof html === 'string' ? Buffer.from(html) : html,
  name: url,
  type: 'text/html',
  charset,
  url,
})
const refuses = (raw: Raw, why: RegExp) =>
  assert.rejects(read(raw), (error) => error instanceof Unreadable && why.test(error.message))

const paragraph =
  'You can send anything back within thirty days of the delivery, as long as the bag is closed and the label of the box is still readable for us.'

test('of a page the article is read with its headings, and not its menu', async () => {
  const { title, text, links } = await read(
    page(`<html><head><title>Returns | Shop</title></head><body>
    <nav><a href="/">Home</a><a href="/help/shipping#cost">Shipping</a><a href="mailto:a@b.test">Mail</a></nav>
    <main><h1>Returns and refunds</h1><p>${paragraph}</p><h2>How long it takes</h2><p>${paragraph}</p><ul><li>Print the label</li><li>Bring the parcel</li></ul></main>
    <footer>Copyright Shop</footer><script>alert(1)</script></body></html>`),
  )
  assert.equal(title, 'Returns and refunds')
  assert.match(text, /^## How long it takes$/m)
  assert.match(text, /thirty days/)
  assert.match(text, /-\s+Print the label/)
  assert.doesNotMatch(text, /Home|Copyright|alert/)
  assert.deepEqual(links, ['https://shop.test/', 'https://shop.test/help/shipping'])
})

test('a short page is read too, though no article can be told from its frame', async () => {
  const { text } = await read(
    page('<body><nav>Menu</nav><h1>Hours</h1><p>We are open from nine to five.</p></body>'),
  )
  assert.match(text, /# Hours\s+We are open from nine to five\./)
  assert.doesNotMatch(text, /Menu/)
})

test('letters survive whatever encoding they came in', async () => {
  const latin = Buffer.concat([
    Buffer.from('<p>Gr'),
    Buffer.from([0xfc, 0xdf]),
    Buffer.from('e aus K'),
    Buffer.from([0xf6]),
    Buffer.from('ln</p>'),
  ])
  assert.match((await read(page(latin))).text, /Grüße aus Köln/)
  assert.match(
    (await read(page(latin, undefined, 'utf-8'))).text,
    /Grüße aus Köln/,
    'the declared encoding is wrong',
  )
  assert.match((await read(file('a.txt', Buffer.from('\ufeffGrüße aus Köln', 'utf16le')))).text, /Grüße aus Köln/)
  assert.match(
    (await read(page(Buffer.from('<meta charset="iso-8859-2"><p>\xb3\xf3d\xbc jest tu</p>', 'latin1')))).text,
    /łódź jest tu/,
  )
})

test('rows of a table and records of a file can be understood alone', async () => {
  assert.equal(
    (await read(file('prices.csv', 'Item,Price\n"Beans, dark",12\nGrinder,80\n'))).text,
    'Item: Beans, dark\nPrice: 12\n\nItem: Grinder\nPrice: 80',
  )
  assert.match(
    (
      await read(
        file(
          'faq.json',
          '{"faq":[{"question":"Do you ship abroad?","answer":"Yes","tags":["shipping","abroad"]}]}',
        ),
      )
    ).text,
    /faq: question: Do you ship abroad\?\nanswer: Yes/,
  )
  assert.match(
    (
      await read(
        file(
          'faq.xml',
          '<faq><item id="7"><question>Do you ship abroad?</question><answer>Yes</answer></item></faq>',
        ),
      )
    ).text,
    /question: Do you ship abroad\?/,
  )
})

test('a PDF gives its text', async () => {
  const { text } = await read(file('terms.pdf', pdf('Refunds take five working days')))
  assert.match(text, /Refunds take five working days/)
})

test('whatever cannot be read says what is wrong', async () => {
  await refuses(file('empty.txt', ''), /empty/)
  await refuses(file('blank.md', ' \n\n\t'), /no text/)
  await refuses(file('lie.pdf', 'I am no PDF at all'), /none/)
  await refuses(file('broken.pdf', '%PDF-1.7\ngarbage'), /damaged|no text/)
  await refuses(file('scan.pdf', pdf('')), /no text/)
  await refuses(file('lie.docx', 'plain words'), /none/)
  await refuses(file('old.docx', Uint8Array.from([0xd0, 0xcf, 0x11, 0xe0, 1, 2, 3])), /encrypted or old/)
  await refuses(file('broken.docx', Uint8Array.from([0x50, 0x4b, 3, 4, 9, 9, 9])), /damaged/)
  await refuses(file('picture.txt', gzipSync('x'.repeat(5000)).subarray(0, 40).fill(1)), /not text/)
  await refuses(file('broken.json', '{"a":'), /damaged/)
  await refuses(file('setup.exe', 'MZ'), /these can/i)
  await refuses({ ...page('x'), type: 'image/png' }, /image\/png/)
  await refuses(file('bomb.xml', '<!DOCTYPE a [<!ENTITY b "cc"><!ENTITY d "&b;&b;">]><a>&d;</a>'), /entities/)
  await refuses(file('deep.json', `${'[{"a":'.repeat(500)}1${'}]'.repeat(500)}`), /nested/)
})

test('a PDF that wants a password says so', () =>
  refuses(
    file('secret.pdf', pdf('Refunds take five working days', true)),
    /encrypted\. Save it without a password/,
  ))

test('a Word document is read, and one that unpacks to more than a machine holds is refused before it does, whatever it says of its size', async () => {
  assert.match((await read(file('terms.docx', docx('Refunds take five working days')))).text, /five working days/)
  const vast = 'x'.repeat(100 * 1024 * 1024)
  const bomb = docx(vast)
  assert.ok(bomb.length < 200_000)
  await refuses(file('bomb.docx', bomb), /unpacks to more/)
  await refuses(file('liar.docx', docx(vast, 100)), /unpacks to more/)
})

test('a page built to exhaust its reader is refused before it is built', async () => {
  await refuses(page(`<body>${'<div>'.repeat(50_000)}deep</body>`), /elements/)
  await refuses(page(`<body>${'<b>x</b>'.repeat(250_000)}</body>`), /elements/)
})

/** The smallest PDF with one line of text. */
function pdf(words: string, encrypted = false): Uint8Array {
  const stream = words ? `BT /F1 12 Tf 72 720 Td (${words}) Tj ET` : ''
  const objects = [
    '<</Type/Catalog/Pages 2 0 R>>',
    '<</Type/Pages/Kids[3 0 R]/Count 1>>',
    '<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>',
    `<</Length ${stream.length}>>\nstream\n${stream}\nendstream`,
    '<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>',
    // Keys that no password opens, least of all the empty one.
    ...(encrypted ? [`<</Filter/Standard/V 1/R 2/P -4/O<${'ab'.repeat(32)}>/U<${'cd'.repeat(32)}>>>`] : []),
  ]
  let body = '%PDF-1.4\n'
  const offsets = objects.map((object, index) => {
    const offset = body.length
    body += `${index + 1} 0 obj\n${object}\nendobj\n`
    return offset
  })
  const table = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('')
  return Buffer.from(
    `${body}xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${table}trailer\n<</Size ${objects.length + 1}/Root 1 0 R${encrypted ? `/Encrypt 6 0 R/ID[<${'12'.repeat(16)}><${'12'.repeat(16)}>]` : ''}>>\nstartxref\n${body.length}\n%%EOF`,
  )
}

/** A Word document with one paragraph. `stated`: the size that its archive claims for it. */
function docx(words: string, stated?: number): Uint8Array {
  const types = 'http://schemas.openxmlformats.org/package/2006'
  const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument'
  return zip([
    [
      '[Content_Types].xml',
      `<Types xmlns="${types}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>`,
    ],
    [
      '_rels/.rels',
      `<Relationships xmlns="${types}/relationships"><Relationship Id="r1" Type="${office}" Target="word/document.xml"/></Relationships>`,
    ],
    [
      'word/document.xml',
      `<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>${words}</w:t></w:r></w:p></w:body></w:document>`,
      stated,
    ],
  ])
}

function zip(files: [name: string, content: string, stated?: number][]): Uint8Array {
  const parts: Buffer[] = []
  const directory: Buffer[] = []
  for (const [name, content, stated = content.length] of files) {
    const packed = deflateRawSync(content)
    const about = Buffer.alloc(26)
    for (const [value, at] of [
      [20, 0],
      [8, 4],
    ] as const)
      about.writeUInt16LE(value, at)
    for (const [value, at] of [
      [crc32(content), 10],
      [packed.length, 14],
      [stated, 18],
    ] as const)
      about.writeUInt32LE(value, at)
    about.writeUInt16LE(name.length, 22)
    const place = Buffer.alloc(14)
    place.writeUInt32LE(
      parts.reduce((sum, { length }) => sum + length, 0),
      10,
    )
    parts.push(Buffer.from('PK\x03\x04'), about, Buffer.from(name), packed)
    directory.push(Buffer.from('PK\x01\x02\x14\0'), about, place, Buffer.from(name))
  }
  const [begin, size] = [parts, directory].map((all) => all.reduce((sum, { length }) => sum + length, 0))
  const end = Buffer.alloc(18)
  for (const at of [4, 6]) end.writeUInt16LE(files.length, at)
  end.writeUInt32LE(size!, 8)
  end.writeUInt32LE(begin!, 12)
  return Buffer.concat([...parts, ...directory, Buffer.from('PK\x05\x06'), end])
}
