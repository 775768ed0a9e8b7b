import { createLauncher } from './launcher.ts'
import { lastingMemory, tabMemory } from './memory.ts'
import type { Options, Panel, Shell } from './options.ts'

/** Replaced by the build with the hashed name of the panel's file. */
declare const PANEL: string

type Listener = (detail?: unknown) => void

interface Halo {
  /** Shows the launcher. A second call warns and returns the same Halo. */
  init(options: Options): Halo
  open(): void
  close(): void
  sendMessage(text: string): void
  on(event: 'ready' | 'open' | 'close' | 'message' | 'error', listener: Listener): () => void
  /** Takes everything off the page; `init` may be called again. */
  destroy(): void
}

const base = new URL((document.currentScript as HTMLScriptElement).src).href.replace(/\/widget\.js.*$/, '')
const listeners = new Map<string, Set<Listener>>()
let running: { host: HTMLElement; shell: Shell; panel: Promise<Panel> | null } | null = null

const halo: Halo = {
  init(options) {
    if (running) {
      console.warn('Halo.init was called before. Call Halo.destroy first to start anew.')
      return halo
    }
    if (!options?.key) throw new Error('Halo.init needs the widget key: Halo.init({ key })')
    running = begin(options)
    emit('ready')
    return halo
  },
  open: () => void load()?.then((panel) => panel.open()),
  close: () => void running?.panel?.then((panel) => panel.close()),
  sendMessage: (text) => void load()?.then((panel) => panel.send(text)),
  on(event, listener) {
    const registered = listeners.get(event) ?? new Set<Listener>()
    listeners.set(event, registered.add(listener))
    return () => registered.delete(listener)
  },
  destroy() {
    void running?.panel?.then((panel) => panel.destroy())
    running?.host.remove()
    running = null
  },
}

function begin(options: Options): NonNullable<typeof running> {
  const host = document.createElement('div')
  host.id = 'halo-widget'
  const root = host.attachShadow({ mode: 'open' })
  const launcher = createLauncher(root, options)
  const shell: Shell = { options, base, root, launcher, say: emit }
  launcher.button.addEventListener('click', () => void load()?.then((panel) => panel.toggle()))
  launcher.button.addEventListener('pointerenter', () => void load(), { once: true })
  launcher.button.addEventListener('focus', () => void load(), { once: true })
  // Written into the page when there is a body to write into, so that the script may stand in the head.
  if (document.body) document.body.append(host)
  else document.addEventListener('DOMContentLoaded', () => document.body.append(host))
  resume(options)
  return { host, shell, panel: null }
}

/** A panel that was open stays open from page to page; a conversation under way is listened to, for its unread dot. */
function resume({ key, userId }: Options): void {
  const wasOpen = tabMemory(key).get('open')
  const live = lastingMemory(key, userId).get('live')
  if (wasOpen) queueMicrotask(() => halo.open())
  else if (live) setTimeout(() => void load(), 300)
}

function load(): Promise<Panel> | null {
  if (!running) return null
  const here = running
  here.panel ??= import(/* @vite-ignore */ `${base}/widget/${PANEL}`)
    .then(({ mount }: { mount(shell: Shell): Panel }) => mount(here.shell))
    .catch((error: Error) => {
      // The next click tries again: the network may be back by then.
      here.panel = null
      emit('error', error)
      throw error
    })
  here.panel.catch(() => {})
  return here.panel
}

function emit(event: string, detail?: unknown): void {
  const name = `on${event[0]!.toUpperCase()}${event.slice(1)}` as 'onReady'
  const callback = running?.shell.options[name] as Listener | undefined
  callback?.(detail)
  listeners.get(event)?.forEach((listener) => listener(detail))
}

;(window as unknown as { Halo: Halo }).Halo = halo
