import { ApiError } from '../../client/api.ts'
import type { RouteInput, RouteKey, RouteReply } from '../../protocol/api.ts'
import type { Problem } from '../../protocol/problem.ts'

/** Somebody of the team, signed in, without a browser. */
export class Colleague {
  readonly cookie: string
  readonly #url: string

  private constructor(url: string, cookie: string) {
    this.#url = url
    this.cookie = cookie
  }

  static async signIn(url: string, { email, password }: { email: string; password: string }): Promise<Colleague> {
    const headers = { 'content-type': 'application/json', origin: url }
    const response = await fetch(new URL('/api/auth/sign-in/email', url), {
      method: 'POST',
      headers,
      body: JSON.stringify({ email, password }),
    })
    if (!response.ok)
      throw new Error(
        `${email} cannot sign in. Start the demo with --fresh, or sign in with the password that you gave.`,
      )
    return new Colleague(
      url,
      response.headers
        .getSetCookie()
        .map((line) => line.split(';')[0])
        .join('; '),
    )
  }

  /** Calls a route of protocol/api.ts by its key. Throws `ApiError`. */
  async call<K extends RouteKey>(key: K, input?: Partial<RouteInput<K>>): Promise<RouteReply<K>> {
    const {
      params = {},
      query = {},
      body,
    } = (input ?? {}) as { params?: Record<string, string>; query?: Record<string, string>; body?: unknown }
    const [method, path] = key.split(' ') as [string, string]
    const address = new URL(
      path.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(params[name]!)),
      this.#url,
    )
    for (const [name, value] of Object.entries(query)) address.searchParams.set(name, value)
    const headers = { cookie: this.cookie, ...(body !== undefined && { 'content-type': 'application/json' }) }
    const response = await fetch(address, {
      method,
      headers,
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
    const answer = await response.json()
    if (!response.ok)
      throw new ApiError(response.status, (answer as Problem).error.code, (answer as Problem).error.message)
    return answer as RouteReply<K>
  }
}
