/** What was read from a page or file: Markdown, because headings matter for what is found later. */
export interface Extracted {
  title: string | null
  text: string
  /** Absolute addresses of the pages it links to, each once. Empty for files. */
  links: string[]
  /** What was left out and why, each in a sentence for whoever added it. Empty when everything was read. */
  leftOut: string[]
}

/** What is wrong with a file or page, in a sentence for whoever added it. */
export class Unreadable extends Error {
  override readonly name = 'Unreadable'
}
