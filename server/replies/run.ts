/** One attempt at one AI turn. `attempt` is a fence: whoever lost the lease finds another number in the row and can finish nothing. */
export interface Run {
  id: string
  conversationId: string
  agentId: string
  epoch: number
  attempt: number
  /** The log as it stood when the prompt was made; what came later is for the next look. */
  upTo: number
}
