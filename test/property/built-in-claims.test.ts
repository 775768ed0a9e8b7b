import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import { readClaimSets } from '../../bench/quality/claims.ts'
import { dialogues } from '../../demo/dialogues/index.ts'
import { compose } from '../../server/builtin/compose.ts'
import { claimsOf } from '../../server/claims/prompt-claims.ts'
import { sentencesOf } from '../../server/knowledge/passages.ts'
import { ArticleIndex } from '../../server/knowledge/search.ts'
import type { Turn } from '../../server/models/model.ts'
import { assemblePrompt } from '../../server/models/prompt.ts'
import { nothingTaught } from '../../server/teaching/read-taught.ts'

const folder = new URL('../../demo/knowledge/', import.meta.url)
const articles = [
  ...readdirSync(folder).map((file) => ({ id: file, body: readFileSync(new URL(file, folder), 'utf8') })),
  ...readClaimSets().map(({ name, pairs }) => ({ id: name, body: pairs.map(({ given }) => given).join('\n\n') })),
].map(({ id, body }) => ({ id, title: id.replace('.md', '').replaceAll('-', ' '), url: null, body }))

const index = new ArticleIndex()
index.replace(articles)

function turnOf(question: string): Turn {
  return {
    agent: { id: 'agent', name: 'Nora', instructions: '', goal: '', idealCustomer: '', boundaries: '' },
    history: [{ id: 'm', from: 'visitor', author: null, text: question, at: 0 }],
    whispers: [],
    taught: nothingTaught,
    visitor: { name: null, email: null },
    page: null,
    passages: index.search(question),
    search: (text) => index.search(text),
    find: (text) => index.find(text),
    mayEscalate: true,
  }
}

test('whatever the built-in answerer claims stands in what it was given', () => {
  const said = dialogues.flatMap(({ steps }) => steps.flatMap((step) => (step.kind === 'say' ? [step.text] : [])))
  const sentences = articles.flatMap(({ body }) => body.split('\n').flatMap(sentencesOf))
  let claims = 0
  for (const question of [...said, ...sentences]) {
    const turn = turnOf(question)
    const { text } = compose(turn)
    for (const { at, end, support } of claimsOf(text, assemblePrompt(turn).layers, turn.passages)) {
      claims++
      assert.ok(support, `“${text.slice(at, end)}” stands nowhere, in the answer to “${question}”: ${text}`)
    }
  }
  assert.ok(claims > 200, `${claims} claims are too few to prove anything`)
})
