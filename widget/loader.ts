import { createLauncher } from './launcher.ts'
import { lastingMemory, tabMemory } from './memory.ts'
import type { Debug, Events, Halo, Traits } from './halo.d.ts'
import { longestMessage, type Options, type Panel, type Shell } from './options.ts'
import { base, isHere, make, optionsOfTag, takeQueue, type Call } from './tag.ts'

/** Replaced by the build: the hashed name of the panel's file, and the version of the program. */
declare const PANEL: string
declare const VERSION: string

type Listener = (detail?: unknown) => void

interface Running {
  host: HTMLElement
  shell: Shell
  panel: Promise<Panel> | null
  loaded: Panel | null
  stopWatching: () => void
}

const tagged = optionsOfTag()
const listeners = new Map<string, Set<Listener>>()
let running: Running | null = null
let failures = 0
/** The tag alone began it; what the page says with `init` afterwards is more of the same beginning. */
let begunByTag = false

const halo: Halo = {
  init(options) {
    if (running && begunByTag) return takeUp(options)
    if (running) {
      console.warn('Halo.init was called before. Call Halo.destroy first.')
      return halo
    }
    const all = { ...tagged, ...options } as Options
    if (!all.key) throw new Error('Halo.init needs the widget key')
    running = begin({ ...all, userId: nameOf(all.userId), language: languageOfPage(all.language) })
    void meet(running)
    resume(running)
    emit('ready')
    return halo
  },
  openChat: () => open(true),
  closeChat: () => whenLoaded((panel) => panel.close()),
  sendMessage(text) {
    const trimmed = text.trim()
    if (!trimmed) return
    if (trimmed.length > longestMessage)
      return emit('error', new RangeError(`At most ${longestMessage} characters`))
    load()
      ?.then((panel) => panel.send(trimmed))
      .catch(() => {})
  },
  identify(userId, traits = {}, { userToken } = {}) {
    const options = optionsFor('identify')
    const name = nameOf(userId)
    if (!options || !name) return
    if (options.userId && options.userId !== name) return beginAs(options, name, traits, userToken)
    const same = options.userId && !userToken
    Object.assign(options, {
      userId: name,
      userToken: userToken ?? options.userToken,
      userTraits: { ...options.userTraits, ...traits },
    })
    whenLoaded((panel) => (same ? panel.tell({ userTraits: traits }) : panel.identify()))
  },
  identifyCompany(companyId, companyTraits = {}) {
    const options = optionsFor('identifyCompany')
    if (!options || !nameOf(companyId)) return
    const before = options.companyId === String(companyId) ? options.companyTraits : {}
    Object.assign(options, { companyId: String(companyId), companyTraits: { ...before, ...companyTraits } })
    whenLoaded((panel) => panel.tell({ companyId: String(companyId), companyTraits }))
  },
  setContext(key, entry) {
    const options = optionsFor('setContext')
    if (!options) return
    options.context = { ...options.context, [key]: entry }
    whenLoaded((panel) => panel.tell({ context: { [key]: entry } }))
  },
  clearContext(key) {
    const options = optionsFor('clearContext')
    if (!options) return
    if (key === undefined) options.context = undefined
    else
      options.context = Object.fromEntries(Object.entries(options.context ?? {}).filter(([each]) => each !== key))
    // What an earlier page set is known to the server alone, so the panel is loaded to say it.
    load()
      ?.then((panel) => (key === undefined ? panel.clearContext() : panel.tell({ context: { [key]: null } })))
      .catch(() => {})
  },
  highlightElement: (selector, how) =>
    void load()
      ?.then((panel) => panel.highlight(selector, how))
      .catch(() => {}),
  clearHighlights: () => whenLoaded((panel) => panel.highlight(null)),
  debug() {
    const { key, userId, userToken, getUserToken, companyId, userTraits, context } =
      running?.shell.options ?? ({} as Partial<Options>)
    const state: Debug = {
      version: VERSION,
      base,
      path: location.pathname,
      key: !!key,
      proof: { token: !!userToken, getUserToken: !!getUserToken },
      userId: userId ?? null,
      companyId: companyId ?? null,
      traits: Object.keys(userTraits ?? {}),
      context: Object.keys(context ?? {}),
      panel: running?.loaded?.state() ?? 'not loaded yet',
    }
    console.info('Halo', state)
    return state
  },
  on(event, listener) {
    const registered = listeners.get(event) ?? new Set<Listener>()
    listeners.set(event, registered.add(listener as Listener))
    // A script that comes when it comes may have been ready before anybody listened.
    if (event === 'ready' && running) queueMicrotask(listener as Listener)
    return () => registered.delete(listener as Listener)
  },
  destroy() {
    const gone = running
    running = null
    begunByTag = false
    // Whom the tag named may have signed out.
    delete tagged.userId
    delete tagged.companyId
    gone?.stopWatching()
    // At once where that is possible: what follows may be another person's, and must find nothing.
    if (gone?.loaded) gone.loaded.destroy()
    else gone?.panel?.then((panel) => panel.destroy()).catch(() => {})
    gone?.host.remove()
  },
}

/** Calls go their way again, for what they mean is the same. */
function takeUp({
  key: _,
  userId,
  userTraits,
  userToken,
  companyId,
  companyTraits,
  context,
  ...rest
}: Options): Halo {
  begunByTag = false
  Object.assign(running!.shell.options, rest)
  if (userId) halo.identify(userId, userTraits, { userToken })
  if (companyId) halo.identifyCompany(companyId, companyTraits)
  for (const [name, entry] of Object.entries(context ?? {})) halo.setContext(name, entry)
  return halo
}

/** Sites pass numbers, too, and some say "anonymous" for nobody. */
const nameOf = (id: string | undefined) =>
  id === undefined || id === null || id === 'anonymous' ? undefined : String(id) || undefined

/** What the page asks for, or is written in; a page that does not say is read as the visitor's browser is. */
const languageOfPage = (wanted: string | undefined) => wanted || document.documentElement.lang || navigator.language

function optionsFor(method: string): Options | null {
  if (!running) console.warn(`Halo.${method} does nothing before Halo.init.`)
  return running?.shell.options ?? null
}

/** Another person signed in on this page: nothing of the one before may be theirs. */
function beginAs(
  { companyId: _, companyTraits: __, context: ___, ...options }: Options,
  userId: string,
  userTraits: Traits,
  userToken?: string,
): void {
  halo.destroy()
  halo.init({ ...options, userId, userTraits, userToken })
}

function whenLoaded(act: (panel: Panel) => void): void {
  running?.panel?.then(act).catch(() => {})
}

function begin(options: Options): Running {
  const host = document.createElement('div')
  host.id = 'halo-widget'
  const root = host.attachShadow({ mode: 'open' })
  const launcher = createLauncher(root, options)
  launcher.button.hidden = isManual(options)
  launcher.button.addEventListener('click', () => toggle(launcher))
  for (const sign of ['pointerenter', 'focus'])
    launcher.button.addEventListener(sign, () => load()?.catch(() => {}), { once: true })
  return {
    host,
    shell: { options, base, root, launcher, lastingMemory, tabMemory, say: emit },
    panel: null,
    loaded: null,
    stopWatching: () => {},
  }
}

const isManual = ({ ui, manualOnPaths = [] }: Options) =>
  ui === 'manual' || manualOnPaths.some((glob) => patternOf(glob).test(location.pathname))

const patternOf = (glob: string) =>
  new RegExp(
    `^${glob
      .replace(/[^\w*?]/g, '\\$&')
      .replace(/\*/g, '.*')
      .replace(/\?/g, '.')}$`,
  )

/** How the launcher looks here is the server's to say: it is drawn when that is known, so that it never changes its colour, or when the wait gets long. */
async function meet(here: Running): Promise<void> {
  const {
    options: { key, userId },
    launcher,
  } = here.shell
  const body = JSON.stringify({
    key,
    token: lastingMemory(key, userId).get('token') ?? undefined,
    url: location.href.slice(0, 2000),
    version: VERSION,
  })
  try {
    // Without a content type of its own, so that the browser need not ask first whether it may.
    const answer = await fetch(`${base}/api/widget/look`, {
      method: 'POST',
      body,
      signal: AbortSignal.timeout(3000),
    })
    const { agent, error } = await answer.json()
    if (answer.ok) launcher.wear(agent)
    else if (answer.status === 403) return refuse(here, error.message)
  } catch {}
  if (running === here) place(here)
}

/** The key is not for this page, or no longer: a button that leads nowhere is not shown. */
function refuse(here: Running, why: string): void {
  if (running !== here) return
  console.error(`Halo: ${why}`)
  emit('error', new Error(why))
  halo.destroy()
}

/** Beside the body, not in it: a body that is moved, scaled or replaced would take the launcher with it. Before there is one, we wait. */
function place(here: Running): void {
  if (!document.body)
    return document.addEventListener('DOMContentLoaded', () => {
      if (running === here) place(here)
    })
  document.documentElement.append(here.host)
}

/** A panel that was open stays open from page to page; for whoever has talked before, here or in another tab, the dot says when there is something to read. */
function resume(here: Running): void {
  const { key, userId } = here.shell.options
  const memory = lastingMemory(key, userId)
  const listen = () => {
    if (running === here && memory.get('token')) load()?.catch(() => {})
  }
  here.stopWatching = memory.watch('live', listen)
  if (tabMemory(key).get('open')) open(false)
  else listen()
}

function open(focus: boolean): void {
  load()
    ?.then((panel) => panel.open(focus))
    .catch(() => {})
}

function toggle({ wait }: Shell['launcher']): void {
  wait(true)
  load()
    ?.then((panel) => panel.toggle())
    .catch(() => {})
    .finally(() => wait(false))
}

function load(): Promise<Panel> | null {
  if (!running) return null
  const here = running
  // Some browsers remember for ever that an import failed: another address makes them try again.
  here.panel ??= import(/* @vite-ignore */ `${base}/widget/${PANEL}${failures ? `?${failures}` : ''}`)
    .then(async ({ mount }: { mount(shell: Shell): Promise<Panel> }) => (here.loaded = await mount(here.shell)))
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
function emit(event: keyof Events, detail?: unknown): void {
  const name = `on${event[0]!.toUpperCase()}${event.slice(1)}` as 'onReady'
  const callback = running?.shell.options[name] as Listener | undefined
  for (const listener of [...(callback ? [callback] : []), ...(listeners.get(event) ?? [])])
    queueMicrotask(() => listener(detail))
}

/** What the page called before we came, and a beginning where the tag holds all that it takes. Whoever listens wants to hear of that, too. */
function start(): void {
  const calls = takeQueue(halo)
  window.Halo = halo
  const inQueue = (wanted: boolean) => calls.filter(([method]) => (method === 'on') === wanted)
  inQueue(true).forEach(replay)
  if (tagged.key && !calls.some(([method]) => method === 'init')) {
    halo.init(tagged as Options)
    begunByTag = true
  }
  inQueue(false).forEach(replay)
}

function replay(call: Call): void {
  try {
    make(halo, call)
  } catch (error) {
    reportError(error)
  }
}

if (isHere()) console.warn('Halo is on this page twice.')
else start()
