import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { parseAst } from 'vite'

const root = fileURLToPath(new URL('..', import.meta.url))
const spokenAttributes = ['aria-label', 'title', 'placeholder', 'label', 'hint', 'alt']
/** What is the same in every language: the product's name, keys, and code to copy. */
const nameless = (text: string) => !/\p{L}/u.test(text.replace(/\bHalo\b/g, ''))
const codeTags = ['code', 'kbd', 'Kbd']

interface Node {
  type: string
  name?: { name: string }
  openingElement?: { name: { name: string } }
  value?: unknown
  parent?: never
  [key: string]: unknown
}

/** Words that stand in the markup itself instead of in the catalogue. */
function* words(node: unknown): Generator<string> {
  if (Array.isArray(node)) for (const each of node) yield* words(each)
  if (!node || typeof node !== 'object' || Array.isArray(node)) return
  const { type, name, openingElement, value } = node as Node
  if (type === 'JSXElement' && codeTags.includes(openingElement!.name.name)) return
  if (type === 'JSXText' && !nameless(value as string)) yield (value as string).trim()
  if (type === 'JSXAttribute' && spokenAttributes.includes(name!.name)) {
    const said = (value as { value?: unknown } | null)?.value
    if (typeof said === 'string' && !nameless(said)) yield said
  }
  for (const part of Object.values(node)) yield* words(part)
}

for (const part of ['dashboard', 'widget']) {
  test(`every word in the markup of the ${part} comes from the catalogue`, () => {
    const files = globSync(`${part}/**/*.tsx`, { cwd: root })
    assert.ok(files.length > 5)
    const bare = files.flatMap((file) =>
      [...words(parseAst(readFileSync(root + file, 'utf8'), { lang: 'tsx' }))].map((text) => `${file}: ${text}`),
    )
    assert.deepEqual(bare, [])
  })
}
