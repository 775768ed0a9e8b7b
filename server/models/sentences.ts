/** How much of a text is full sentences, list items or code; 0 when not one of them is. */
export function endOfLastSentence(text: string): number {
  const ends = [
    ...text.matchAll(/[.!?…](?:["'”’)\]*_`]{0,3})(?=\s|$)|[。！？]["'”’」』）]{0,2}|\n(?=\s*\n|\s*[-*\d])/gu),
  ]
  // "1." begins an item, and is no end of anything.
  const last = ends.findLast(({ index }) => !/(?:^|\n)\s*\d{1,3}$/.test(text.slice(0, index)))
  const at = last ? last.index + last[0].trimEnd().length : 0
  // What is left open would make code of all that follows.
  const fences = [...text.slice(0, at).matchAll(/^\s*```/gm)]
  const end = fences.length % 2 ? fences.at(-1)!.index : at
  return text.slice(0, end).trimEnd().length
}

const overlap = { least: 12, most: 400 }

/** The rest of an answer that was cut off, joined to it: some models say again what they had said, or begin anew. */
export function withRest(said: string, rest: string): { kept: number; added: string } {
  const start = said.slice(0, 40)
  if (said.length > 40 && rest.trimStart().startsWith(start)) return { kept: 0, added: rest.trimStart() }
  for (let length = Math.min(overlap.most, said.length, rest.length); length >= overlap.least; length--)
    if (said.endsWith(rest.slice(0, length))) return { kept: said.length, added: rest.slice(length) }
  return { kept: said.length, added: joint(said, rest) + rest }
}

/** A word that was cut goes on at once, and a new one after a space; only where both are sure. */
function joint(said: string, rest: string): string {
  return /[.!?,;:\p{L}]$/u.test(said) && /^\p{L}/u.test(rest) && (/[.!?,;:]$/.test(said) || /^\p{Lu}/u.test(rest))
    ? ' '
    : ''
}
