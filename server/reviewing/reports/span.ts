export interface Span {
  from: number
  until: number
  zone: number
}
