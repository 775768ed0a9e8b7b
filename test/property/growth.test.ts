import { test } from 'node:test'
import { checkClaims } from '../../server/claims/check-claims.ts'
import { Evidence } from '../../server/claims/evidence.ts'
import { findClaims } from '../../server/claims/find-claims.ts'
import { compose } from '../../server/builtin/compose.ts'
import { commandsTheModel, quotable } from '../../server/builtin/sentences.ts'
import { route } from '../../server/agents/routing.ts'
import { read } from '../../server/knowledge/sources/formats/read.ts'
import { readHtml } from '../../server/knowledge/sources/formats/html.ts'
import { readCsv, readJson, readXml } from '../../server/knowledge/sources/formats/records.ts'
import { decode } from '../../server/knowledge/sources/formats/decode.ts'
import { rulesOf } from '../../server/knowledge/sources/formats/robots.ts'
import { parseSitemap } from '../../server/knowledge/sources/formats/sitemap.ts'
import { piecesOf, sentencesOf } from '../../server/knowledge/passages.ts'
import { readQuery } from '../../server/knowledge/query.ts'
import { ArticleIndex, questionsIn } from '../../server/knowledge/search.ts'
import { askedTerms, termsOf, wordsOf } from '../../server/knowledge/words.ts'
import { personalIn } from '../../protocol/teaching/personal.ts'
import { didYouMean, lastQuestion } from '../../server/language/did-you-mean.ts'
import { keyphrasesOf } from '../../server/language/keyphrase.ts'
import { readMood } from '../../server/language/mood.ts'
import { featuresOf } from '../../server/language/mood/features.ts'
import { promisesPerson } from '../../server/language/promise.ts'
import { isQuestion } from '../../server/language/question.ts'
import { readSmallTalk } from '../../server/language/smalltalk.ts'
import { readTopic, titled } from '../../server/language/topic.ts'
import { readWhisper } from '../../server/language/whisper.ts'
import { readReceipt } from '../../server/judging/receipt.ts'
import { CitationCheck } from '../../server/models/citations.ts'
import { GivenAddresses } from '../../server/models/given-addresses.ts'
import { assemblePrompt } from '../../server/models/prompt.ts'
import type { Turn } from '../../server/models/model.ts'
import { readVisitorToken } from '../../server/people/visitors/visitor-token.ts'
import { entryWords } from '../../server/people/visitors/words.ts'
import { mask } from '../../server/privacy/mask.ts'
import { WordSpace } from '../../server/reviewing/topics/word-space.ts'
import { contradiction } from '../../server/teaching/conflicts.ts'
import { CorrectionIndex } from '../../server/teaching/matching.ts'
import { forSlack } from '../../server/alerts/words.ts'
import { blocksOf } from '../../client/markdown.ts'
import { linksOf } from '../../client/inline.ts'
import { assertLinear } from './growth.ts'

const bytes = (text: string) => Buffer.from(text)
const quietly = (reading: () => unknown) => {
  try {
    return reading()
  } catch {
    return null
  }
}

const articles = new ArticleIndex()
articles.put({
  id: 'a',
  title: 'Refunds',
  body: 'A refund takes five days.\n\nSend the parcel back first.',
  url: null,
})
const corrections = new CorrectionIndex()
corrections.put({ id: 'c', question: 'How long does a refund take?', phrasings: [] })
const words = new WordSpace(['How long does a refund take?'])

const turnOf = (text: string): Turn => ({
  agent: { id: 'a', name: 'Halo', instructions: '', goal: '', idealCustomer: '', boundaries: '' },
  history: [
    { id: '1', from: 'ai', author: null, text, at: 0 },
    { id: '2', from: 'visitor', author: null, text, at: 0 },
  ],
  whispers: [],
  taught: { guidance: [], corrections: [], lessons: [], docs: [], instructions: '' },
  visitor: { name: text.slice(0, 100), email: null },
  page: { url: text.slice(0, 2000), title: text.slice(0, 300) },
  passages: articles.search(text),
  search: (asked) => articles.search(asked),
  find: async () => [],
  mayEscalate: true,
})

/** How deep a page may nest is bounded by itself; here it only gets longer. */
const page = (text: string) =>
  quietly(() => readHtml(bytes(text.replaceAll('<b>', '<b></b>')), null, 'https://a.example/'))
const passage = (body: string) => piecesOf({ id: 'a', title: 'A', body, url: null })
const cited = (text: string) => {
  const check = new CitationCheck({ address: () => false, article: () => null, count: () => 1 })
  for (let at = 0; at < text.length; at += 20) check.hear(text.slice(at, at + 20))
  return check.end()
}

/** Every function that a visitor, a page or a file can reach: twice as much to read may not cost more than two and a half times as much. */
const readers: Record<string, (text: string) => unknown> = {
  masking: mask,
  'keyphrases of a message': (text) => keyphrasesOf([text]),
  'the topic of a message': (text) => readTopic([{ text }], []),
  'a title as a topic': titled,
  'whether something is asked': isQuestion,
  'small talk': readSmallTalk,
  'the mood of a message': (text) => readMood([{ id: '1', text }]),
  'the features of a mood': (text) => featuresOf(text),
  'questions in a message': questionsIn,
  'the words of a text': wordsOf,
  'the terms of a text': termsOf,
  'the terms of a question': askedTerms,
  'a query': (text) => readQuery(text, { asked: text, answered: text }),
  'a search': (text) => articles.search(text),
  'finding a correction': (text) => corrections.match(text),
  'a message among named topics': (text) => words.vector(text),
  'what in a text is personal': (text) => personalIn(text, [text.slice(0, 100)]),
  'asking back': (text) => [didYouMean(text), didYouMean(text.slice(0, 200))],
  'what was asked back': (text) =>
    lastQuestion([
      { id: '1', from: 'ai', author: null, text, at: 0 },
      { id: '2', from: 'visitor', author: null, text: 'yes', at: 0 },
    ]),
  'the built-in answer': (text) => compose(turnOf(text)),
  'a prompt': (text) => assemblePrompt(turnOf(text)),
  'a promise of a person': promisesPerson,
  'the claims of a text': (text) => findClaims(text, new Date(0)),
  'claims looked up': (text) =>
    checkClaims(text, new Evidence([{ kind: 'passage', id: null, text }], new Date(0)), new Date(0)),
  'orders to the model': commandsTheModel,
  'sentences that can be quoted': quotable,
  sentences: sentencesOf,
  'an article in pieces': passage,
  'a whisper or a lesson': readWhisper,
  'whether a whisper was followed': (text) =>
    readReceipt('tell them a refund takes five days', { text, sources: [], human: false }),
  'two lessons that disagree': (text) => contradiction(text, text),
  'citations in a stream': cited,
  'a cited address': (text) => new GivenAddresses(text, [text]).has(text),
  'an entry of a visitor’s state': (text) => entryWords({ label: text, type: 'text', value: { a: text } } as never),
  'where a page is routed': (text) =>
    route(
      [{ id: 'r', agentId: 'a', host: '*a*a*.example', path: '/*a*?*b', traits: [] }],
      [{ id: 'a', isDefault: true }],
      `https://a.example/${text}`,
      {},
    ),
  'a visitor’s token': (text) => readVisitorToken('secret', text),
  'words in Slack': forSlack,
  'what the AI wrote': (text) => blocksOf(text),
  'what people typed': (text) => linksOf(text),
  'a page': page,
  'an attribute of a page': (text) => page(`<html><body><a href="${text}" rel="${text}">x</a><p>${text}</p>`),
  'a table': (text) => quietly(() => readCsv(bytes(text), null)),
  JSON: (text) => quietly(() => readJson(bytes(`[${JSON.stringify(text)},{"a":${text}]`), null)),
  XML: (text) => quietly(() => readXml(bytes(`<a>${text}</a>`), null)),
  'plain text': (text) => quietly(() => decode(bytes(text))),
  'a text file': (text) =>
    read({ bytes: bytes(text), name: 'a.md', type: '', charset: null, url: null }).catch(() => null),
  'a sitemap': (text) =>
    quietly(() => parseSitemap(`<urlset><url><loc>${text}</loc></url></urlset>`, 'https://a.example/')),
  'a list of addresses': (text) => quietly(() => parseSitemap(`https://a.example/\n${text}`, 'https://a.example/')),
  'robots.txt': (text) =>
    rulesOf(`User-agent: *\nDisallow: /${text}\n${text}`, 'https://a.example/robots.txt', 'https://a.example/ab'),
}

/** They take long whatever they read, because they parse a document or look for sentences. */
const slow = new Set([
  'a page',
  'an attribute of a page',
  'a promise of a person',
  'whether a whisper was followed',
])

/** So much of a stream is held back while it may still become a link, and looked at again with each piece. */
const held = { 'citations in a stream': 2_000 } as Record<string, number>

for (const [name, read] of Object.entries(readers))
  test(name, () => assertLinear(name, read, { everyNth: slow.has(name) ? 5 : 1, shortest: held[name] }))
