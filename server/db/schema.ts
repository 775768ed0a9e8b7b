/**
 * The tables. JSON lives in text columns, times are milliseconds, booleans are 0 and 1: what both dialects share.
 * `conversations.head` is the protocol's Conversation, the fold of its log; the columns beside it exist to be searched and locked by.
 */
export interface Schema {
  settings: { key: string; value: string }
  counters: { name: string; value: number }
  processes: { id: string; lease_until: number }
  agents: { id: string; name: string; greeting: string; suggestions: string; instructions: string; created_at: number }
  contacts: { id: string; user_id: string; name: string | null; email: string | null; verified: number; created_at: number; seen_at: number }
  visitors: { id: string; contact_id: string | null; created_at: number }
  conversations: ConversationRow
  events: EventRow
  messages: MessageRow
  whispers: WhisperRow
  runs: RunRow
  prompts: { message_id: string; layers: string }
  provenance: { message_id: string; kind: string; ref: string }
  takeovers: { id: string; conversation_id: string; operator_id: string; began_at: number; ended_at: number | null }
  tickets: TicketRow
  articles: { id: string; title: string; body: string; url: string | null; changed_at: number }
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
}
