/** What a site may pass to `Halo.init`. */
export interface Options {
  /** The publishable widget key from the dashboard. */
  key: string
  /** Your own id of the signed-in user; without it the visitor is anonymous. */
  userId?: string
  userTraits?: { name?: string; email?: string }
  /** Corner of the launcher. Default: "right". */
  position?: 'left' | 'right'
  /** Default: "auto", what the visitor's system prefers. */
  theme?: 'auto' | 'light' | 'dark'
  /** A colour as #rgb or #rrggbb. The writing on it becomes white or near-black, whichever is easier to read. */
  accent?: string
  onReady?: () => void
  onError?: (error: Error) => void
  onOpen?: () => void
  onClose?: () => void
  /** Somebody else said something: the AI, a person, or the line that a person joined. */
  onMessage?: (message: { from: string; text: string }) => void
}

/** What the loader hands to the panel: the place to draw in and the button it belongs to. */
export interface Shell {
  options: Options
  /** Where Halo is, without a slash at the end. */
  base: string
  root: ShadowRoot
  launcher: Launcher
  say(event: 'open' | 'close' | 'message' | 'error', detail?: unknown): void
}

export interface Launcher {
  button: HTMLButtonElement
  show(state: { open: boolean; unread: boolean }): void
  /** The panel was asked for and is on its way. */
  wait(on: boolean): void
}

/** What the panel gives back. */
export interface Panel {
  toggle(): void
  /** `focus`: whether the visitor asked for it; a page that merely loads must not take the keyboard away. */
  open(focus: boolean): void
  close(): void
  send(text: string): void
  destroy(): void
}

export const longestMessage = 10_000
