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
  /** Any CSS colour in #rgb or #rrggbb form. The writing on it becomes white or near-black, whichever is easier to read. */
  accent?: string
  onReady?: () => void
  onError?: (error: Error) => void
  onOpen?: () => void
  onClose?: () => void
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
  show(state: { open: boolean; unread: boolean; busy: boolean }): void
}

/** What the panel gives back. */
export interface Panel {
  toggle(): void
  open(): void
  close(): void
  send(text: string): void
  destroy(): void
}

export const defaultAccent = '#3d5afe'

/** White or near-black, whichever contrasts more with the accent (WCAG 2.2 relative luminance). */
export function textOn(accent: string): string {
  const [r, g, b] = channels(accent).map((channel) => {
    const value = channel / 255
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
  }) as [number, number, number]
  const luminance = 0.2126 * r + 0.7152 * g + 0.0722 * b
  return 1.05 / (luminance + 0.05) >= (luminance + 0.05) / 0.06 ? '#ffffff' : '#14161c'
}

/** The accent if it is a colour we can reckon with, else ours. */
export function accentOf({ accent }: Pick<Options, 'accent'>): string {
  return accent && /^#([0-9a-f]{3}|[0-9a-f]{6})$/i.test(accent) ? accent : defaultAccent
}

function channels(colour: string): number[] {
  const hex = colour.slice(1)
  const full = hex.length === 3 ? [...hex].map((digit) => digit + digit).join('') : hex
  return [0, 2, 4].map((at) => parseInt(full.slice(at, at + 2), 16))
}
