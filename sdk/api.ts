// Generated from protocol/programs/v1.ts by `npm run docs`. Do not edit.

/**
 * The client of Halo's API for programs: one file without dependencies, for Node.js 20 and everything else that has `fetch`.
 *
 *     const halo = connectHalo({ url: 'https://halo.example.com', key: process.env.HALO_KEY! })
 *     const { conversations } = await halo.listConversations({ status: 'live' })
 *     await halo.whisper({ id: conversations[0]!.id }, { id: crypto.randomUUID(), text: 'Offer a refund' })
 */

/** `expects`: the pen and the log must still be as seen, else `HaloError` 409 `moved`. `idempotencyKey`: the same request under it is done once. */
export interface Options { expects?: { epoch?: number; seq?: number }; idempotencyKey?: string; signal?: AbortSignal }

/** What Halo refused. `code` is for programs, the message a sentence for people; `retryAfter` in seconds, of 429. */
export class HaloError extends Error {
  readonly status: number
  readonly code: string
  readonly details: unknown
  readonly retryAfter: number | null
  constructor(status: number, { code, message, details }: { code: string; message: string; details?: unknown }, retryAfter: number | null = null) {
    super(message)
    this.name = 'HaloError'
    this.status = status
    this.code = code
    this.details = details
    this.retryAfter = retryAfter
  }
}

export type Conversation = { id: string; agent: AgentFace; status: 'live' | 'completed'; openedAt: number; completedAt: number | null; control: Control; humanRequestedAt: number | null; seen?: { visitor: number; operator: number }; seq: number; visitor: Visitor; presence: Presence; presenceAt: number; page: Page | null; channel?: Channel; mood: MoodReading; topic: string | null; lastMessage: { from: 'visitor' | 'ai' | 'operator' | 'system'; text: string; at: number; seq?: number } | null; lastWords?: string | null; waitingSince: number | null; failure?: { at: number; reason: string } | null; inquiry?: { id: string; at: number; by: Person | null; text: string } | null; hold?: { run: string; at: number; reason: 'draft' | 'hold' | 'claim'; dueAt: number | null } | null; absence?: { at: number; operator: Person } | null; ticket: Ticket | null; endedHow: Ending | null; outcome: Outcome | null; score: Score | null; reviewed: Reviewed | null; ratings: RatingCount; corrected: string[]; operators: Person[]; confidence: Confidence | null; escalation: EscalationMark | null; unsure: string[] }

export type AgentFace = { id: string; name: string }

export type Control = { holder: 'ai' | 'operator'; operator: Person | null; epoch: number; since: number }

export type Person = { id: string; name: string; image: string | null }

export type Visitor = { id: string; name: string | null; email: string | null; identified: boolean; verified: boolean; contactId: string | null; company: Named | null; toldAt: number | null }

export type Named = { id: string; name: string }

export type Presence = 'active' | 'idle' | 'gone'

export type Page = { url: string; title: string; language?: string }

export type Channel = { name: string; quietMinutes: number }

export type MoodReading = { mood: Mood; score: number; history: number[] }

export type Mood = 'happy' | 'neutral' | 'confused' | 'frustrated' | 'angry'

export type Ticket = { id: string; number: number; conversationId: string; subject: string; status: TicketStatus; assignee: Person | null; openedAt: number; changedAt: number; snoozedUntil?: number; resolvedBy?: 'ai' | 'person'; mergedInto?: { id: string; number: number }; fields?: TicketFields }

export type TicketStatus = 'open' | 'priority' | 'in_progress' | 'snoozed' | 'resolved' | 'spam'

export type TicketFields = Record<string, string>

export type Ending = 'closed' | 'timed_out' | 'shut_out'

export type Outcome = { kind: OutcomeKind; evidence: string; overruled?: Overrule }

export type OutcomeKind = 'resolved' | 'escalated' | 'answered' | 'abandoned' | 'no_question'

export type Overrule = { rule: OutcomeKind; reason: string; by: Person; at: number }

export type Score = { points: number; parts: ScorePart[] }

export type ScorePart = { name: ScorePartName; points: number; says: string }

export type ScorePartName = 'start' | 'mood_end' | 'mood_change' | 'outcome' | 'ratings' | 'corrections' | 'confidence'

export type Reviewed = { by: Person; at: number }

export type RatingCount = { up: number; down: number }

export type Confidence = number

export type EscalationMark = { at: number; reason: string; priority: boolean; byVisitor?: boolean }

export type Message = { id: string; seq: number; at: number; from: 'visitor' | 'ai' | 'operator' | 'system'; author: Person | null; text: string; sources: Source[]; run: string | null; corrects?: string; editedAt?: number; withdrawnAt?: number }

export type Source = { id: string; title: string; url: string | null }

export type Whisper = { id: string; seq: number; at: number; by: Person; text: string; state: 'waiting' | 'taken' | 'used' | 'withdrawn'; messageId: string | null; settledAt: number | null; must: boolean; receipt: Receipt | null }

export type Receipt = { receipt: ReceiptKind; sentence: string }

export type ReceiptKind = 'followed' | 'partly' | 'ignored'

export type Rating = { messageId: string; by: Person | null; vote: Vote; reason: RatingReason | null; comment: string; seq: number; at: number }

export type Vote = 'up' | 'down'

export type RatingReason = 'wrong' | 'incomplete' | 'tone' | 'outdated_source' | 'should_have_escalated'

export type Correction = { id: string; question: string; general?: boolean; answer: string; scope: Scope; contact: Named | null; company: Named | null; by: Person; messageId: string | null; conversationId: string | null; createdAt: number; changedAt: number; retiredAt: number | null; toldIn: string | null; unverified: boolean }

export type Scope = 'customer' | 'company' | 'everyone'

export type Lesson = { id: string; text: string; scope: Scope; contact: Named | null; company: Named | null; by: Person; origin: { conversationId: string; whisperId: string } | null; createdAt: number; changedAt: number; on: boolean; retiredAt: number | null; reviewAt: number | null; unverified: boolean; conflicts: LessonConflict[] }

export type LessonConflict = { id: string; text: string; why: string }

export type Comment = { id: string; seq: number; at: number; by: Person; text: string; mentions: string[] }

export type Contact = { id: string; userId: string; name: string; email: string | null; verified: boolean; company: { id: string; name: string } | null; createdAt: number; seenAt: number }

export type Traits = Record<string, unknown>

export type Article = { id: string; title: string; body: string; url: string | null; changedAt: number }

export type HaloEvent =
  | { position: number; conversationId: string; seq: number; at: number; actor: Actor; type: 'conversation.started'; payload: { conversation: Conversation } }
  | { position: number; conversationId: string; seq: number; at: number; actor: Actor; type: 'message.posted'; payload: { message: Message } }
  | { position: number; conversationId: string; seq: number; at: number; actor: Actor; type: 'message.edited'; payload: { id: string; seq: number; text: string; at: number } }
  | { position: number; conversationId: string; seq: number; at: number; actor: Actor; type: 'message.withdrawn'; payload: { id: string; seq: number; at: number; waitingSince: number | null } }
  | { position: number; conversationId: string; seq: number; at: number; actor: Actor; type: 'takeover.began'; payload: { control: Control } }
  | { position: number; conversationId: string; seq: number; at: number; actor: Actor; type: 'takeover.ended'; payload: { control: Control } }
  | { position: number; conversationId: string; seq: number; at: number; actor: Actor; type: 'human.requested'; payload: { at: number } }
  | { position: number; conversationId: string; seq: number; at: number; actor: Actor; type: 'messages.seen'; payload: { by: 'visitor' | 'operator'; upTo: number; at: number } }
  | { position: number; conversationId: string; seq: number; at: number; actor: Actor; type: 'absence.changed'; payload: { absence: { at: number; operator: Person } | null } }
  | { position: number; conversationId: string; seq: number; at: number; actor: Actor; type: 'conversation.completed'; payload: { at: number } }
  | { position: number; conversationId: string; seq: number; at: number; actor: Actor; type: 'conversation.reopened'; payload: { at: number } }
  | { position: number; conversationId: string; seq: number; at: number; actor: Actor; type: 'outcome.decided'; payload: { endedHow: Ending; outcome: Outcome } }
  | { position: number; conversationId: string; seq: number; at: number; actor: Actor; type: 'outcome.overruled'; payload: { outcome: Outcome } }
  | { position: number; conversationId: string; seq: number; at: number; actor: Actor; type: 'score.computed'; payload: { score: Score | null } }
  | { position: number; conversationId: string; seq: number; at: number; actor: Actor; type: 'message.rated'; payload: { rating: Rating; ratings: RatingCount } }
  | { position: number; conversationId: string; seq: number; at: number; actor: Actor; type: 'rating.cleared'; payload: { messageId: string; by: Person | null; ratings: RatingCount } }
  | { position: number; conversationId: string; seq: number; at: number; actor: Actor; type: 'note.written'; payload: { note: Note } }
  | { position: number; conversationId: string; seq: number; at: number; actor: Actor; type: 'conversation.reviewed'; payload: { reviewed: Reviewed | null } }
  | { position: number; conversationId: string; seq: number; at: number; actor: Actor; type: 'visitor.identified'; payload: { visitor: Visitor } }
  | { position: number; conversationId: string; seq: number; at: number; actor: Actor; type: 'context.changed'; payload: { of: 'contact' | 'company' | 'context'; keys: string[]; at: number } }
  | { position: number; conversationId: string; seq: number; at: number; actor: Actor; type: 'visitor.shut_out'; payload: { shutOut: { id: string; whom: 'visitor' | 'contact' | 'network'; name: string | null; reason: string; by: Person; at: number; until: number | null; conversationId: string | null } } }
  | { position: number; conversationId: string; seq: number; at: number; actor: Actor; type: 'visitor.let_in'; payload: { id: string; whom: 'visitor' | 'contact' | 'network'; at: number } }
  | { position: number; conversationId: string; seq: number; at: number; actor: Actor; type: 'presence.changed'; payload: { presence: Presence; at: number } }
  | { position: number; conversationId: string; seq: number; at: number; actor: Actor; type: 'page.changed'; payload: { page: Page } }
  | { position: number; conversationId: string; seq: number; at: number; actor: Actor; type: 'mood.changed'; payload: { reading: MoodReading; mark: MoodMark } }
  | { position: number; conversationId: string; seq: number; at: number; actor: Actor; type: 'mood.judged'; payload: { messageId: string; shown: Mood; mood: Mood; by: Person } }
  | { position: number; conversationId: string; seq: number; at: number; actor: Actor; type: 'topic.changed'; payload: { topic: string } }
  | { position: number; conversationId: string; seq: number; at: number; actor: Actor; type: 'whisper.sent'; payload: { whisper: Whisper } }
  | { position: number; conversationId: string; seq: number; at: number; actor: Actor; type: 'whisper.withdrawn'; payload: { id: string; at: number } }
  | { position: number; conversationId: string; seq: number; at: number; actor: Actor; type: 'whisper.taken'; payload: { id: string } }
  | { position: number; conversationId: string; seq: number; at: number; actor: Actor; type: 'whisper.released'; payload: { id: string } }
  | { position: number; conversationId: string; seq: number; at: number; actor: Actor; type: 'whisper.used'; payload: { id: string; messageId: string; at: number } }
  | { position: number; conversationId: string; seq: number; at: number; actor: Actor; type: 'inquiry.opened'; payload: { inquiry: Inquiry } }
  | { position: number; conversationId: string; seq: number; at: number; actor: Actor; type: 'inquiry.answered'; payload: { id: string; answer: { by: Person; text: string; at: number } } }
  | { position: number; conversationId: string; seq: number; at: number; actor: Actor; type: 'inquiry.expired'; payload: { id: string; at: number } }
  | { position: number; conversationId: string; seq: number; at: number; actor: Actor; type: 'brief.written'; payload: { brief: Brief } }
  | { position: number; conversationId: string; seq: number; at: number; actor: Actor; type: 'lesson.saved'; payload: { lesson: Lesson } }
  | { position: number; conversationId: string; seq: number; at: number; actor: Actor; type: 'lesson.changed'; payload: { lesson: Lesson } }
  | { position: number; conversationId: string; seq: number; at: number; actor: Actor; type: 'correction.added'; payload: { correction: Correction } }
  | { position: number; conversationId: string; seq: number; at: number; actor: Actor; type: 'correction.changed'; payload: { correction: Correction } }
  | { position: number; conversationId: string; seq: number; at: number; actor: Actor; type: 'whisper.judged'; payload: { receipt: ReceiptKind; sentence: string; id: string } }
  | { position: number; conversationId: string; seq: number; at: number; actor: Actor; type: 'verdict.reached'; payload: RecordedAssessment }
  | { position: number; conversationId: string; seq: number; at: number; actor: Actor; type: 'conversation.escalated'; payload: Escalation }
  | { position: number; conversationId: string; seq: number; at: number; actor: Actor; type: 'reply.cut'; payload: { cut: Cut } }
  | { position: number; conversationId: string; seq: number; at: number; actor: Actor; type: 'hold.began'; payload: { hold: Hold } }
  | { position: number; conversationId: string; seq: number; at: number; actor: Actor; type: 'hold.extended'; payload: { run: string; dueAt: number; by: Person } }
  | { position: number; conversationId: string; seq: number; at: number; actor: Actor; type: 'hold.ended'; payload: { run: string; how: 'released' | 'edited' | 'dropped'; by: Person | null; at: number } }
  | { position: number; conversationId: string; seq: number; at: number; actor: Actor; type: 'run.failed'; payload: { failure: Failure } }
  | { position: number; conversationId: string; seq: number; at: number; actor: Actor; type: 'ticket.opened'; payload: { ticket: Ticket; by?: Person } }
  | { position: number; conversationId: string; seq: number; at: number; actor: Actor; type: 'ticket.changed'; payload: { ticket: Ticket; by?: Person } }
  | { position: number; conversationId: string; seq: number; at: number; actor: Actor; type: 'comment.posted'; payload: { comment: Comment } }

export type Actor = { kind: 'visitor' | 'operator' | 'ai' | 'system' | 'key'; id: string | null }

export type Note = { by: Person; text: string; seq: number; at: number }

export type MoodMark = { mood: Mood; score: number; messageId: string; why: { cue: string; points: number }[] }

export type Inquiry = { id: string; seq: number; at: number; by: Person | null; text: string; state: 'open' | 'answered' | 'expired'; answer: { by: Person; text: string; at: number } | null }

export type Brief = { seq: number; at: number; by: Person; text: string }

export type RecordedAssessment = { messageId: string; confidence: Confidence; low: boolean; by: string; ground?: Ground; unknown?: string[]; claims?: { kind: 'sum' | 'percentage' | 'date' | 'time' | 'duration' | 'phone' | 'email' | 'reference' | 'absolute' | 'figure'; at: number; end: number; support: { kind: string; id: string | null } | null }[]; notes?: string[] }

export type Ground = 'correction' | 'taught' | 'page' | 'person' | 'whisper' | 'talk' | 'articles' | 'asked-back' | 'nothing'

export type Escalation = { at: number; reason: string; priority: boolean; byVisitor?: boolean; seq: number; signal: EscalationSignal }

export type EscalationSignal = 'asked' | 'promised' | 'unsure'

export type Cut = { run: string; seq: number; at: number; text: string }

export type Hold = { run: string; seq: number; at: number; reason: 'draft' | 'hold' | 'claim'; dueAt: number | null; text: string; sources: Source[]; claims: { kind: 'sum' | 'percentage' | 'date' | 'time' | 'duration' | 'phone' | 'email' | 'reference' | 'absolute' | 'figure'; at: number; end: number; support: { kind: string; id: string | null } | null }[] }

export type Failure = { run: string; seq: number; at: number; reason: string }

export type Company = { id: string; companyId: string; name: string; contacts: number; createdAt: number; seenAt: number }

export type Agent = { id: string; name: string; greeting: string; suggestions: string[]; instructions: string; goal: string; idealCustomer: string; boundaries: string; escalation: EscalationSettings; sending: { mode: 'at_once' | 'hold' | 'draft'; holdSeconds: number; claims: 'show' | 'hold' | 'rephrase' }; role: string; initials: string; image: string | null; style: { accent: string | null; position: 'left' | 'right'; icon: 'bubble' | 'question' | 'spark' | 'headset'; label: string }; model: string; answersWith: string; on: boolean; isDefault: boolean; archivedAt: number | null }

export type EscalationSettings = { mode: EscalationMode; threshold: number; requireSearch: boolean; requireAttempt: boolean; maxAttempts: number; who: TraitFilter[]; priority: TraitFilter[]; asksTeam?: boolean }

export type EscalationMode = 'off' | 'always' | 'conditional'

export type TraitFilter = { key: string; operator: 'is' | 'is_not' | 'contains' | 'exists'; value: string }

export type Webhook = { id: string; url: string; types: ('message.posted' | 'message.edited' | 'message.withdrawn' | 'conversation.started' | 'human.requested' | 'takeover.began' | 'takeover.ended' | 'conversation.completed' | 'conversation.reopened' | 'ticket.opened' | 'ticket.changed' | 'message.rated' | 'rating.cleared' | 'lesson.saved' | 'lesson.changed' | 'correction.added' | 'correction.changed')[]; active: boolean; position: number; failingSince: number | null; stoppedAt: number | null; error: string | null; nextTryAt: number | null; createdAt: number }

export interface HaloApi {
  /** Conversations, whichever was opened last first. `GET /api/v1/conversations`, scope `conversations:read`. */
  listConversations(query?: { cursor?: string; limit?: number; status?: 'live' | 'completed'; contactId?: string; userId?: string }, more?: Options): Promise<{ conversations: Conversation[]; next: string | null }>
  /** One conversation as it stands: who holds the pen in which epoch, how far its log is (`seq`), mood, topic, ticket, outcome. `GET /api/v1/conversations/:id`, scope `conversations:read`. */
  getConversation(of: { id: string }, more?: Options): Promise<{ conversation: Conversation }>
  /** What was said, oldest first, after a `seq`. `next` is the `after` of the following page. `GET /api/v1/conversations/:id/messages`, scope `conversations:read`. */
  listMessages(of: { id: string }, query?: { after?: number; limit?: number }, more?: Options): Promise<{ messages: Message[]; next: number | null }>
  /** Reply as a human, in the name of an operator. On a conversation that the AI holds this is a takeover too. The same id again returns the message that was stored first. 409 `held` when somebody else holds the pen; 400 `no_operator` when nobody has this id. `POST /api/v1/conversations/:id/messages`, scope `conversations:write`. */
  reply(of: { id: string }, body: { id: string; text: string; operatorId: string }, more?: Options): Promise<{ message: Message; conversation: Conversation }>
  /** Bring in a conversation that goes on elsewhere: it stands in the Live Feed at once, with its `channel`, or else the name of the key. `userId` is what your site calls the person; without it they are anonymous. The first message is the visitor's, and answered by the AI unless `answer` is false, or that of the operator named in it, who then holds the pen. It ends by itself after `quietMinutes` without a word. The same ids again are the same conversation and message. `POST /api/v1/conversations`, scope `conversations:write`. */
  startConversation(body: { id: string; userId?: string; channel?: string; quietMinutes?: number; page?: { url: string; title: string; language?: string }; message?: { id: string; text: string; answer?: boolean; operatorId?: string } }, more?: Options): Promise<{ conversation: Conversation; message: Message | null }>
  /** Pass on what the visitor said, in a conversation that was brought in. The AI answers unless `answer` is false or a person holds the pen. The same id again is the same message. 409 `in_widget` where the visitor speaks for themselves, `completed` when it is over. `POST /api/v1/conversations/:id/visitor-messages`, scope `conversations:write`. */
  say(of: { id: string }, body: { id: string; text: string; answer?: boolean }, more?: Options): Promise<{ message: Message; conversation: Conversation }>
  /** The visitor of a conversation that was brought in asks for a person. Asking twice is asking once. `POST /api/v1/conversations/:id/human`, scope `conversations:write`. */
  askForHuman(of: { id: string }, more?: Options): Promise<{ conversation: Conversation }>
  /** A conversation that was brought in is over. It ends as soon as no reply is on its way. When it has ended already: no change. `POST /api/v1/conversations/:id/end`, scope `conversations:write`. */
  endConversation(of: { id: string }, more?: Options): Promise<{ conversation: Conversation }>
  /** Who works here, by name: ids for `operatorId` and `assigneeId`. `GET /api/v1/operators`, scope `conversations:read`. */
  listOperators(more?: Options): Promise<{ operators: Person[] }>
  /** Give the pen to an operator. When they hold it already: no change. 409 `held` with `details.control` when a colleague does, unless `from` names that colleague. `POST /api/v1/conversations/:id/takeover`, scope `supervision:write`. */
  takeOver(of: { id: string }, body: { operatorId: string; from?: string }, more?: Options): Promise<{ control: Control; ticket: Ticket }>
  /** Give the pen back to the AI, whoever holds it. When the AI does already: no change. `DELETE /api/v1/conversations/:id/takeover`, scope `supervision:write`. */
  handBack(of: { id: string }, more?: Options): Promise<{ control: Control }>
  /** Who is kept out now, the latest first. `GET /api/v1/shut-outs`, scope `supervision:read`. */
  listShutOuts(more?: Options): Promise<{ shutOuts: { id: string; whom: 'visitor' | 'contact' | 'network'; name: string | null; reason: string; by: Person; at: number; until: number | null; conversationId: string | null }[] }>
  /** Shut out the visitor of a conversation, or everybody of the network that they came from last: they get 403 `shut_out` from then on, and their running conversations end. Who is known is kept out in whichever browser; whom their page only claimed to be is kept out as long as nothing proves them. Again replaces the first. 409 `no_network` when it is not kept any more, `over` when `until` has passed. `POST /api/v1/conversations/:id/shut-outs`, scope `supervision:write`. */
  shutOut(of: { id: string }, body: { id: string; who: 'visitor' | 'network'; reason: string; until?: number | null }, more?: Options): Promise<{ shutOut: { id: string; whom: 'visitor' | 'contact' | 'network'; name: string | null; reason: string; by: Person; at: number; until: number | null; conversationId: string | null } }>
  /** Let in again. Whoever is not kept out is no error. `DELETE /api/v1/shut-outs/:id`, scope `supervision:write`. */
  letIn(of: { id: string }, more?: Options): Promise<{ ok: true }>
  /** Everything that was whispered in a conversation, oldest first. `GET /api/v1/conversations/:id/whispers`, scope `supervision:read`. */
  listWhispers(of: { id: string }, more?: Options): Promise<{ whispers: Whisper[] }>
  /** Tell the AI something for its next reply. The visitor never sees it. The same id again is the same whisper. 409 `completed` when the conversation is over. `POST /api/v1/conversations/:id/whispers`, scope `supervision:write`. */
  whisper(of: { id: string }, body: { id: string; text: string; must?: boolean }, more?: Options): Promise<{ whisper: Whisper }>
  /** Take a waiting whisper back. 409 `too_late` when a reply was made with it. `DELETE /api/v1/conversations/:id/whispers/:whisperId`, scope `supervision:write`. */
  withdrawWhisper(of: { id: string; whisperId: string }, more?: Options): Promise<{ whisper: Whisper }>
  /** Every vote in a conversation, in the order in which they were given; `by` is null for the visitor's. `GET /api/v1/conversations/:id/ratings`, scope `supervision:read`. */
  listRatings(of: { id: string }, more?: Options): Promise<{ ratings: Rating[] }>
  /** Thumb an AI message up or down. A key has one vote on each message. `PUT /api/v1/conversations/:id/messages/:messageId/rating`, scope `supervision:write`. */
  rate(of: { id: string; messageId: string }, body: { vote: 'up' | 'down'; reason?: 'wrong' | 'incomplete' | 'tone' | 'outdated_source' | 'should_have_escalated' | null; comment?: string }, more?: Options): Promise<{ rating: Rating }>
  /** Take the key's vote back. When there is none: no change. `DELETE /api/v1/conversations/:id/messages/:messageId/rating`, scope `supervision:write`. */
  clearRating(of: { id: string; messageId: string }, more?: Options): Promise<{ ok: true }>
  /** Say what an AI message should have said. Answers similar questions from then on. `tell` posts it to this visitor, too: 409 `held` when a colleague has the pen, 409 `completed` when the conversation is over; then nothing is stored. `POST /api/v1/conversations/:id/messages/:messageId/correction`, scope `supervision:write`. */
  correct(of: { id: string; messageId: string }, body: { id: string; question: string; answer: string; scope: 'customer' | 'company' | 'everyone'; tell?: boolean }, more?: Options): Promise<{ correction: Correction }>
  /** Corrections, the latest first, retired ones too. `GET /api/v1/corrections`, scope `supervision:read`. */
  listCorrections(query?: { cursor?: string; limit?: number }, more?: Options): Promise<{ corrections: Correction[]; next: string | null }>
  /** A correction that no conversation gave rise to. The same id again is the same correction. `POST /api/v1/corrections`, scope `supervision:write`. */
  writeCorrection(body: { id: string; question: string; answer: string; askedIn?: string; scope?: 'customer' | 'company' | 'everyone'; contactId?: string | null }, more?: Options): Promise<{ correction: Correction }>
  /** Change or restore (`retired: false`) a correction. Holds from the next reply. `PATCH /api/v1/corrections/:id`, scope `supervision:write`. */
  changeCorrection(of: { id: string }, body?: { question?: string; answer?: string; scope?: 'customer' | 'company' | 'everyone'; retired?: false }, more?: Options): Promise<{ correction: Correction }>
  /** Retire a correction: it answers nothing any more and can be restored. `DELETE /api/v1/corrections/:id`, scope `supervision:write`. */
  retireCorrection(of: { id: string }, more?: Options): Promise<{ correction: Correction }>
  /** Lessons, the latest first, retired ones too. `GET /api/v1/lessons`, scope `supervision:read`. */
  listLessons(query?: { cursor?: string; limit?: number }, more?: Options): Promise<{ lessons: Lesson[]; next: string | null }>
  /** Save a lesson. The same id again is the same lesson. Its `conflicts` name others of the same scope that seem to say otherwise. `POST /api/v1/lessons`, scope `supervision:write`. */
  writeLesson(body: { id: string; text: string; scope?: 'customer' | 'company' | 'everyone'; contactId?: string | null }, more?: Options): Promise<{ lesson: Lesson }>
  /** Change, widen, narrow, switch or restore (`retired: false`) a lesson. Holds from the next reply. `PATCH /api/v1/lessons/:id`, scope `supervision:write`. */
  changeLesson(of: { id: string }, body?: { text?: string; scope?: 'customer' | 'company' | 'everyone'; on?: boolean; reviewAt?: number | null; retired?: false }, more?: Options): Promise<{ lesson: Lesson }>
  /** Retire a lesson: it is heeded no more and can be restored. `DELETE /api/v1/lessons/:id`, scope `supervision:write`. */
  retireLesson(of: { id: string }, more?: Options): Promise<{ lesson: Lesson }>
  /** Tickets, whichever was opened last first. `GET /api/v1/tickets`, scope `tickets:read`. */
  listTickets(query?: { cursor?: string; limit?: number; status?: 'open' | 'priority' | 'in_progress' | 'snoozed' | 'resolved' | 'spam'; assigneeId?: string; userId?: string }, more?: Options): Promise<{ tickets: Ticket[]; next: string | null }>
  /** One ticket, those that were merged into it, and other tickets of the same customer that could be. `GET /api/v1/tickets/:id`, scope `tickets:read`. */
  getTicket(of: { id: string }, more?: Options): Promise<{ ticket: Ticket; merged: Ticket[]; others: Ticket[] }>
  /** Make a ticket of a conversation. One that has a ticket keeps it as it is. `POST /api/v1/conversations/:id/ticket`, scope `tickets:write`. */
  openTicket(of: { id: string }, body?: { status?: 'open' | 'priority' | 'in_progress' | 'snoozed' | 'resolved' | 'spam'; assigneeId?: string | null }, more?: Options): Promise<{ ticket: Ticket }>
  /** Change subject or fields. Fields that are left out stay; an empty text removes one. `PATCH /api/v1/tickets/:id`, scope `tickets:write`. */
  editTicket(of: { id: string }, body?: { subject?: string; fields?: Record<string, string> }, more?: Options): Promise<{ ticket: Ticket }>
  /** Change the status. `until` is when a snoozed ticket wakes; a reply of the visitor wakes it in any case. Resolving one that a person answered proposes a learned answer. `PUT /api/v1/tickets/:id/status`, scope `tickets:write`. */
  setTicketStatus(of: { id: string }, body: { status: 'open' | 'priority' | 'in_progress' | 'snoozed' | 'resolved' | 'spam'; until?: number | null }, more?: Options): Promise<{ ticket: Ticket }>
  /** Assign it to an operator; null: to nobody. `PUT /api/v1/tickets/:id/assignee`, scope `tickets:write`. */
  assignTicket(of: { id: string }, body: { assigneeId: string | null }, more?: Options): Promise<{ ticket: Ticket }>
  /** What colleagues wrote to each other in the thread of the ticket, oldest first. `GET /api/v1/conversations/:id/comments`, scope `tickets:read`. */
  listComments(of: { id: string }, more?: Options): Promise<{ comments: Comment[] }>
  /** Write a note to colleagues in the thread. `mentions` are ids of operators. The visitor never sees it. The same id again is the same note. `POST /api/v1/conversations/:id/comments`, scope `tickets:write`. */
  comment(of: { id: string }, body: { id: string; text: string; mentions?: string[] }, more?: Options): Promise<{ comment: Comment }>
  /** Contacts, the newest first. `GET /api/v1/contacts`, scope `contacts:read`. */
  listContacts(query?: { cursor?: string; limit?: number }, more?: Options): Promise<{ contacts: Contact[]; next: string | null }>
  /** One contact with all traits. `GET /api/v1/contacts/:id`, scope `contacts:read`. */
  getContact(of: { id: string }, more?: Options): Promise<{ contact: Contact; traits: Traits }>
  /** The contact whom your site calls `userId`, with all traits. `GET /api/v1/users/:userId`, scope `contacts:read`. */
  getUser(of: { userId: string }, more?: Options): Promise<{ contact: Contact; traits: Traits }>
  /** Tell of the person whom your site calls `userId`, known here or not. Traits merge key by key and null deletes. 400 `reserved_keys` names in `details.reserved_keys` the keys that the system keeps itself. `PUT /api/v1/users/:userId`, scope `contacts:write`. */
  putContact(of: { userId: string }, body?: { traits?: { name?: string | null; email?: string | null; [key: string]: unknown }; companyId?: string; companyTraits?: { name?: string | null; [key: string]: unknown } }, more?: Options): Promise<{ contact: Contact; traits: Traits }>
  /** Articles written here, by id; what was imported belongs to its source. `GET /api/v1/articles`, scope `knowledge:read`. */
  listArticles(query?: { cursor?: string; limit?: number }, more?: Options): Promise<{ articles: Article[]; next: string | null }>
  /** One article. `GET /api/v1/articles/:id`, scope `knowledge:read`. */
  getArticle(of: { id: string }, more?: Options): Promise<{ article: Article }>
  /** Write or change an article. Found by the next question. `PUT /api/v1/articles/:id`, scope `knowledge:write`. */
  putArticle(of: { id: string }, body: { title: string; body: string; url?: string | null }, more?: Options): Promise<{ article: Article }>
  /** Remove an article. Deleting what is gone is no error. `DELETE /api/v1/articles/:id`, scope `knowledge:write`. */
  removeArticle(of: { id: string }, more?: Options): Promise<{ ok: true }>
  /** The log of the whole workspace after a position, in one order that never changes: no event is skipped or told twice. Begin with 0 and go on with `upTo`. With `wait` the answer is held open so many seconds while there is nothing. `GET /api/v1/events`, scope `events:read`. */
  listEvents(query?: { after?: number; limit?: number; wait?: number }, more?: Options): Promise<{ events: HaloEvent[]; upTo: number }>
  /** Bring in a conversation of earlier, with its own times. It is over: it stands under Completed, on its day in Reports, and with its person. Nobody answers, no alert and no webhook tells of it. The same id again is the same conversation, and is not changed. 400 `in_the_future` for times that have not come yet. `POST /api/v1/history`, scope `conversations:write`. */
  importConversation(body: { id: string; userId?: string; channel?: string; topic?: string; closedAt?: number | string; messages: { id?: string; from: 'visitor' | 'operator' | 'ai'; author?: string; text: string; at: number | string }[] }, more?: Options): Promise<{ conversation: Conversation; added: boolean }>
  /** Companies, the newest first. `GET /api/v1/companies`, scope `contacts:read`. */
  listCompanies(query?: { cursor?: string; limit?: number }, more?: Options): Promise<{ companies: Company[]; next: string | null }>
  /** The company that your site calls `companyId`, with all traits. `GET /api/v1/companies/:companyId`, scope `contacts:read`. */
  getCompany(of: { companyId: string }, more?: Options): Promise<{ company: Company; traits: Traits }>
  /** Tell of the company that your site calls `companyId`, known here or not. Traits merge key by key and null deletes. `PUT /api/v1/companies/:companyId`, scope `contacts:write`. */
  putCompany(of: { companyId: string }, body?: { traits?: { name?: string | null; [key: string]: unknown } }, more?: Options): Promise<{ company: Company; traits: Traits }>
  /** Everything that is held about somebody: a contact by `id`, or an anonymous visitor by that of a conversation’s `visitor`. `GET /api/v1/people/:id/export`, scope `privacy:read`. */
  exportPerson(of: { id: string }, more?: Options): Promise<{ exportedAt: string; person: { id: string; name: string; email: string | null; userId: string | null; conversations: number; seenAt: number }; contact: Record<string, unknown> | null; company: Record<string, unknown> | null; visitors: (Record<string, unknown>)[]; networks: (Record<string, unknown>)[]; shutOuts: (Record<string, unknown>)[]; conversations: (Record<string, unknown>)[]; lessons: (Record<string, unknown>)[]; corrections: (Record<string, unknown>)[] }>
  /** Erase somebody, a contact or an anonymous visitor: everything that is held about them, everywhere, at once. It cannot be undone. `keepShared` keeps what was taught in their conversations and holds for others, too, without where it came from. 404 when there is no such person, or no longer. `POST /api/v1/people/:id/erasure`, scope `privacy:write`. */
  erasePerson(of: { id: string }, body?: { keepShared?: boolean }, more?: Options): Promise<{ erasure: { id: string; by: Person; at: number; conversations: number; messages: number; slack: number; unreachable: number } }>
  /** The agents in their order, those in the archive last, and the models that each can be given. `GET /api/v1/agents`, scope `agents:read`. */
  listAgents(more?: Options): Promise<{ agents: Agent[]; models: string[] }>
  /** One agent, as it is told to behave and as it looks. `GET /api/v1/agents/:id`, scope `agents:read`. */
  getAgent(of: { id: string }, more?: Options): Promise<{ agent: Agent }>
  /** Make an agent, new or as a copy of another (`from`), escalation and style included. It is off until it is switched on. The same id again is the same agent. `POST /api/v1/agents`, scope `agents:write`. */
  createAgent(body: { id: string; name: string; from?: string }, more?: Options): Promise<{ agent: Agent }>
  /** Change what is named of an agent. How it is told to behave holds from its next reply, how it looks from the next page. `sending` says when its replies go out: at once, after a moment in which somebody who watches can stop them, or by the hand of an operator; and what becomes of claims without a source. `model` is one of `models` of the list, or "" for that of the workspace. 409 `default` when the default agent is to be switched off. `PATCH /api/v1/agents/:id`, scope `agents:write`. */
  editAgent(of: { id: string }, body?: { name?: string; role?: string; initials?: string; image?: string | null; style?: { accent: string | null; position: 'left' | 'right'; icon: 'bubble' | 'question' | 'spark' | 'headset'; label: string }; sending?: { mode: 'at_once' | 'hold' | 'draft'; holdSeconds: number; claims: 'show' | 'hold' | 'rephrase' }; greeting?: string; suggestions?: string[]; instructions?: string; goal?: string; idealCustomer?: string; boundaries?: string; model?: string; on?: boolean }, more?: Options): Promise<{ agent: Agent }>
  /** Put an agent away: it begins no conversation, and those it had keep its name. 409 `default` for the default agent. `PUT /api/v1/agents/:id/archive`, scope `agents:write`. */
  archiveAgent(of: { id: string }, more?: Options): Promise<{ agent: Agent }>
  /** Take an agent out of the archive, as it was. `DELETE /api/v1/agents/:id/archive`, scope `agents:write`. */
  unarchiveAgent(of: { id: string }, more?: Options): Promise<{ agent: Agent }>
  /** Every source of knowledge with its size and use, the latest change first. `GET /api/v1/sources`, scope `knowledge:read`. */
  listSources(query?: { text?: string }, more?: Options): Promise<{ sources: { id: string; kind: 'page' | 'sitemap' | 'site' | 'file' | 'article'; name: string; url: string | null; state: 'waiting' | 'working' | 'ready' | 'failed'; error: string | null; pages: { found: number; read: number; failed: number }; passages: number; characters: number; changedAt: number; nextAt: number | null; everyHours: number | null; cited: number; thumbedDown: number; corrected: number }[] }>
  /** One source with its pages, those that could not be read first. `GET /api/v1/sources/:id`, scope `knowledge:read`. */
  getSource(of: { id: string }, more?: Options): Promise<{ source: { id: string; kind: 'page' | 'sitemap' | 'site' | 'file' | 'article'; name: string; url: string | null; state: 'waiting' | 'working' | 'ready' | 'failed'; error: string | null; pages: { found: number; read: number; failed: number }; passages: number; characters: number; changedAt: number; nextAt: number | null; everyHours: number | null; cited: number; thumbedDown: number; corrected: number }; pages: { id: string; name: string; url: string | null; title: string | null; state: 'waiting' | 'read' | 'failed' | 'skipped'; error: string | null; leftOut: string[]; characters: number; changedAt: number }[] }>
  /** Add a page, a sitemap, a site to be crawled, or a file. It is read in the background. The same id again is the same source. `POST /api/v1/sources`, scope `knowledge:write`. */
  addSource(body: { id: string; kind: 'page'; url: string; everyHours?: number | null } | { id: string; kind: 'sitemap'; url: string; everyHours?: number | null; pageLimit?: number } | { id: string; kind: 'site'; url: string; everyHours?: number | null; depth?: number; pageLimit?: number } | { id: string; kind: 'file'; name: string; content: string }, more?: Options): Promise<{ source: { id: string; kind: 'page' | 'sitemap' | 'site' | 'file' | 'article'; name: string; url: string | null; state: 'waiting' | 'working' | 'ready' | 'failed'; error: string | null; pages: { found: number; read: number; failed: number }; passages: number; characters: number; changedAt: number; nextAt: number | null; everyHours: number | null; cited: number; thumbedDown: number; corrected: number } }>
  /** How often a source of the web is read again by itself; null: never. `PATCH /api/v1/sources/:id`, scope `knowledge:write`. */
  scheduleSource(of: { id: string }, body: { everyHours: number | null }, more?: Options): Promise<{ source: { id: string; kind: 'page' | 'sitemap' | 'site' | 'file' | 'article'; name: string; url: string | null; state: 'waiting' | 'working' | 'ready' | 'failed'; error: string | null; pages: { found: number; read: number; failed: number }; passages: number; characters: number; changedAt: number; nextAt: number | null; everyHours: number | null; cited: number; thumbedDown: number; corrected: number } }>
  /** Read a source again now: everything, or only what failed. 409 `file_gone` for a file, which is not kept. `POST /api/v1/sources/:id/reads`, scope `knowledge:write`. */
  readSource(of: { id: string }, body?: { only?: 'all' | 'failed' }, more?: Options): Promise<{ source: { id: string; kind: 'page' | 'sitemap' | 'site' | 'file' | 'article'; name: string; url: string | null; state: 'waiting' | 'working' | 'ready' | 'failed'; error: string | null; pages: { found: number; read: number; failed: number }; passages: number; characters: number; changedAt: number; nextAt: number | null; everyHours: number | null; cited: number; thumbedDown: number; corrected: number } }>
  /** Remove a source and everything that was read from it, at once. `DELETE /api/v1/sources/:id`, scope `knowledge:write`. */
  removeSource(of: { id: string }, more?: Options): Promise<{ ok: true }>
  /** The addresses that are told of events, with how far each has been told and what went wrong last. `GET /api/v1/webhooks`, scope `webhooks:read`. */
  listWebhooks(more?: Options): Promise<{ webhooks: Webhook[] }>
  /** Add or change an address that is told of events of these types from now on. `secret`, which signs what it is told, is answered when it is added and never again. What it missed while it failed follows. `PUT /api/v1/webhooks/:id`, scope `webhooks:write`. */
  putWebhook(of: { id: string }, body: { url: string; types: ('message.posted' | 'message.edited' | 'message.withdrawn' | 'conversation.started' | 'human.requested' | 'takeover.began' | 'takeover.ended' | 'conversation.completed' | 'conversation.reopened' | 'ticket.opened' | 'ticket.changed' | 'message.rated' | 'rating.cleared' | 'lesson.saved' | 'lesson.changed' | 'correction.added' | 'correction.changed')[]; active?: boolean }, more?: Options): Promise<{ webhook: Webhook; secret: string | null }>
  /** Tell everything again that came after a position, or since a moment, and go on from there. Also how an address that was given up on is begun with again; each event keeps its `webhook-id`. `POST /api/v1/webhooks/:id/replay`, scope `webhooks:write`. */
  replayWebhook(of: { id: string }, body: { after: number } | { since: number }, more?: Options): Promise<{ webhook: Webhook }>
  /** What became of the last hundred events that it was told of, the latest first, and of those that it was given up on with. `GET /api/v1/webhooks/:id/deliveries`, scope `webhooks:read`. */
  listDeliveries(of: { id: string }, more?: Options): Promise<{ deliveries: { position: number; type: 'message.posted' | 'message.edited' | 'message.withdrawn' | 'conversation.started' | 'human.requested' | 'takeover.began' | 'takeover.ended' | 'conversation.completed' | 'conversation.reopened' | 'ticket.opened' | 'ticket.changed' | 'message.rated' | 'rating.cleared' | 'lesson.saved' | 'lesson.changed' | 'correction.added' | 'correction.changed'; at: number; state: 'delivered' | 'waiting' | 'given_up'; attempts: number; error: string | null }[] }>
  /** Tell it one event once more, now, whatever else waits. 409 `not_delivered` with the reason; 404 when the event was erased. `POST /api/v1/webhooks/:id/deliveries/:position/again`, scope `webhooks:write`. */
  deliverAgain(of: { id: string; position: number }, more?: Options): Promise<{ ok: true }>
  /** Tell this address nothing more. Removing what is gone is no error. `DELETE /api/v1/webhooks/:id`, scope `webhooks:write`. */
  removeWebhook(of: { id: string }, more?: Options): Promise<{ ok: true }>
}

type Kind = 'of' | 'query' | 'body'
/** Method, path, and what a call is given, in this order. */
const routes: Record<keyof HaloApi, [string, string, ...Kind[]]> = {
  listConversations: ['GET', '/api/v1/conversations', 'query'],
  getConversation: ['GET', '/api/v1/conversations/:id', 'of'],
  listMessages: ['GET', '/api/v1/conversations/:id/messages', 'of', 'query'],
  reply: ['POST', '/api/v1/conversations/:id/messages', 'of', 'body'],
  startConversation: ['POST', '/api/v1/conversations', 'body'],
  say: ['POST', '/api/v1/conversations/:id/visitor-messages', 'of', 'body'],
  askForHuman: ['POST', '/api/v1/conversations/:id/human', 'of'],
  endConversation: ['POST', '/api/v1/conversations/:id/end', 'of'],
  listOperators: ['GET', '/api/v1/operators'],
  takeOver: ['POST', '/api/v1/conversations/:id/takeover', 'of', 'body'],
  handBack: ['DELETE', '/api/v1/conversations/:id/takeover', 'of'],
  listShutOuts: ['GET', '/api/v1/shut-outs'],
  shutOut: ['POST', '/api/v1/conversations/:id/shut-outs', 'of', 'body'],
  letIn: ['DELETE', '/api/v1/shut-outs/:id', 'of'],
  listWhispers: ['GET', '/api/v1/conversations/:id/whispers', 'of'],
  whisper: ['POST', '/api/v1/conversations/:id/whispers', 'of', 'body'],
  withdrawWhisper: ['DELETE', '/api/v1/conversations/:id/whispers/:whisperId', 'of'],
  listRatings: ['GET', '/api/v1/conversations/:id/ratings', 'of'],
  rate: ['PUT', '/api/v1/conversations/:id/messages/:messageId/rating', 'of', 'body'],
  clearRating: ['DELETE', '/api/v1/conversations/:id/messages/:messageId/rating', 'of'],
  correct: ['POST', '/api/v1/conversations/:id/messages/:messageId/correction', 'of', 'body'],
  listCorrections: ['GET', '/api/v1/corrections', 'query'],
  writeCorrection: ['POST', '/api/v1/corrections', 'body'],
  changeCorrection: ['PATCH', '/api/v1/corrections/:id', 'of', 'body'],
  retireCorrection: ['DELETE', '/api/v1/corrections/:id', 'of'],
  listLessons: ['GET', '/api/v1/lessons', 'query'],
  writeLesson: ['POST', '/api/v1/lessons', 'body'],
  changeLesson: ['PATCH', '/api/v1/lessons/:id', 'of', 'body'],
  retireLesson: ['DELETE', '/api/v1/lessons/:id', 'of'],
  listTickets: ['GET', '/api/v1/tickets', 'query'],
  getTicket: ['GET', '/api/v1/tickets/:id', 'of'],
  openTicket: ['POST', '/api/v1/conversations/:id/ticket', 'of', 'body'],
  editTicket: ['PATCH', '/api/v1/tickets/:id', 'of', 'body'],
  setTicketStatus: ['PUT', '/api/v1/tickets/:id/status', 'of', 'body'],
  assignTicket: ['PUT', '/api/v1/tickets/:id/assignee', 'of', 'body'],
  listComments: ['GET', '/api/v1/conversations/:id/comments', 'of'],
  comment: ['POST', '/api/v1/conversations/:id/comments', 'of', 'body'],
  listContacts: ['GET', '/api/v1/contacts', 'query'],
  getContact: ['GET', '/api/v1/contacts/:id', 'of'],
  getUser: ['GET', '/api/v1/users/:userId', 'of'],
  putContact: ['PUT', '/api/v1/users/:userId', 'of', 'body'],
  listArticles: ['GET', '/api/v1/articles', 'query'],
  getArticle: ['GET', '/api/v1/articles/:id', 'of'],
  putArticle: ['PUT', '/api/v1/articles/:id', 'of', 'body'],
  removeArticle: ['DELETE', '/api/v1/articles/:id', 'of'],
  listEvents: ['GET', '/api/v1/events', 'query'],
  importConversation: ['POST', '/api/v1/history', 'body'],
  listCompanies: ['GET', '/api/v1/companies', 'query'],
  getCompany: ['GET', '/api/v1/companies/:companyId', 'of'],
  putCompany: ['PUT', '/api/v1/companies/:companyId', 'of', 'body'],
  exportPerson: ['GET', '/api/v1/people/:id/export', 'of'],
  erasePerson: ['POST', '/api/v1/people/:id/erasure', 'of', 'body'],
  listAgents: ['GET', '/api/v1/agents'],
  getAgent: ['GET', '/api/v1/agents/:id', 'of'],
  createAgent: ['POST', '/api/v1/agents', 'body'],
  editAgent: ['PATCH', '/api/v1/agents/:id', 'of', 'body'],
  archiveAgent: ['PUT', '/api/v1/agents/:id/archive', 'of'],
  unarchiveAgent: ['DELETE', '/api/v1/agents/:id/archive', 'of'],
  listSources: ['GET', '/api/v1/sources', 'query'],
  getSource: ['GET', '/api/v1/sources/:id', 'of'],
  addSource: ['POST', '/api/v1/sources', 'body'],
  scheduleSource: ['PATCH', '/api/v1/sources/:id', 'of', 'body'],
  readSource: ['POST', '/api/v1/sources/:id/reads', 'of', 'body'],
  removeSource: ['DELETE', '/api/v1/sources/:id', 'of'],
  listWebhooks: ['GET', '/api/v1/webhooks'],
  putWebhook: ['PUT', '/api/v1/webhooks/:id', 'of', 'body'],
  replayWebhook: ['POST', '/api/v1/webhooks/:id/replay', 'of', 'body'],
  listDeliveries: ['GET', '/api/v1/webhooks/:id/deliveries', 'of'],
  deliverAgain: ['POST', '/api/v1/webhooks/:id/deliveries/:position/again', 'of'],
  removeWebhook: ['DELETE', '/api/v1/webhooks/:id', 'of'],
}

/** Calls throw `HaloError`, or what `fetch` throws when nobody answers. */
export function connectHalo(halo: { url: string; key: string }): HaloApi {
  const methods = Object.entries(routes).map(([name, [method, path, ...takes]]) => [name, (...given: unknown[]) => {
    const part = (kind: Kind) => (takes.includes(kind) ? (given[takes.indexOf(kind)] as Record<string, unknown> | undefined) : undefined)
    const address = new URL(path.replace(/:(\w+)/g, (_, value: string) => encodeURIComponent(String(part('of')![value]))), halo.url)
    for (const [value, is] of Object.entries(part('query') ?? {})) if (is !== undefined) address.searchParams.set(value, String(is))
    return send(method, address, { key: halo.key, body: takes.includes('body') ? (part('body') ?? {}) : undefined }, given[takes.length] as Options | undefined)
  }])
  return Object.fromEntries(methods) as HaloApi
}

async function send(method: string, address: URL, { key, body }: { key: string; body: unknown }, { expects, idempotencyKey, signal }: Options = {}): Promise<unknown> {
  const headers = new Headers({ authorization: `Bearer ${key}` })
  if (body !== undefined) headers.set('content-type', 'application/json')
  if (expects) headers.set('halo-expects', Object.entries(expects).filter(([, value]) => value !== undefined).map(([name, value]) => `${name}=${value}`).join(', '))
  if (idempotencyKey !== undefined) headers.set('idempotency-key', idempotencyKey)
  const response = await fetch(address, { method, headers, body: body === undefined ? undefined : JSON.stringify(body), signal })
  const answer = (await response.json().catch(() => null)) as { error?: { code: string; message: string } } | null
  if (response.ok && answer !== null) return answer
  const wait = response.headers.get('retry-after')
  throw new HaloError(response.status, answer?.error ?? { code: 'broken', message: `Halo answered ${response.status}.` }, wait === null ? null : Number(wait))
}
