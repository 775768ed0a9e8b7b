import { usableInput } from './chat-answer.ts'

/** A call whose input cannot be used: a missing reason keeps nobody from coming. */
export async function repaired<Call extends { toolName: string; input: string }>(call: Call): Promise<Call | null> {
  const input = call.toolName === 'requestHuman' ? '{}' : usableInput(call.input)
  return input === call.input ? null : { ...call, input }
}
