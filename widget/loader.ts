import { createHost, type Host, type Surroundings } from './host.ts'
import { createLauncher } from './launcher.ts'
import { followPath, isManual } from './manual.ts'
import { peek } from './peek.ts'
import type { Debug, Events, Halo, Traits } from './halo.d.ts'
import type { Options, Panel, Shell } from './options.ts'
import { nameThePolicy } from './policy.ts'
import { base, isHere, make, optionsOfTag, takeQueue, type Call } from './tag.ts'

/** Replaced by the build: the hashed names of the files that come later, and the version of the program. */
declare const PANEL: string
declare const SURROUNDINGS: string
declare const VERSION: string

type Listener = (detail?: unknown) => void

interface Running {
  host: Host
  shell: Shell
  panel: Promise<Panel> | null
  loaded: Panel | null
  stops: (() => void)[]
}

const tagged = optionsOfTag()
const listeners = new Map<string, Set<Listener>>()
let running: Running | null = null
let failures = 0

const halo: Halo = {
  init(options) {
    // The tag may have begun it; then this is more of the same beginning.
    if (running && (options.key ?? running.shell.options.key) === running.shell.options.key) halo.update(options)
    else if (running) console.warn('Halo.init was called before with another key; Halo.destroy goes first.')
    else {
      const all = { ...tagged, ...options } as Options
      if (!all.key) throw new Error('Halo.init needs the widget key')
      running = begin({ ...all, userId: nameOf(all.userId) })
      void meet(running)
      resume(running)
      emit('ready')
    }
    return halo
  },
  update({ key: _, userId, userTraits, userToken, companyId, companyTraits, context, ...rest }) {
    const options = optionsFor('update')
    if (!options) return
    Object.assign(options, rest)
    dress(running!)
    whenLoaded((panel) => panel.redraw())
    if (userId) halo.identify(userId, userTraits, { userToken })
    if (companyId) halo.identifyCompany(companyId, companyTraits)
    for (const [name, entry] of Object.entries(context ?? {})) halo.setContext(name, entry)
  },
  openChat: ({ text } = {}) => open(true, text),
  closeChat: () => whenLoaded((panel) => panel.close()),
  toggle,
  sendMessage: (text) => withPanel((panel) => panel.send(text.trim())),
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
    withPanel((panel) => (key === undefined ? panel.clearContext() : panel.tell({ context: { [key]: null } })))
  },
  highlightElement: (selector, how) => withPanel((panel) => panel.highlight(selector, how)),
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
    // Whom the tag named may have signed out.
    delete tagged.userId
    delete tagged.companyId
    for (const stop of gone?.stops ?? []) stop()
    // At once where that is possible: what follows may be another person's, and must find nothing.
    if (gone?.loaded) gone.loaded.destroy()
    else gone?.panel?.then((panel) => panel.destroy()).catch(() => {})
    gone?.host.remove()
  },
}

/** Sites pass numbers, too, and some say "anonymous" for nobody. */
const nameOf = (id: string | undefined) =>
  id === undefined || id === null || id === 'anonymous' ? undefined : String(id) || undefined

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

function withPanel(act: (panel: Panel) => void): void {
  load()
    ?.then(act)
    .catch(() => {})
}

function begin(options: Options): Running {
  const host = createHost(() => surround(host))
  const launcher = createLauncher(host.root, options)
  // Before the page sees it: a modal that keeps everything to itself would take the click away.
  const press = (event: Event) => {
    if (event.composedPath().includes(launcher.button)) toggle()
  }
  addEventListener('click', press, true)
  for (const sign of ['pointerenter', 'focus'])
    launcher.button.addEventListener(sign, () => load()?.catch(() => {}), { once: true })
  const here: Running = {
    host,
    shell: { options, base, root: host.root, launcher, say: emit },
    panel: null,
    loaded: null,
    stops: [],
  }
  here.stops.push(
    () => removeEventListener('click', press, true),
    nameThePolicy(base, complain),
    followPath(() => dress(here)),
  )
  dress(here)
  return here
}

function dress({ shell: { launcher, options } }: Running): void {
  launcher.button.hidden = isManual(options)
  launcher.wear()
}

/** How the launcher looks here is the server's to say: it is drawn when that is known, so that it never changes its colour, or when the wait gets long. */
async function meet(here: Running): Promise<void> {
  const {
    options: { key, userId },
    launcher,
  } = here.shell
  const body = JSON.stringify({
    key,
    token: peek(key, 'token', userId) ?? undefined,
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
  complain(why)
  halo.destroy()
}

function complain(why: string): void {
  console.error(`Halo: ${why}`)
  emit('error', new Error(why))
}

/** Before there is a body, we wait. */
function place(here: Running): void {
  if (document.body) return here.host.place()
  document.addEventListener('DOMContentLoaded', () => {
    if (running === here) here.host.place()
  })
}

/** A panel that was open stays open from page to page; for whoever has talked before, here or in another tab, the dot says when there is something to read. */
function resume(here: Running): void {
  const { key, userId } = here.shell.options
  const listen = () => {
    if (running === here && peek(key, 'token', userId)) load()?.catch(() => {})
  }
  addEventListener('storage', listen)
  here.stops.push(() => removeEventListener('storage', listen))
  if (peek(key, 'open')) open(false)
  else listen()
}

function open(focus: boolean, text?: string): void {
  withPanel((panel) => panel.open(focus, text))
}

function toggle(): void {
  const wait = running?.shell.launcher.wait
  wait?.(true)
  load()
    ?.then((panel) => panel.toggle())
    .catch(() => {})
    .finally(() => wait?.(false))
}

function load(): Promise<Panel> | null {
  if (!running) return null
  const here = running
  here.panel ??= Promise.all([fetchPart<{ mount(shell: Shell): Promise<Panel> }>(PANEL), surround(here.host)])
    .then(async ([{ mount }]) => (here.loaded = await mount(here.shell)))
    .catch((error: Error) => {
      // The next click tries again: the network may be back by then.
      here.panel = null
      failures++
      emit('error', error)
      throw error
    })
  return here.panel
}

/** Some browsers remember for ever that an import failed: another address makes them try again. */
const fetchPart = <T>(name: string): Promise<T> =>
  import(/* @vite-ignore */ `${base}/widget/${name}${failures ? `?${failures}` : ''}`)

const surround = (host: Host) =>
  fetchPart<Surroundings>(SURROUNDINGS).then(
    (by) => host.surround(by),
    () => {},
  )

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
  if (tagged.key && !calls.some(([method]) => method === 'init')) halo.init(tagged as Options)
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
