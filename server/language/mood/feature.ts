/** One thing that the classifier weighs. `source` is what a person would point at: words in quotes, or a sign such as "capital letters"; empty if there is none. */
export interface Feature {
  name: string
  value: number
  source: string
}

/** Words in quotes; the edges of a message, figures and signs are nothing to point at. */
export function quoted(words: string): string {
  const said = words.replace(/^\^ | \$$/g, '').slice(0, 40)
  return /\p{L}|\p{Extended_Pictographic}/u.test(said) ? `“${said}”` : ''
}
