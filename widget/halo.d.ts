/** The public face of the widget: what `window.Halo` offers a site. Served at /widget/halo.d.ts, for sites that are written in TypeScript. */

/** Values are plain JSON. They merge key by key with what is known; null deletes. At most 100 keys and 10 kB. Keys that the system keeps itself (id, created_at, last_seen…) are refused. */
export interface Traits {
  name?: string | null
  email?: string | null
  [key: string]: unknown
}

export type ContextType =
  | 'list'
  | 'integration'
  | 'error'
  | 'status'
  | 'config'
  | 'feature'
  | 'metric'
  | 'relationship'
  | 'custom'

/** One thing that is going on for the visitor, as a person of the team would look it up. At most 50 entries of 20 kB. */
export interface ContextEntry {
  label: string
  type?: ContextType
  value: unknown
}

/** What a site may pass to `Halo.init`. */
export interface Options {
  /** The publishable widget key from the dashboard. */
  key: string
  /** Your own id of the signed-in user; without it, or with "anonymous", the visitor is anonymous. */
  userId?: string
  userTraits?: Traits
  /** Proves `userId`: a token (JWT, HS256) that your server signed with an identity secret. One that has expired is never sent. */
  userToken?: string
  /** Asked for a token when there is none, or no good one any more. */
  getUserToken?: () => Promise<string | undefined>
  /** Your own id of the user's company. */
  companyId?: string
  companyTraits?: Traits
  context?: Record<string, ContextEntry>
  /** Corner of the launcher. Default: that of the agent who answers on this page. */
  position?: 'left' | 'right'
  /** Default: "auto", what the visitor's system prefers. */
  theme?: 'auto' | 'light' | 'dark'
  /** The language in which the chat speaks, for example "de" or "es-MX". Default: that of the page, then of the browser. English where Halo does not speak it. */
  language?: string
  /** A colour as #rgb or #rrggbb; default: that of the agent. The writing on it becomes white or near-black, whichever is easier to read. */
  accent?: string
  /** "manual": no button; the page opens the chat itself with `openChat`. */
  ui?: 'manual'
  /** Pages on which it is so, by path: `*` stands for anything, `?` for one character. Followed while your page changes its address. */
  manualOnPaths?: string[]
  /** How far from the page's edges the button stands, in pixels; 20 each if not said. */
  offset?: { side?: number; bottom?: number }
  /** Above what of the page the chat stands; above nearly everything if not said. */
  zIndex?: number
  /** The visitor's token is missing, expired or refused. Told once; the chat waits until `identify` brings a new one. */
  onIdentityExpired?: (error: Error) => void
  onReady?: () => void
  onError?: (error: Error) => void
  onChatOpen?: () => void
  onChatClose?: () => void
  /** Somebody else said something: the AI, a person, or the line that a person joined. */
  onMessage?: (message: { from: string; text: string }) => void
  /** How many messages of others the visitor has not read. */
  onUnread?: (count: number) => void
}

/** What `on` tells its listeners. `chatOpen` and `chatClose` come only when the panel really opens or closes. */
export interface Events {
  ready: undefined
  chatOpen: undefined
  chatClose: undefined
  message: { from: string; text: string }
  unread: number
  error: Error
  identityExpired: Error
}

export interface Highlight {
  /** What it is, for whoever hears the page. */
  label?: string
  /** How long it stays; until `clearHighlights` if not said. */
  seconds?: number
}

/** For support: no secret, no trait's value, no word of the conversation. */
export interface Debug {
  version: string
  base: string
  path: string
  key: boolean
  /** Whether this page gave a token, and can make one. */
  proof: { token: boolean; getUserToken: boolean }
  userId: string | null
  companyId: string | null
  /** The keys that this page gave. */
  traits: string[]
  context: string[]
  panel:
    | 'not loaded yet'
    | {
        open: boolean
        unread: number
        token: boolean
        agent: string | null
        conversation: string | null
        line: string
        unsent: number
        person: string | null
      }
}

export interface Halo {
  /** Shows the launcher. A second call with the same key says what has changed, as `update` does; one with another key warns and changes nothing. */
  init(options: Options): Halo
  /** Changes in place what is given: looks, language, callbacks, and what you know of the visitor. `undefined` brings the default back. */
  update(options: Partial<Options>): void
  /** `text` is put into the field, for the visitor to send. */
  openChat(options?: { text?: string }): void
  closeChat(): void
  toggle(): void
  sendMessage(text: string): void
  /** Says who the visitor is. An anonymous visitor keeps the conversation; another person begins anew. Told when the chat is first used. */
  identify(userId: string, traits?: Traits, proof?: { userToken?: string }): void
  identifyCompany(companyId: string, traits?: Traits): void
  /** Replaces the whole entry of this key. */
  setContext(key: string, entry: ContextEntry): void
  /** Removes one entry, or all. */
  clearContext(key?: string): void
  /** Puts a frame around the first element that matches, and scrolls to it. The page itself is not changed. */
  highlightElement(selector: string, options?: Highlight): void
  clearHighlights(): void
  /** Prints the state of things, and returns it. */
  debug(): Debug
  /** Returns the way to stop. */
  on<E extends keyof Events>(event: E, listener: (detail: Events[E]) => void): () => void
  /** Takes everything off the page, as when your user signs out; `init` may be called again. */
  destroy(): void
}

declare global {
  interface Window {
    Halo: Halo
  }
}
