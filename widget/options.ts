import type { Reply } from '../protocol/route.ts'
import type { WidgetApi } from '../protocol/widget-api.ts'
import type { ContextEntry, Debug, Events, Highlight, Options, Traits } from './halo.d.ts'

export type { Options }

/** How the chat looks where this page is, as the server says. What the page itself says of colour and side counts before it. */
export type Look = Reply<WidgetApi, 'POST /api/widget/look'>['agent']

/** What the loader hands to the panel: the place to draw in and the button it belongs to. */
export interface Shell {
  options: Options
  /** Where Halo is, without a slash at the end. */
  base: string
  root: ShadowRoot
  launcher: Launcher
  say(event: keyof Events, detail?: unknown): void
}

export interface Launcher {
  button: HTMLButtonElement
  show(state: Shown): void
  /** Without a look: the one it has, after the options have changed. */
  wear(look?: Partial<Look>): void
  /** The panel was asked for and is on its way. */
  wait(on: boolean): void
}

export interface Shown {
  open: boolean
  unread: number
  /** What a press does now that it is open, or what there is to read; in the panel's words. */
  says: string
  /** Instead of its own. */
  icon?: string
}

/** What the panel gives back. */
export interface Panel {
  toggle(): void
  /** `focus`: whether the visitor asked for it; a page that merely loads must not take the keyboard away. `text` is put into the field. */
  open(focus: boolean, text?: string): void
  close(): void
  send(text: string): void
  /** The options have changed: language, theme. */
  redraw(): void
  /** Somebody anonymous is named in the options now. */
  identify(): void
  /** The page has more to say; null removes an entry. */
  tell(news: News): void
  clearContext(): void
  highlight(selector: string | null, options?: Highlight): void
  state(): Exclude<Debug['panel'], string>
  destroy(): void
}

/** What a page tells of its visitor beside who it is. */
export interface News {
  userTraits?: Traits
  companyId?: string
  companyTraits?: Traits
  context?: Record<string, ContextEntry | null>
}

export const longestMessage = 10_000
