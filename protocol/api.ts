import { operatorApi } from './operator-api.ts'
import { v1Api } from './programs/v1.ts'
import type { Input, Parsed, Reply, RouteTable } from './route.ts'
import { widgetApi } from './widget-api.ts'

/**
 * Every route, its input and its output, keyed by "METHOD path". The server registers from this table, OpenAPI is made of it. A client takes its types
 * from the table of its kind of caller, and is not slowed down by the others: `WidgetApi`, `OperatorApi`, `KeyApi`.
 * Errors are `Problem` with status 400 invalid, 401 not signed in, 403 not allowed, 404 not found, 409 conflict, 413 too large, 429 too many, 503 unavailable.
 */
export const api = { ...widgetApi, ...operatorApi, ...v1Api } as const satisfies RouteTable

export type Api = typeof api
export type RouteKey = keyof Api

export type RouteInput<K extends RouteKey> = Input<Api, K>
export type RouteParsed<K extends RouteKey> = Parsed<Api, K>
export type RouteReply<K extends RouteKey> = Reply<Api, K>
