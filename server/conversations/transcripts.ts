import type { Kysely } from 'kysely'
import type { Conversation, Transcript, VisitorTranscript } from '../../protocol/entities.ts'
import { cutTranscript, cutVisitorTranscript, withAttached } from '../../protocol/stretch.ts'
import { markOf } from '../../protocol/tickets/apply.ts'
import type { Context } from '../ground/context.ts'
import type { Before } from '../db/newest.ts'
import type { Schema } from '../db/schema.ts'
import { newestEventsOf, readEventsOf, visiblePlace } from '../events/log.ts'
import { verdictsIn } from '../judging/assess-reply.ts'
import { findHold } from '../replies/holds.ts'
import { listRatings } from '../supervision/ratings.ts'
import { listInquiries } from '../supervision/open-inquiry.ts'
import { listWhispers } from '../supervision/whispers.ts'
import { taughtIn } from '../teaching/taught.ts'
import { listComments } from '../tickets/comments.ts'
import { newestMessages } from './messages.ts'
import { listNotes } from './notes.ts'
import { findConversation, findOwn, forVisitor } from './queries.ts'
import { votesOf } from './votes.ts'

/** Everything an operator may see of the newest stretch of a conversation, or of the one that ends before a `seq`, at one point in time. */
export function transcriptFor(ctx: Context, id: string, end?: number): Promise<Transcript> {
  return ctx.db.snapshot(async (db) => {
    const conversation = await findConversation(db, id)
    const entries = await entriesBefore(db, conversation, { seq: end ?? endOf(conversation), most: oneMore(ctx) })
    const stretch = cutTranscript({ ...entries, ...nothingAttached, stretch: { ...ctx.stretch, from: 0 } })
    return withAttached({ ...stretch, ...(await attachedTo(db, stretch)), notes: await listNotes(db, id) })
  })
}

/** The visitor's share of it. */
export function visitorTranscriptFor(
  ctx: Context,
  visitorId: string,
  id: string,
  end?: number,
): Promise<VisitorTranscript> {
  return ctx.db.snapshot(async (db) => {
    const conversation = await findOwn(db, visitorId, id)
    const messages = await newestMessages(db, id, { seq: end ?? endOf(conversation), most: oneMore(ctx) })
    return cutVisitorTranscript({
      conversation: forVisitor(conversation),
      messages,
      votes: await votesOf(db, id, messages),
      stretch: { ...ctx.stretch, from: 0 },
      upTo: await visiblePlace(db, id),
    })
  })
}

const endOf = ({ seq }: Conversation) => seq + 1
/** What is left out is known by one entry that does not fit. */
const oneMore = ({ stretch }: Context) => stretch.entries + 1

type Attached = Pick<Transcript, 'moods' | 'verdicts' | 'lessons' | 'corrections' | 'ratings' | 'notes'>
const nothingAttached: Attached = { moods: [], verdicts: [], lessons: [], corrections: [], ratings: [], notes: [] }

/** What has a place of its own in the log; of each kind as much as could fit. */
async function entriesBefore(
  db: Kysely<Schema>,
  conversation: Conversation,
  before: Before,
): Promise<Omit<Transcript, keyof Attached | 'stretch'>> {
  const { id, seq } = conversation
  const log = await newestEventsOf(
    db,
    id,
    ['brief.written', 'reply.cut', 'run.failed', 'conversation.escalated'],
    before,
  )
  return {
    conversation,
    messages: await newestMessages(db, id, before),
    whispers: await listWhispers(db, id, before),
    briefs: log.flatMap((event) => (event.type === 'brief.written' ? [event.payload.brief] : [])),
    inquiries: await listInquiries(db, id, before),
    hold: await findHold(db, id),
    cuts: log.flatMap((event) => (event.type === 'reply.cut' ? [event.payload.cut] : [])),
    failures: log.flatMap((event) => (event.type === 'run.failed' ? [event.payload.failure] : [])),
    escalations: log.flatMap((event) => (event.type === 'conversation.escalated' ? [event.payload] : [])),
    comments: await listComments(db, id, before),
    ticketMarks: (await newestEventsOf(db, id, ['ticket.opened', 'ticket.changed'], before)).map(markOf),
    upTo: seq,
  }
}

/** What was thought and taught of a message or a whisper is told after it. */
async function attachedTo(
  db: Kysely<Schema>,
  { conversation: { id }, messages, stretch: { from } }: Transcript,
): Promise<Omit<Attached, 'notes'>> {
  const log = await readEventsOf(
    db,
    id,
    ['mood.changed', 'verdict.reached', 'lesson.saved', 'lesson.changed', 'correction.added', 'correction.changed'],
    from,
  )
  return {
    moods: log.flatMap((event) => (event.type === 'mood.changed' ? [event.payload.mark] : [])),
    verdicts: verdictsIn(log),
    ...taughtIn(log),
    ratings: await listRatings(db, id, messages),
  }
}
