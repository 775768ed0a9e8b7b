/** Promises without exception, by what they promise: a source that says one way of it supports the others. */
const promises: Record<string, string[]> = {
  always: [
    String.raw`always|at all times|every (?:single )?time|without exception|in any case|24\/7|around the clock`,
    String.raw`immer(?!\s(?:noch|wieder|mehr))|jederzeit|rund um die uhr|siempre|en todo momento`,
  ],
  never: [String.raw`never(?! ?mind)|under no circumstances|at no time`, String.raw`nie|niemals|nunca|jamás`],
  free: [
    String.raw`free of charge|at no (?:extra |additional )?(?:cost|charge)|no (?:extra |additional )?(?:charge|cost|fee)s?|complimentary|without (?:any )?(?:charge|cost)|costs? nothing|(?<!\b(?:feel|hands?|for|are|be) |[-–])free(?!\s(?:to|up|of)\b|\sfrom\b(?!\s[€$£\d])|[-–])`,
    String.raw`kostenlos|kostenfrei|gratis|umsonst|ohne (?:aufpreis|kosten|gebühr(?:en)?)|sin (?:coste|costo|cargo)|gratuit[oa]s?|gratuitamente`,
  ],
  guaranteed: [
    String.raw`guarantee[sd]?|guaranteeing`,
    String.raw`garantier(?:en|t)|garantizad[oa]s?|garantizamos`,
  ],
  unlimited: [
    String.raw`unlimited|no limits?|without (?:any )?limits?`,
    String.raw`unbegrenzt|unbeschränkt|ilimitad[oa]s?`,
  ],
  forever: [
    String.raw`forever|for life|lifetime|permanently`,
    String.raw`für immer|lebenslang|para siempre|de por vida`,
  ],
  instant: [
    String.raw`instantly|immediately|right away|at once`,
    String.raw`sofort|umgehend|inmediatamente|de inmediato|al instante`,
  ],
}

/** Courtesies that promise nothing: "always here for you". */
const courtesy = String.raw`(?!\s(?:here|happy|glad|welcome|there|feel|gern|gerne)\b)`

export const absolutePattern = String.raw`(?<![\p{L}\d_-])(?:${Object.values(promises).flat().join('|')})(?![\p{L}\d_])${courtesy}`

// The most telling first: "für immer" is for ever, and not always.
const readers = ['forever', ...Object.keys(promises)].map(
  (name) => [name, new RegExp(`(?<![\\p{L}\\d_-])(?:${promises[name]!.join('|')})(?![\\p{L}\\d_])`, 'iu')] as const,
)

/** What is promised; the same for every way of saying it. */
export function readAbsolute(text: string): string[] {
  const name = readers.find(([, pattern]) => pattern.test(text))?.[0]
  return name ? [`absolute ${name}`] : []
}
