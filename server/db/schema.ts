import type { Generated } from 'kysely'

/**
 * The tables. JSON lives in text columns, times are milliseconds, booleans are 0 and 1: what both dialects share.
 * `conversations.head` is the protocol's Conversation, the fold of its log; the columns beside it exist to be searched and locked by.
 */
export interface Schema {
  settings: { key: string; value: string }
  /** `origins`: a JSON list of the sites that may use it; empty for any. */
  widget_keys: {
    id: string
    name: string
    key: string
    origins: string
    created_at: number
    used_at: number | null
    revoked_at: number | null
  }
  counters: { name: string; value: number }
  processes: { id: string; lease_until: number }
  agents: {
    id: string
    name: string
    greeting: string
    suggestions: string
    instructions: string
    goal: string
    ideal_customer: string
    boundaries: string
    created_at: number
    escalation: string | null
  } & AgentColumns
  routing_rules: { id: string; place: number; agent_id: string; host: string; path: string; traits: string }
  sightings: { origin: string; version: string; page: string; first_at: number; seen_at: number }
  contacts: ContactRow
  companies: {
    id: string
    company_id: string
    name: string | null
    traits: string
    created_at: number
    seen_at: number
  }
  visitors: VisitorRow
  conversations: ConversationRow
  events: PlacedEvent
  messages: MessageRow
  whispers: WhisperRow
  inquiries: InquiryRow
  holds: HoldRow
  runs: RunRow
  prompts: { message_id: string; layers: string }
  /** Those that run. Whose lease is over belonged to a process that died. */
  model_calls: { id: string; visitor_id: string | null; lease_until: number }
  /** `whom`: "visitor", "contact" or "network"; `target` is its id, or the network as "203.0.113.0/24". */
  shut_outs: {
    id: string
    whom: string
    target: string
    proven: number
    reason: string
    by: string
    at: number
    until: number | null
    conversation_id: string | null
  }
  visitor_networks: { visitor_id: string; network: string; seen_at: number }
  /** `day`: since 1970, in UTC. */
  model_days: { day: number; calls: number }
  /** `kind`: "reply" or "assessment". `message_id` goes with the message. */
  model_usage: {
    id: string
    at: number
    kind: string
    model: string
    agent_id: string
    message_id: string | null
    input: number
    output: number
    cached: number
    reasoning: number
  }
  /** `band`: how surely a correction matched. */
  provenance: { message_id: string; kind: string; ref: string; band: string | null }
  takeovers: { id: string; conversation_id: string; operator_id: string; began_at: number; ended_at: number | null }
  tickets: TicketRow
  comments: CommentRow
  /** `read_at` is null until the operator opened the thread. */
  mentions: { comment_id: string; operator_id: string; conversation_id: string; at: number; read_at: number | null }
  /** Up to where an operator has read a thread of theirs. */
  thread_reads: { operator_id: string; conversation_id: string; seq: number }
  segments: SegmentRow
  canned_replies: { id: string; name: string; text: string; changed_at: number }
  learned_answers: LearnedAnswerRow
  ratings: RatingRow
  notes: { conversation_id: string; operator_id: string; by: string; text: string; seq: number; at: number }
  lessons: LessonRow
  corrections: CorrectionRow
  phrasings: PhrasingRow
  vectors: VectorRow
  guidance: { id: string; text: string; on: number; place: number; changed_at: number }
  internal_docs: { id: string; title: string; body: string; on: number; changed_at: number }
  articles: {
    id: string
    title: string
    body: string
    url: string | null
    changed_at: number
    source_id: string | null
    conversation_id: string | null
  }
  sources: SourceRow
  source_pages: SourcePageRow
  incidents: IncidentRow
  alert_channels: AlertChannelRow
  deliveries: DeliveryRow
  webhooks: WebhookRow
  webhook_deliveries: {
    webhook_id: string
    position: number
    type: string
    at: number
    state: string
    attempts: number
    error: string | null
    /** When an event that was laid aside is tried again, by itself. */
    next_at: number | null
    failing_since: number | null
  }
  mails: MailRow
  gaps: {
    id: string
    question: string
    changed_at: number
    ended_how: string | null
    ended_at: number | null
    ended_in: string | null
    reopened_at: number | null
  }
  gap_questions: GapQuestionRow
  /** The last position that was given in the log of the whole workspace. Its row is the lock of whoever gives them. */
  streams: { name: string; position: number }
  api_keys: ApiKeyRow
  /** What a key was answered under a token of its own; `answer` is null while it is being worked out. */
  given_answers: {
    key_id: string
    token: string
    asked: string
    answer: string | null
    at: number
    attempt: string | null
    done: Generated<number>
  }
  audit: AuditRow
  topics: { id: string; title: string; examples: string; changed_at: number }
  erasures: {
    id: string
    by: string
    at: number
    conversations: number
    messages: number
    slack: number
    unreachable: number
  }
  mood_votes: {
    message_id: string
    operator_id: string
    conversation_id: string
    shown: string
    mood: string
    at: number
  }
}

/** What came with several agents. `standard`: the one that answers where no rule says otherwise. */
interface AgentColumns {
  role: string
  initials: string
  image: string | null
  style: string | null
  model: string
  on: number
  place: number
  standard: number
  archived_at: number | null
  sending: string | null
}

export interface ContactRow {
  id: string
  user_id: string
  name: string | null
  email: string | null
  /** Every trait but name and email. */
  traits: string
  /** The keys of traits, name and email among them, that came with proof: a page without it cannot change them. */
  proven: string
  company_id: string | null
  verified: number
  created_at: number
  seen_at: number
}

interface VisitorRow {
  id: string
  contact_id: string | null
  /** From before companies needed proof: always null. */
  company_id: string | null
  /** What the page said without proof (`Claimed`). */
  claimed: Generated<string>
  /** Entries by key. */
  context: string
  /** This browser proved who its visitor is. */
  verified: number
  created_at: number
}

export interface ConversationRow {
  id: string
  visitor_id: string
  agent_id: string
  head: string
  seq: number
  status: string
  holder: string
  epoch: number
  opened_at: number
  completed_at: number | null
  /** When the conversation ends unless the visitor comes back first; null while the visitor is here. */
  ends_at: number | null
  /** What the ending will be called when `ends_at` passes. */
  ends_how: string | null
  /** The process whose sockets vouch for the visitor's presence. When its lease runs out, the visitor is gone. */
  seen_by: string | null
  presence: string
  mood: string
  outcome: string | null
  /** The AI score; -1 when there is none. */
  score: number
  /** 100 less the score; -1 when there is none, so that both orders end with what has no score. */
  worst: number
  /** In hundredths. */
  mood_score: number
  votes_up: number
  votes_down: number
  /** How many answers have a correction in force. */
  corrected: number
  /** 0 until it is reviewed. */
  reviewed_at: number
  /** Lower-case names to sort by. */
  agent: string
  operators: string
  topic: string
  /** Lower-case words to search by: name, topic, agent. */
  words: string
}

export interface EventRow {
  conversation_id: string
  seq: number
  type: string
  at: number
  actor_kind: string
  actor_id: string | null
  payload: string
}

/** `position` in the log of the whole workspace: on SQLite from the start, elsewhere null until somebody reads that far. */
interface PlacedEvent extends EventRow {
  position: Generated<number | null>
}

export interface ApiKeyRow {
  id: string
  name: string
  prefix: string
  hash: string
  scopes: string
  by: string
  created_at: number
  expires_at: number | null
  revoked_at: number | null
  used_at: number | null
}

export interface AuditRow {
  id: string
  at: number
  by_kind: 'operator' | 'key' | 'somebody'
  by_id: string
  by_name: string
  kind: string
  route: string
  subject: string | null
  conversation_id: string | null
  events: string
  detail: string
  address: string
  browser: string
  /** How often, and when last; null when once. */
  count: number
  last_at: number | null
}

export interface MessageRow {
  id: string
  conversation_id: string
  seq: number
  at: number
  sender: string
  author: string | null
  text: string
  sources: string
  run_id: string | null
  /** The AI message that this one corrects. */
  corrects: string | null
  edited_at: number | null
  withdrawn_at: number | null
}

export interface WhisperRow {
  id: string
  conversation_id: string
  seq: number
  at: number
  by: string
  text: string
  state: string
  run_id: string | null
  message_id: string | null
  settled_at: number | null
  must: number
  receipt: string | null
  /** The sentence of the reply that shows it. */
  receipt_sentence: string | null
}

/** A question to the team. `by` is null where the AI asks; `answer` holds who said what. */
export interface InquiryRow {
  id: string
  conversation_id: string
  seq: number
  at: number
  by: string | null
  text: string
  state: 'open' | 'answered' | 'expired'
  due_at: number
  answer: string | null
}

/** A reply that is written and not sent. `reply`: everything that is posted with it, as JSON. */
export interface HoldRow {
  conversation_id: string
  run_id: string
  seq: number
  at: number
  reason: 'draft' | 'hold' | 'claim'
  due_at: number | null
  reply: string
}

/** One person's vote on one message. `rater` is the operator's or the visitor's id, `by` the operator's face. */
export interface RatingRow {
  message_id: string
  rater: string
  conversation_id: string
  by: string | null
  vote: string
  reason: string | null
  comment: string
  seq: number
  at: number
}

export interface RunRow {
  id: string
  conversation_id: string
  /** The conversation's epoch when the run was claimed. */
  epoch: number
  /** How far the log was when its prompt was made: it answers everything up to there. */
  trigger_seq: number
  state: string
  /** Counts claims. A process that lost its lease finds another number here and cannot finish the run. */
  attempt: number
  lease_until: number
  reason: string | null
  began_at: number
  ended_at: number | null
}

export interface TicketRow {
  id: string
  number: number
  conversation_id: string
  subject: string
  status: string
  assignee: string | null
  assignee_id: string | null
  opened_at: number
  changed_at: number
  snoozed_until: number | null
  resolved_by: 'ai' | 'person' | null
  /** The ticket that this duplicate goes on in. */
  merged_into: string | null
  merged_number: number | null
  fields: string
}

/** A saved filter. `kind`: of tickets or of contacts. */
export interface SegmentRow {
  id: string
  kind: string
  name: string
  icon: string
  shared: number
  owner_id: string
  filter: string
  place: number
}

export interface CommentRow {
  id: string
  conversation_id: string
  seq: number
  at: number
  by: string
  text: string
  mentions: string
}

/** One for each ticket: resolved again, it is proposed anew. */
interface LearnedAnswerRow {
  id: string
  ticket_id: string
  conversation_id: string
  question: string
  answer: string
  state: 'proposed' | 'accepted' | 'dismissed'
  at: number
}

export interface SourceRow {
  id: string
  kind: 'page' | 'sitemap' | 'site' | 'file'
  name: string
  url: string | null
  depth: number
  page_limit: number
  every_hours: number | null
  state: 'waiting' | 'working' | 'ready' | 'failed'
  error: string | null
  /** Counts imports. Pages of an older pass were not met again. */
  pass: number
  lease_until: number
  next_at: number | null
  created_by: string
  changed_at: number
}

export interface SourcePageRow {
  id: string
  source_id: string
  /** Its address or file name: one of a kind within the source. */
  name: string
  url: string | null
  depth: number
  pass: number
  title: string | null
  state: 'waiting' | 'read' | 'failed' | 'skipped'
  error: string | null
  characters: number
  passages: number
  /** An uploaded file in base64, until it was read. */
  content: string | null
  /** What was left out of it, as a JSON list of sentences. */
  left_out: string
  changed_at: number
}

/** Whom it is for: `scope` chooses among the contact, the company and everyone. */
interface TaughtRow {
  id: string
  scope: string
  contact_id: string | null
  contact_name: string | null
  company_id: string | null
  company_name: string | null
  by: string
  created_at: number
  changed_at: number
  retired_at: number | null
}

export interface LessonRow extends TaughtRow {
  text: string
  conversation_id: string | null
  whisper_id: string | null
  on: number
  review_at: number | null
  conflicts: string
}

export interface CorrectionRow extends TaughtRow {
  question: string
  answer: string
  message_id: string | null
  conversation_id: string | null
  /** The message by which the visitor was told. */
  told_in: string | null
  /** 1: its question is put in an operator's own words. */
  general: number
}

/** Another way to put the question of a correction, or, `rejected`, one that it was wrongly found for. */
export interface PhrasingRow {
  id: string
  correction_id: string
  text: string
  rejected: number
  origin: string
  /** The operator; null when the visitor's word taught it. */
  by: string | null
  conversation_id: string | null
  /** The AI message that was judged; null when it was written. */
  message_id: string | null
  at: number
  removed_at: number | null
}

/** A vector of one model, in base64. `hash` is of the text that it was made of; one of the three says what it goes with. */
interface VectorRow {
  model: string
  key: string
  hash: string
  vector: string
  article_id: string | null
  correction_id: string | null
  phrasing_id: string | null
}

export interface GapQuestionRow {
  message_id: string
  reason: string
  conversation_id: string
  question: string
  at: number
  /** Null until it was sorted to those of its kind. */
  gap_id: string | null
}

export interface IncidentRow {
  id: string
  kind: string
  /** What it is about: a conversation's id, a gap's id, a day. One open incident for each kind and subject. */
  subject: string
  conversation_id: string | null
  title: string
  detail: string
  level: number
  state: 'open' | 'in_hand' | 'cleared'
  version: number
  opened_at: number
  changed_at: number
  cleared_at: number | null
  /** The operators whom it calls; none: whoever is there. */
  people: string
  /** All that is the matter with a conversation; "[]" for an incident of another sort. */
  troubles: string
  /** The visitor's last words. */
  words: string | null
  /** Who has it in hand. */
  holder: string | null
  /** The crowd that tells of it in place of itself. */
  gathered_in: string | null
}

export interface AlertChannelRow {
  id: string
  kind: string
  target: string
  /** Sealed: a token, an address that is itself a secret, or the key that posts are signed with. */
  secret: string
  settings: string
  created_at: number
}

export interface WebhookRow {
  id: string
  url: string
  /** Sealed. */
  secret: string
  types: string
  active: number
  /** How far it has been told of the log. */
  position: number
  attempts: number
  next_at: number
  lease_until: number
  failing_since: number | null
  stopped_at: number | null
  error: string | null
  created_at: number
}

export interface DeliveryRow {
  id: string
  incident_id: string
  channel_id: string
  /** The version of the incident that the channel should show, and the one it shows. */
  wanted: number
  sent: number
  state: 'waiting' | 'sent' | 'dead'
  attempts: number
  next_at: number
  lease_until: number
  error: string | null
  /** Where the message stands at the other side, so that it can be edited. */
  external: string | null
}

/** The outbox of mail. `about` is JSON for whoever writes the letter; `once` is the same for what is told once. `state`: waiting, sent or dead. */
export interface MailRow {
  id: string
  kind: string
  recipient: string
  about: string
  once: string
  conversation_id: string | null
  state: string
  attempts: number
  next_at: number
  lease_until: number
  error: string | null
  created_at: number
}
