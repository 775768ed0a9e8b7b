import { me } from '../session/session.ts'
import { mentions, readMentions } from '../tickets/mentions.ts'
import { showActionToast } from '../shell/toast.tsx'
import { createStore } from '../../client/store.ts'
import { alertMeanings } from '../../protocol/alerts/kinds.ts'
import type { Incident } from '../../protocol/alerts/shapes.ts'
import { call, connection } from '../session/session.ts'
import { countTab } from '../shell/title.ts'
import { texts } from '../texts.ts'
import { wishes } from './wishes.ts'

/** Incidents that are open and in nobody's hand, the latest first. */
export const openIncidents = createStore<Incident[]>([])

/** Follows incidents while somebody is signed in: the number in the tab, the sound, the notification. `open` shows a conversation. */
export function ring(
  open: (conversationId: string) => void,
  openThread: (conversationId: string) => void,
): () => void {
  const load = () => {
    void call('GET /api/alerts').then(
      ({ incidents }) => openIncidents.set(incidents.filter(counts)),
      () => {},
    )
    void readMentions()
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
    openIncidents.subscribe(count),
    mentions.subscribe(count),
  ]
  load()
  return () => stops.forEach((stop) => stop())
}

const count = () => countTab(openIncidents.get().length + mentions.get().length)

/** Open, and of a kind that this operator wants to hear of. */
const counts = (incident: Incident) =>
  incident.state === 'open' && incident.kind !== 'digest' && incident.kind !== 'mention' && reaches(incident)

/** What has rung, so that an incident that grows rings once. */
const heard = new Set<string>()

function take(incident: Incident, open: (conversationId: string) => void): void {
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
  if (!notify || document.hasFocus() || !('Notification' in window) || Notification.permission !== 'granted') return
  // The tag lets every tab of this operator speak, and the system show it once.
  const shown = new Notification(alertMeanings[incident.kind].name, {
    body: `${incident.title}\n${incident.detail}`,
    tag: incident.id,
  })
  shown.onclick = () => {
    window.focus()
    if (incident.conversationId) open(incident.conversationId)
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
