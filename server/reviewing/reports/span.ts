export interface Span {
  from: number
  until: number
  /** Where the reader is, as the IANA names zones. */
  zone: string
}
