import { useEffect, useState, useSyncExternalStore } from 'react'
import { texts } from '../texts.ts'

const clock = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' })
const exact = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', second: '2-digit' })
const whole = new Intl.DateTimeFormat(undefined, { dateStyle: 'full', timeStyle: 'long' })
const day = new Intl.DateTimeFormat(undefined, { weekday: 'long', day: 'numeric', month: 'long' })
const short = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short' })

export const clockTime = (at: number) => clock.format(at)
export const exactTime = (at: number) => exact.format(at)
export const fullTime = (at: number) => whole.format(at)

export function dayName(at: number): string {
  const midnight = new Date().setHours(0, 0, 0, 0)
  if (at >= midnight) return texts.components.today
  return at >= midnight - 86_400_000 ? texts.components.yesterday : day.format(at)
}

function age(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000))
  if (seconds < 60) return seconds < 10 ? 'now' : `${Math.floor(seconds / 10) * 10}s`
  if (seconds < 3600) return `${Math.floor(seconds / 60)}m`
  if (seconds < 86_400) return `${Math.floor(seconds / 3600)}h`
  return `${Math.floor(seconds / 86_400)}d`
}

export function length(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000))
  if (seconds < 60) return `${seconds} s`
  const minutes = Math.floor(seconds / 60)
  return minutes < 60
    ? texts.components.min(minutes)
    : texts.components.hMin(Math.floor(minutes / 60), minutes % 60)
}

const ticking = new Set<() => void>()
let timer: ReturnType<typeof setInterval> | undefined

/** One clock for the whole page, so that ten thousand ages need one timer. */
function onTick(tick: () => void): () => void {
  ticking.add(tick)
  timer ??= setInterval(() => ticking.forEach((each) => each()), 5000)
  return () => {
    ticking.delete(tick)
    if (ticking.size) return
    clearInterval(timer)
    timer = undefined
  }
}

/** How long ago; redraws itself only when what it says changes. */
export function Age({ since, className }: { since: number; className?: string }) {
  const text = useSyncExternalStore(onTick, () => age(Date.now() - since))
  return (
    <time
      dateTime={new Date(since).toISOString()}
      title={fullTime(since)}
      className={`tabular-nums ${className ?? ''}`}
    >
      {text}
    </time>
  )
}

export function Clock({ at }: { at: number }) {
  return (
    <time
      dateTime={new Date(at).toISOString()}
      title={fullTime(at)}
      className="text-xs whitespace-nowrap text-faint tabular-nums"
    >
      {clockTime(at)}
    </time>
  )
}

export function dayOrTime(at: number): string {
  return at >= new Date().setHours(0, 0, 0, 0) ? clock.format(at) : short.format(at)
}

/** The present, told anew every `ms`. */
export function useNow(ms: number): number {
  const [now, setNow] = useState(Date.now)
  useEffect(() => {
    const each = setInterval(() => setNow(Date.now()), ms)
    return () => clearInterval(each)
  }, [ms])
  return now
}
