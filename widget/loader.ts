import { createLauncher } from './launcher.ts'
import { lastingMemory, tabMemory } from './memory.ts'
import { longestMessage, type Options, type Panel, type Shell } from './options.ts'

/** Replaced by the build with the hashed name of the panel's file. */
declare const PANEL: string

type EventName = 'ready' | 'open' | 'close' | 'message' | 'error'
type Listener = (detail?: unknown) => void

interface Halo {
  /** Shows the launcher. A second call warns and returns the same Halo. */
  init(options: Options): Halo
  open(): void
  close(): void
  sendMessage(text: string): void
  /** Returns the way to stop. */
  on(event: EventName, listener: Listener): () => void
  /** Takes everything off the page; `init` may be called again. */
  destroy(): void
}

interface Running { host: HTMLElement; shell: Shell; panel: Promise<Panel> | null; stopWatching: () => void }

const script = document.currentScript ?? document.querySelector('script[src*="/widget.js"]')
const base = (script as HTMLScriptElement).src.replace(/\/widget\.js.*$/, '')
const listeners = new Map<EventName, Set<Listener>>()
let running: Running | null = null
let failures = 0

const halo: Halo = {
  init(options) {
    if (running) {
      console.warn('Halo.init was called before. Call Halo.destroy first to start anew.')
      return halo
    }
    if (!options?.key) throw new Error('Halo.init needs the widget key: Halo.init({ key })')
    running = begin(options)
    place(running)
    resume(running)
    emit('ready')
    return halo
  },
  open: () => open(true),
  close: () => void running?.panel?.then((panel) => panel.close()),
  sendMessage(text) {
    const trimmed = text.trim()
    if (!trimmed) return
    if (trimmed.length > longestMessage) return emit('error', new RangeError(`A message may have at most ${longestMessage} characters`))
    load()?.then((panel) => panel.send(trimmed)).catch(() => {})
  },
  on(event, listener) {
    const registered = listeners.get(event) ?? new Set<Listener>()
    listeners.set(event, registered.add(listener))
    return () => registered.delete(listener)
  },
  destroy() {
    const gone = running
    running = null
    gone?.stopWatching()
    gone?.panel?.then((panel) => panel.destroy()).catch(() => {})
    gone?.host.remove()
  },
}

function begin(options: Options): Running {
  const host = document.createElement('div')
  host.id = 'halo-widget'
  const root = host.attachShadow({ mode: 'open' })
  const launcher = createLauncher(root, options)
  launcher.button.addEventListener('click', () => toggle(launcher))
  for (const sign of ['pointerenter', 'focus']) launcher.button.addEventListener(sign, () => load()?.catch(() => {}), { once: true })
  return { host, shell: { options, base, root, launcher, say: emit }, panel: null, stopWatching: () => {} }
}

/** Beside the body, not in it: a body that is moved, scaled or replaced would take the launcher with it. Before there is one, we wait. */
function place(here: Running): void {
  if (!document.body) return document.addEventListener('DOMContentLoaded', () => { if (running === here) place(here) })
  document.documentElement.append(here.host)
}

/** A panel that was open stays open from page to page; a conversation under way, here or in another tab, is listened to for its unread dot. */
function resume(here: Running): void {
  const { key, userId } = here.shell.options
  const memory = lastingMemory(key, userId)
  const listen = () => { if (running === here && memory.get('live')) load()?.catch(() => {}) }
  here.stopWatching = memory.watch('live', listen)
  if (tabMemory(key).get('open')) open(false)
  else listen()
}

function open(focus: boolean): void {
  load()?.then((panel) => panel.open(focus)).catch(() => {})
}

function toggle({ wait }: Shell['launcher']): void {
  wait(true)
  load()?.then((panel) => panel.toggle()).catch(() => {}).finally(() => wait(false))
}

function load(): Promise<Panel> | null {
  if (!running) return null
  const here = running
  // Some browsers remember for ever that an import failed: another address makes them try again.
  here.panel ??= import(/* @vite-ignore */ `${base}/widget/${PANEL}${failures ? `?${failures}` : ''}`)
    .then(({ mount }: { mount(shell: Shell): Panel }) => mount(here.shell))
    .catch((error: Error) => {
      // The next click tries again: the network may be back by then.
      here.panel = null
      failures++
      emit('error', error)
      throw error
    })
  return here.panel
}

/** Listeners are the site's: what they throw is theirs to see, and must not stop us. */
function emit(event: EventName, detail?: unknown): void {
  const name = `on${event[0]!.toUpperCase()}${event.slice(1)}` as 'onReady'
  const callback = running?.shell.options[name] as Listener | undefined
  for (const listener of [...(callback ? [callback] : []), ...(listeners.get(event) ?? [])]) queueMicrotask(() => listener(detail))
}

const page = window as unknown as { Halo?: Halo }
if (page.Halo) console.warn('The script of Halo is on this page twice.')
else page.Halo = halo
