import type { z } from 'zod'
import type { Need } from './access.ts'
import type { KeyScope } from './programs/scopes.ts'

/** One route of a table, keyed by "METHOD path". `for` says who may call: anyone, the visitor whose token it is, a signed-in operator, or a key. */
interface RouteShape {
  for: 'anyone' | 'visitor' | 'operator' | 'key'
  needs?: Need
  scope?: KeyScope
  name?: string
  says: string
  params?: z.ZodType
  query?: z.ZodType
  body?: z.ZodType
  reply: z.ZodType
}

export type RouteTable = Record<string, RouteShape>

/** What each of the three generic types below is asked about: a table, and one of its keys. */
export type KeyOf<T> = keyof T & string

type InputOf<R, K extends string> = R extends { [P in K]: infer S extends z.ZodType }
  ? { [P in K]: z.input<S> }
  : unknown
type OutputOf<R, K extends string> = R extends { [P in K]: infer S extends z.ZodType }
  ? { [P in K]: z.output<S> }
  : unknown

/** A query that may be empty may be left out. */
type QueryOf<R> = R extends { query: infer S extends z.ZodType }
  ? Record<never, never> extends z.input<S>
    ? { query?: z.input<S> }
    : { query: z.input<S> }
  : unknown

/** What a client sends. */
export type Input<T, K extends KeyOf<T>> = InputOf<T[K], 'params'> & QueryOf<T[K]> & InputOf<T[K], 'body'>
/** What the server's function gets, parsed. */
export type Parsed<T, K extends KeyOf<T>> = OutputOf<T[K], 'params'> &
  OutputOf<T[K], 'query'> &
  OutputOf<T[K], 'body'>
export type Reply<T, K extends KeyOf<T>> = T[K] extends { reply: infer S extends z.ZodType } ? z.output<S> : never
