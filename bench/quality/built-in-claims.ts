import { readdirSync, readFileSync } from 'node:fs'
import { dialogues } from '../../demo/dialogues/index.ts'
import { compose } from '../../server/builtin/compose.ts'
import { claimsOf } from '../../server/claims/prompt-claims.ts'
import { sentencesOf } from '../../server/knowledge/passages.ts'
import { ArticleIndex } from '../../server/knowledge/search.ts'
import type { Turn } from '../../server/models/model.ts'
import { assemblePrompt } from '../../server/models/prompt.ts'
import { noteSearches } from '../../server/replies/written.ts'
import { nothingTaught } from '../../server/teaching/read-taught.ts'
import { readClaimSets } from './claims.ts'

const folder = new URL('../../demo/knowledge/', import.meta.url)

/** A claim of the built-in answerer. It quotes what it was given, so each of them must be found there. */
interface Said {
  question: string
  text: string
  claim: string
  supported: boolean
}

/** What it claims when it is asked everything that the demo's visitors say, and each sentence of the articles; by itself, whispered to and corrected. */
export function builtInClaims(): Said[] {
  const sets = readClaimSets()
  const articles = [
    ...readdirSync(folder).map((file) => ({ id: file, body: readFileSync(new URL(file, folder), 'utf8') })),
    ...sets.map(({ name, pairs }) => ({ id: name, body: pairs.map(({ given }) => given).join('\n\n') })),
  ].map(({ id, body }) => ({ id, title: id.replace('.md', '').replaceAll('-', ' '), url: null, body }))
  const index = new ArticleIndex()
  index.replace(articles)
  const said = dialogues.flatMap(({ steps }) => steps.flatMap((step) => (step.kind === 'say' ? [step.text] : [])))
  const sentences = articles.flatMap(({ body }) => body.split('\n').flatMap(sentencesOf))
  const taught = sets.flatMap(({ pairs }) => pairs.map(({ answer }) => answer))
  return [
    ...[...said, ...sentences].flatMap((question) => claimsIn(turnOf(index, question))),
    ...taught.flatMap((text) => claimsIn(whispered(turnOf(index, 'What about my order?'), text))),
    ...taught.flatMap((text) => claimsIn(corrected(turnOf(index, 'What about my order?'), text))),
  ]
}

function claimsIn(asked: Turn): Said[] {
  const turn = noteSearches(asked)
  const { text } = compose(turn)
  const passages = [...turn.passages, ...turn.looked]
  return claimsOf(text, assemblePrompt({ ...turn, passages }).layers, passages).map(({ at, end, support }) => ({
    question: turn.history.at(-1)!.text,
    text,
    claim: text.slice(at, end),
    supported: support !== null,
  }))
}

function turnOf(index: ArticleIndex, question: string): Turn {
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

const whispered = (turn: Turn, text: string): Turn => ({
  ...turn,
  whispers: [{ id: 'w', by: 'Ada', text: `tell them: ${text}` }],
})

const corrected = (turn: Turn, answer: string): Turn => ({
  ...turn,
  taught: {
    ...nothingTaught,
    corrections: [
      { id: 'c', by: 'Ada', question: turn.history[0]!.text, answer, general: true, band: 'sure', changedAt: 0 },
    ],
  },
})
