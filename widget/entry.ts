import { ApiError, createClient, type Client } from '../client/api.ts'
import type { Input, Reply } from '../protocol/route.ts'
import type { WidgetApi } from '../protocol/widget-api.ts'
import type { Memory } from './memory.ts'
import type { Shell } from './options.ts'
import { pageNow } from './presence.ts'

export type Session = Reply<WidgetApi, 'POST /api/widget/sessions'>

/** The visitor's way in: the widget key becomes a token, which is kept for the next page and the next visit. */
export class Entry {
  readonly api: Client<WidgetApi>
  readonly #shell: Shell
  readonly #memory: Memory
  readonly #entered: (session: Session | null) => void
  #beginning: Promise<void> | null = null
  /** What the visitor was refused for; nobody knocks again before the page has something new to prove it with. */
  #barred: ApiError | null = null

  /** `entered`: null when an operator shut the visitor out. */
  constructor(shell: Shell, memory: Memory, entered: (session: Session | null) => void) {
    this.#shell = shell
    this.#memory = memory
    this.#entered = entered
    this.api = createClient<WidgetApi>({
      base: shell.base,
      token: () => this.token,
      timeoutMs: 12_000,
      // Few pages have put something of their own in its place.
      fetchBy: async (...request) =>
        /\[native code\]/.test(Function.prototype.toString.call(fetch))
          ? fetch(...request)
          : (await import('./native.ts')).nativeFetch(shell.root, ...request),
    })
  }

  get token(): string | null {
    return this.#memory.get('token')
  }

  /** Whether somebody new has left a trace by now, or is about to. */
  get begun(): boolean {
    return this.#beginning !== null
  }

  /** Goes in once; after a failure the next call tries again. */
  begin(): Promise<void> {
    this.#beginning ??= alone(() => this.#enter()).catch((error) => {
      this.#beginning = null
      throw error
    })
    return this.#beginning
  }

  /** The token holds no more: it ran out, or this Halo was set up anew. */
  again(): Promise<void> {
    this.#beginning = null
    return this.begin()
  }

  /** The page has said anew who the visitor is. */
  anew(): Promise<void> {
    this.#barred = null
    return this.again()
  }

  /** Does what only a visitor may do. */
  async asVisitor<T>(work: () => Promise<T>): Promise<T> {
    await this.begin()
    try {
      return await work()
    } catch (error) {
      if (!(error instanceof ApiError) || (error.status !== 401 && !isShutOut(error))) throw error
      await this.again()
      return work()
    }
  }

  async #enter(): Promise<void> {
    if (this.#barred) throw this.#barred
    const { options, say } = this.#shell
    const goIn = (userToken?: string) => this.#goIn(userToken)
    try {
      // Fetched by those who need it: most sites sign nothing.
      const session = await (options.userId && (options.userToken || options.getUserToken)
        ? (await import('./identity.ts')).withProof(options, goIn)
        : goIn())
      this.#memory.set('token', session.token)
      this.#entered(session)
    } catch (error) {
      if (isShutOut(error)) this.#entered(null)
      if (error instanceof ApiError && error.code.startsWith('identity'))
        say('identityExpired', (this.#barred = error))
      throw error
    }
  }

  #goIn(userToken?: string): Promise<Session> {
    const { key, userId, userTraits, companyId, companyTraits, context } = this.#shell.options
    const who = { key, token: this.token ?? undefined, userId, userToken, companyId, page: pageNow() }
    const call = (body: Claim) => this.api.call('POST /api/widget/sessions', { body })
    return call({ ...who, userTraits, companyTraits, context } as Claim).catch((error) => {
      // Something that the site says of its visitor is refused. That is for the site to hear, and no reason to keep the visitor out.
      if (!(error instanceof ApiError) || error.status !== 400) throw error
      this.#shell.say('error', error)
      return call(who)
    })
  }
}

const isShutOut = (error: unknown) => error instanceof ApiError && error.code === 'shut_out'

type Claim = Input<WidgetApi, 'POST /api/widget/sessions'>['body']

/** A tab that was frozen while it went in must not keep the others out. */
const longestTurn = 5000

/** Tabs that open together go in one after the other, so that they are one visitor and not several. Where the page may keep nothing, its browser refuses turns, too; then there is nobody to be one with. */
async function alone<T>(work: () => Promise<T>): Promise<T> {
  let begun: Promise<T> | undefined
  const once = () => (begun ??= work())
  try {
    return await navigator.locks.request('halo', { signal: AbortSignal.timeout(longestTurn) }, once)
  } catch {
    return once()
  }
}
