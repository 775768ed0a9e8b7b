import { z } from 'zod'
import { Id, PromptLayer, Source, Time, Words } from '../entities.ts'
import {
  Correction,
  Firing,
  GuidanceRow,
  InternalDoc,
  Lesson,
  Scope,
  UsedCorrection,
  UsedLesson,
} from './shapes.ts'
import { maxDocLength, maxDocsTogether, maxGuidanceLength, maxLessonLength } from '../sizes.ts'

/** The routes by which operators teach. */

const Text = (most: number) => Words.trim().min(1, 'Write something first').max(most, `At most ${most} characters`)
const ById = z.object({ id: Id })
const Done = z.object({ ok: z.literal(true) })
const lessonSaved = z.object({ lesson: Lesson })
const correctionSaved = z.object({ correction: Correction })
const firings = z.object({ firings: z.array(Firing) })
/** Whom it is for. A customer's company comes along by itself. */
const forWhom = { scope: Scope.default('everyone'), contactId: Id.nullable().default(null) }

export const teachingRoutes = {
  'GET /api/lessons': {
    for: 'operator',
    needs: 'inbox:view',
    says: 'Inbox training: lessons, the latest change first, at most 500. `text` looks in the text and the names.',
    query: z.object({
      text: Words.max(200).optional(),
      scope: Scope.optional(),
      contactId: Id.optional(),
      retired: z.stringbool().default(false),
    }),
    reply: z.object({ lessons: z.array(UsedLesson), more: z.boolean() }),
  },
  'POST /api/lessons': {
    for: 'operator',
    needs: 'inbox:reply',
    says: 'Save a lesson. The same id again is the same lesson. Its `conflicts` name others of the same scope that seem to say otherwise.',
    body: z.strictObject({ id: Id, text: Text(maxLessonLength), ...forWhom }),
    reply: lessonSaved,
  },
  'PATCH /api/lessons/:id': {
    for: 'operator',
    needs: 'inbox:reply',
    says: 'Change, widen, narrow, switch or restore (`retired: false`) a lesson. Holds from the next reply.',
    params: ById,
    body: z.strictObject({
      text: Text(maxLessonLength).optional(),
      scope: Scope.optional(),
      on: z.boolean().optional(),
      reviewAt: Time.nullable().optional(),
      retired: z.literal(false).optional(),
    }),
    reply: lessonSaved,
  },
  'DELETE /api/lessons/:id': {
    for: 'operator',
    needs: 'inbox:reply',
    says: 'Retire a lesson: it is heeded no more and can be restored.',
    params: ById,
    reply: lessonSaved,
  },
  'GET /api/lessons/:id/firings': {
    for: 'operator',
    needs: 'inbox:view',
    says: 'The replies that a lesson went into, the latest first, at most 100.',
    params: ById,
    reply: firings,
  },

  'GET /api/corrections': {
    for: 'operator',
    needs: 'inbox:view',
    says: 'Corrections, the latest change first, at most 500. `text` looks in question and answer.',
    query: z.object({ text: Words.max(200).optional(), retired: z.stringbool().default(false) }),
    reply: z.object({ corrections: z.array(UsedCorrection), more: z.boolean() }),
  },
  'POST /api/conversations/:id/messages/:messageId/correction': {
    for: 'operator',
    needs: 'inbox:reply',
    says: 'Say what an AI message should have said. Answers similar questions from then on. `tell` posts it to this visitor, too: 409 `held` when a colleague has the pen, 409 `completed` when the conversation is over; then nothing is stored.',
    params: z.object({ id: Id, messageId: Id }),
    body: z.strictObject({
      id: Id,
      question: Text(2000),
      answer: Text(maxLessonLength),
      scope: Scope,
      tell: z.boolean().default(false),
    }),
    reply: correctionSaved,
  },
  'POST /api/corrections': {
    for: 'operator',
    needs: 'inbox:reply',
    says: 'A correction that no conversation gave rise to, such as one made in Live Train.',
    body: z.strictObject({
      id: Id,
      question: Text(2000),
      answer: Text(maxLessonLength),
      /** Where it was asked, of an answer that was never sent: in its visitor's words nobody else is asked anything. */
      askedIn: Id.optional(),
      ...forWhom,
    }),
    reply: correctionSaved,
  },
  'PATCH /api/corrections/:id': {
    for: 'operator',
    needs: 'inbox:reply',
    says: 'Change or restore (`retired: false`) a correction. Holds from the next reply.',
    params: ById,
    body: z.strictObject({
      question: Text(2000).optional(),
      answer: Text(maxLessonLength).optional(),
      scope: Scope.optional(),
      retired: z.literal(false).optional(),
    }),
    reply: correctionSaved,
  },
  'DELETE /api/corrections/:id': {
    for: 'operator',
    needs: 'inbox:reply',
    says: 'Retire a correction: it answers nothing any more and can be restored.',
    params: ById,
    reply: correctionSaved,
  },
  'GET /api/corrections/:id/firings': {
    for: 'operator',
    needs: 'inbox:view',
    says: 'The replies that a correction went into, the latest first, at most 100.',
    params: ById,
    reply: firings,
  },

  'GET /api/guidance': {
    for: 'operator',
    needs: 'agents:view',
    says: 'Guidance, in its order.',
    reply: z.object({ guidance: z.array(GuidanceRow) }),
  },
  'PUT /api/guidance/:id': {
    for: 'operator',
    needs: 'agents:edit',
    says: 'Write or change a row of guidance. A new one stands last. Holds from the next reply.',
    params: ById,
    body: z.strictObject({ text: Text(maxGuidanceLength), on: z.boolean().default(true) }),
    reply: z.object({ row: GuidanceRow }),
  },
  'DELETE /api/guidance/:id': {
    for: 'operator',
    needs: 'agents:edit',
    says: 'Remove a row of guidance. Deleting what is gone is no error.',
    params: ById,
    reply: Done,
  },
  'POST /api/guidance/order': {
    for: 'operator',
    needs: 'agents:edit',
    says: 'Put guidance into this order. Rows that are not named follow in the order they had.',
    body: z.strictObject({ ids: z.array(Id).max(1000) }),
    reply: z.object({ guidance: z.array(GuidanceRow) }),
  },

  'GET /api/internal-docs': {
    for: 'operator',
    needs: 'agents:view',
    says: 'Internal documents, by title.',
    reply: z.object({ docs: z.array(InternalDoc) }),
  },
  'PUT /api/internal-docs/:id': {
    for: 'operator',
    needs: 'agents:edit',
    says: `Write or change an internal document. 409 \`too_much\` when those that are on would exceed ${maxDocsTogether} characters together.`,
    params: ById,
    body: z.strictObject({ title: Text(200), body: Text(maxDocLength), on: z.boolean().default(true) }),
    reply: z.object({ doc: InternalDoc }),
  },
  'DELETE /api/internal-docs/:id': {
    for: 'operator',
    needs: 'agents:edit',
    says: 'Remove an internal document. Deleting what is gone is no error.',
    params: ById,
    reply: Done,
  },
  'GET /api/instructions': {
    for: 'operator',
    needs: 'agents:view',
    says: 'The instructions that hold for every agent.',
    reply: z.object({ text: z.string(), changedAt: Time.nullable() }),
  },
  'PUT /api/instructions': {
    for: 'operator',
    needs: 'agents:edit',
    says: 'Change the instructions for every agent. Holds from the next reply.',
    body: z.strictObject({ text: Words.max(20_000) }),
    reply: z.object({ text: z.string(), changedAt: Time.nullable() }),
  },

  'POST /api/agents/:id/training': {
    for: 'operator',
    needs: 'agents:edit',
    says: 'Live Train: one reply of the real agent to a conversation that exists nowhere else. Nothing of it is stored, counted or told to anybody.',
    params: ById,
    body: z.strictObject({
      /** Whose identity, company and lessons to play; null is an anonymous visitor. */
      contactId: Id.nullable(),
      page: z
        .strictObject({ url: Words.max(2000), title: Words.max(300) })
        .nullable()
        .default(null),
      /** Oldest first; the last one is the visitor's. */
      history: z
        .array(z.strictObject({ id: Id, from: z.enum(['visitor', 'ai']), text: Text(10_000) }))
        .min(1)
        .max(100),
      whispers: z
        .array(z.strictObject({ id: Id, text: Text(maxLessonLength) }))
        .max(20)
        .default([]),
    }),
    reply: z.object({
      text: z.string(),
      sources: z.array(Source),
      human: z.string().nullable(),
      layers: z.array(PromptLayer),
    }),
  },
} as const
