import { isBinding } from '../../protocol/agents/sending.ts'
import { tellsToEscalate } from '../agents/escalation.ts'
import { claimsOf } from '../claims/prompt-claims.ts'
import { asksSomething, assessReply } from '../judging/assess-reply.ts'
import { offersPerson, promisesPerson } from '../language/promise.ts'
import type { Gathered } from '../models/gathered.ts'
import type { Passage, Turn } from '../models/model.ts'
import { assemblePrompt, reasoningLayer } from '../models/prompt.ts'
import type { FinishedReply, ReplyAssessment } from '../models/reply-assessment.ts'
import { provenanceOf } from '../teaching/read-taught.ts'
import type { Signals } from './escalate.ts'
import type { Reply } from './reply.ts'

/** A turn that knows which passages the model looked up by itself: they entered its reply too, and "what the AI saw" must show them. */
export type Noted = Turn & { looked: Passage[]; lookedUp: () => boolean }

export function noteSearches(turn: Turn): Noted {
  const looked: Passage[] = []
  let searches = 0
  const isNew = ({ id }: Passage) => ![...turn.passages, ...looked].some((passage) => passage.id === id)
  const note = (found: Passage[]) => {
    looked.push(...found.filter(isNew))
    return found
  }
  const search = (question: string) => {
    searches++
    return note(turn.search(question))
  }
  const find = async (question: string) => {
    searches++
    return note(await turn.find(question))
  }
  return { ...turn, looked, search, find, lookedUp: () => searches > 0 }
}

/** A reply as the model gave it, with what is thought of it. `finished` is what a model that judges is shown. */
export interface Written {
  reply: Reply
  finished: FinishedReply
}

/** `judges`: a model will have its say later. */
export function written(
  turn: Noted,
  gathered: Gathered,
  { name, judges }: { name: string; judges: boolean },
): Written {
  const { sources, unknown, reasoning, human, inquiry, notes } = gathered
  const text = wordsOf(gathered)
  const passages = [...turn.passages, ...turn.looked]
  const prompt = assemblePrompt({ ...turn, passages }).layers
  const claims = claimsOf(text, prompt, passages)
  const finished = { text, sources, human: human !== null, passages, unknown, claims, notes }
  const [opinion, seen] = assess(turn, finished, { asked: human, judges })
  const reply: Reply = {
    text,
    sources,
    layers: [...prompt, ...reasoningLayer(reasoning)],
    provenance: [
      ...turn.whispers.map(({ id }) => ({ kind: 'whisper', ref: id })),
      ...provenanceOf(turn.taught),
      ...[...new Set(passages.map(({ articleId }) => articleId))].map((ref) => ({ kind: 'article', ref })),
      ...[...new Set(sources.map(({ id }) => id))].map((ref) => ({ kind: 'cited', ref })),
    ],
    opinion,
    signals: { ...seen, inquires: inquiry !== null },
    inquiry,
    spent: gathered.usage && { model: gathered.by ?? name, usage: gathered.usage },
  }
  return { reply, finished }
}

/** Sums, dates and promises of the reply that nobody gave it, in its own words. */
export function unsupportedIn({ text, claims = [] }: FinishedReply): string[] {
  return claims
    .filter(({ kind, support }) => support === null && isBinding(kind))
    .map(({ at, end }) => text.slice(at, end))
}

/** What the visitor reads. */
export function wordsOf({ text, inquiry }: Pick<Gathered, 'text' | 'inquiry'>): string {
  const silent = inquiry ? 'I am checking with a colleague.' : 'Let me get a person for this.'
  return text.trim().toWellFormed() || silent
}

/** Where a model judges by itself, this is only how it looks until then: nothing follows from doubt, and no whisper gets its receipt yet. */
function assess(
  turn: Noted,
  reply: FinishedReply,
  { asked, judges }: { asked: string | null; judges: boolean },
): [ReplyAssessment, Omit<Signals, 'inquires'>] {
  const assessment = assessReply(turn, reply)
  const signals = {
    asked,
    text: reply.text,
    confidence: judges ? null : assessment.confidence,
    searched: asksSomething(turn) || turn.lookedUp(),
    told: tellsToEscalate(turn.whispers),
    whispered: turn.whispers.some(({ text }) => promisesPerson(text)),
    offers: offersPerson(reply.text),
  }
  return [judges ? { ...assessment, whispers: [] } : assessment, signals]
}
