/** Promises without exception, by what they promise: a source that says one way of it supports the others. */
const promises: Record<string, string> = {
  always: String.raw`always|at all times|every (?:single )?time|without exception|in any case|24\/7|around the clock`,
  never: String.raw`never(?! ?mind)|under no circumstances|at no time`,
  free: String.raw`free of charge|at no (?:extra |additional )?(?:cost|charge)|no (?:extra |additional )?(?:charge|cost|fee)s?|complimentary|without (?:any )?(?:charge|cost)|costs? nothing|(?<!\b(?:feel|hands?|for|are|be) |[-–])free(?!\s(?:to|up|of|from)\b|[-–])`,
  guaranteed: String.raw`guarantee[sd]?|guaranteeing`,
  unlimited: String.raw`unlimited|no limits?|without (?:any )?limits?`,
  forever: String.raw`forever|for life|lifetime|permanently`,
  instant: String.raw`instantly|immediately|right away|at once`,
}

/** Courtesies that promise nothing: "always here for you". */
const courtesy = String.raw`(?!\s(?:here|happy|glad|welcome|there|feel)\b)`

export const absolutePattern = String.raw`(?<![\p{L}\d_-])(?:${Object.values(promises).join('|')})(?![\p{L}\d_])${courtesy}`

const readers = Object.entries(promises).map(
  ([name, pattern]) => [name, new RegExp(`(?<![\\p{L}\\d_-])(?:${pattern})(?![\\p{L}\\d_])`, 'iu')] as const,
)

/** What is promised; the same for every way of saying it. */
export function readAbsolute(text: string): string[] {
  const name = readers.find(([, pattern]) => pattern.test(text))?.[0]
  return name ? [`absolute ${name}`] : []
}
