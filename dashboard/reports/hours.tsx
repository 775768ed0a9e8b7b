import { texts } from '../texts.ts'

const clock = new Intl.DateTimeFormat(undefined, { hour: 'numeric' })
const wordOf = (hour: number) => clock.format(new Date(2026, 0, 1, hour))
/** Six of 24 have room for their name, on a phone too. */
const named = 4

/** When people write: a bar an hour. */
export function Hours({ hours }: { hours: number[] }) {
  const all = hours.reduce((sum, count) => sum + count, 0)
  if (!all) return null
  const most = Math.max(...hours)
  return (
    <figure className="mt-2">
      <figcaption className="mb-2 text-md font-semibold">{texts.reports.hoursOfTheDay}</figcaption>
      <div
        role="img"
        aria-label={`${texts.reports.inAllShownAs(texts.reports.hoursOfTheDay, all)} ${texts.reports.mostBegin(wordOf(hours.indexOf(most)))}`}
        className="grid h-24 grid-cols-24 items-end border-b border-line"
      >
        {hours.map((count, hour) => (
          <span
            key={wordOf(hour)}
            title={texts.reports.atAnHour(wordOf(hour), count)}
            className="flex h-full items-end px-[10%]"
          >
            <span className="w-full bg-accent" style={{ height: `${(100 * count) / most}%` }} />
          </span>
        ))}
      </div>
      <div aria-hidden className="grid grid-cols-24 pt-1 text-xs text-faint tabular-nums">
        {hours.map(
          (_, hour) =>
            hour % named === 0 && (
              <span key={wordOf(hour)} className="col-span-4 ps-0.5">
                {wordOf(hour)}
              </span>
            ),
        )}
      </div>
    </figure>
  )
}
