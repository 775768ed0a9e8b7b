/** What a canned reply's variables stand for; free of the schema library, because the reply field fills them. */
export interface CannedWords {
  /** The visitor's name, if it is known. */
  name: string | null
  /** Whoever writes. */
  agent: string
  /** The ticket's number, if there is a ticket. */
  ticket: number | null
}

/** The text with its variables filled in. What is unknown leaves no hole: a greeting without a name is still a greeting. What is no variable stays as it is. */
export function fillCanned(text: string, { name, agent, ticket }: CannedWords): string {
  const values: Record<string, string> = {
    name: name?.trim().split(/\s+/)[0] ?? '',
    agent,
    ticket: ticket === null ? '' : `#${ticket}`,
  }
  return text.replace(/( ?)\{\{\s*(name|agent|ticket)\s*\}\}/gi, (_, space: string, variable: string) => {
    const value = values[variable.toLowerCase()]!
    return value && space + value
  })
}
