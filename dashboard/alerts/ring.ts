import { me } from '../session/session.ts'
import { mentions, readMentions } from '../session/mentions.ts'
import { showActionToast } from '../components/toast.tsx'
import { createStore } from '../../client/store.ts'
import { alertMeanings } from '../../protocol/alerts/kinds.ts'
import type { Incident } from '../../protocol/alerts/shapes.ts'
import { call, connection } from '../session/session.ts'
import { countTab } from '../shell/title.ts'
import { texts } from '../texts.ts'
import type { FeedRow } from '../../protocol/frames.ts'
import { countUnread, held, loadReads, markRead, reads, readUpTo } from '../feed/held.ts'
import { wishes } from './wishes.ts'

/** Incidents that are open and in nobody's hand, the latest first. */
export const openIncidents = createStore<Incident[]>([])

/** Providers that do not answer, whatever this browser wants to hear of. */
export const outages = createStore<Incident[]>([])

const isOutage = ({ kind, state }: Incident) => kind === 'provider' && state === 'open'

/** Follows incidents while somebody is signed in: the number in the tab, the sound, the notification. `open` shows a conversation. */
export function ring(
  open: (conversationId: string) => void,
  openThread: (conversationId: string) => void,
): () => void {
  const load = () => {
    void loadIncidents()
    void readMentions()
    void loadReads()
  }
  const line = connection()
  // Whatever was missed while the line was down is read again.
  const stops = [
    line.onIncident((incident) =>
      incident.kind === 'mention' ? called(incident, openThread) : take(incident, open),
    ),
    line.status.subscribe(() => {
      if (line.status.get() === 'live') load()
    }),
    line.onHeld((rows) => takeHeld(rows, open)),
    held.subscribe(count),
    line.onRead(readUpTo),
    reads.subscribe(count),
    openIncidents.subscribe(count),
    mentions.subscribe(count),
  ]
  load()
  return () => stops.forEach((stop) => stop())
}

/** How many were told of over the line so far. */
let told = 0

/** An answer that was made before something was told over the line would take that away again: then once more. */
async function loadIncidents(): Promise<void> {
  const before = told
  const answer = await call('GET /api/alerts').catch(() => null)
  if (!answer) return
  if (told !== before) return loadIncidents()
  openIncidents.set(answer.incidents.filter(counts))
  outages.set(answer.incidents.filter(isOutage))
}

/** The tab counts what is mine to read; what needs anybody stands in the feed. */
const count = () => countTab(countUnread() + mentions.get().length)

/** A visitor whom I took over wrote: told at once, on whatever screen I am, unless I look at it. */
function takeHeld(rows: FeedRow[], open: (conversationId: string) => void): void {
  const before = new Map(held.get().map((row) => [row.id, row.lastMessage?.at]))
  held.set(rows)
  const shown = location.pathname.split('/').at(-1)
  for (const row of rows) {
    if (row.lastMessage?.from !== 'visitor' || before.get(row.id) === row.lastMessage.at) continue
    // What stood there when this page was opened, or when it was taken over, is no news.
    if (!before.has(row.id) && row.lastMessage.at < Date.now() - 5000) continue
    if (row.id === shown && document.hasFocus()) markRead(row)
    else tellOf(row, open)
  }
}

function tellOf(row: FeedRow, open: (conversationId: string) => void): void {
  const name = row.visitor.name ?? row.visitor.email ?? texts.feed.anonymous
  const words = row.lastMessage!.text
  const { toast, sound } = wishes.get().mine
  if (toast) showActionToast(texts.feed.wrote(name, words.slice(0, 80)), texts.alerts.open, () => open(row.id))
  if (sound) chime()
  if (wishes.get().notify) showNotification(name, words, row.id, () => open(row.id))
}

/** Open, and of a kind that this operator wants to hear of. */
const counts = (incident: Incident) =>
  incident.state === 'open' && incident.kind !== 'digest' && incident.kind !== 'mention' && reaches(incident)

/** What has rung, so that an incident that grows rings once. */
const heard = new Set<string>()

function take(incident: Incident, open: (conversationId: string) => void): void {
  told++
  outages.set((before) => [
    ...before.filter(({ id }) => id !== incident.id),
    ...(isOutage(incident) ? [incident] : []),
  ])
  const others = openIncidents.get().filter(({ id }) => id !== incident.id)
  openIncidents.set(counts(incident) ? [incident, ...others] : others)
  if (counts(incident) && !heard.has(incident.id)) announce(incident, open)
  if (counts(incident)) heard.add(incident.id)
}

/** A note of a colleague calls one: that is nobody else's business, and stays unread until the thread is open. */
function called(incident: Incident, openThread: (conversationId: string) => void): void {
  if (!incident.people.includes(me.get()?.operator.id ?? '')) return
  void readMentions()
  if (incident.state !== 'open' || heard.has(incident.id)) return
  heard.add(incident.id)
  if (!reaches(incident)) return
  announce(incident, openThread)
  showActionToast(
    `${incident.detail.slice(0, 80)}`,
    texts.alerts.open,
    () => incident.conversationId && openThread(incident.conversationId),
  )
}

/** A browser hears of a kind from its usual threshold on. */
const reaches = ({ kind, level }: Incident) =>
  wishes.get().kinds[kind] === true &&
  level >= Math.min(alertMeanings[kind].usual, kind === 'unanswered' ? 1 : Infinity)

function announce(incident: Incident, open: (conversationId: string) => void): void {
  const { sound, notify } = wishes.get()
  if (sound) chime()
  if (notify)
    showNotification(
      alertMeanings[incident.kind].name,
      `${incident.title}\n${incident.detail}`,
      incident.id,
      () => {
        if (incident.conversationId) open(incident.conversationId)
      },
    )
}

/** The tag lets every tab of this operator speak, and the system show it once. */
function showNotification(title: string, body: string, tag: string, chosen: () => void): void {
  if (document.hasFocus() || !('Notification' in window) || Notification.permission !== 'granted') return
  const shown = new Notification(title, { body, tag })
  shown.onclick = () => {
    window.focus()
    chosen()
    shown.close()
  }
}

let audio: AudioContext | null = null

/** Two soft notes, made here so that nothing needs to be loaded. Browsers stay silent until the page was clicked once. */
function chime(): void {
  audio ??= new AudioContext()
  const begin = audio.currentTime
  for (const [index, frequency] of [660, 880].entries()) {
    const [note, volume] = [audio.createOscillator(), audio.createGain()]
    const at = begin + index * 0.14
    note.frequency.value = frequency
    volume.gain.setValueAtTime(0, at)
    volume.gain.linearRampToValueAtTime(0.08, at + 0.02)
    volume.gain.exponentialRampToValueAtTime(0.001, at + 0.3)
    note.connect(volume).connect(audio.destination)
    note.start(at)
    note.stop(at + 0.32)
  }
}
