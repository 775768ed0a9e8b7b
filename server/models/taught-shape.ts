import type { Scope } from '../../protocol/teaching/shapes.ts'

/** What operators taught that bears on one reply, each in the order in which it counts. */
export interface Taught {
  guidance: { id: string; text: string }[]
  /** Lasting directives whose scope covers this visitor. */
  lessons: { id: string; by: string; text: string; scope: Scope; changedAt: number }[]
  /** `sure`: it answers what was asked. `unsure`: it may; the visitor may mean something else. */
  corrections: {
    id: string
    by: string
    question: string
    /** In an operator's own words; a visitor's are read to no other visitor. */
    general: boolean
    answer: string
    band: 'sure' | 'unsure'
    changedAt: number
  }[]
  docs: { id: string; title: string; body: string }[]
  /** For every agent. */
  instructions: string
}
