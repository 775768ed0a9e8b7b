import { useState, type FormEvent } from 'react'
import type { BusinessHours } from '../../protocol/people/hours.ts'
import { Button } from '../components/button.tsx'
import { Area, Field, fieldLook } from '../components/field.tsx'
import { Switch } from '../components/switch.tsx'
import { texts } from '../texts.ts'

const nine = [{ from: '09:00', to: '17:00' }]

const usual = (): BusinessHours => ({
  zone: Intl.DateTimeFormat().resolvedOptions().timeZone,
  week: [nine, nine, nine, nine, nine, [], []],
  holidays: [],
})

interface Props {
  hours: BusinessHours | null
  onSave: (hours: BusinessHours | null) => void
}

/** When the team answers. */
export function HoursSettings({ hours, onSave }: Props) {
  return (
    <section aria-labelledby="hours" className="flex flex-col gap-3">
      <div className="flex items-start gap-4">
        <div className="flex-1">
          <h2 id="hours" className="text-md font-semibold">
            {texts.settings.businessHours}
          </h2>
          <p className="mt-1 text-soft">{texts.settings.outsideOfThem}</p>
        </div>
        <Switch
          label={texts.settings.keepHours}
          on={hours !== null}
          onChange={(on) => onSave(on ? usual() : null)}
        />
      </div>
      {hours && <HoursForm key={JSON.stringify(hours)} hours={hours} onSave={onSave} />}
    </section>
  )
}

function HoursForm({ hours, onSave }: { hours: BusinessHours; onSave: (hours: BusinessHours) => void }) {
  const [week, setWeek] = useState(hours.week)
  const setDay = (day: number, stretches: BusinessHours['week'][number]) => setWeek(week.with(day, stretches))
  const save = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const holidays = String(form.get('holidays')).split(/\s+/).filter(Boolean)
    onSave({ zone: String(form.get('zone')).trim(), week, holidays })
  }
  return (
    <form onSubmit={save} className="flex flex-col gap-3">
      <ul className="flex flex-col gap-1">
        {texts.settings.weekdays.map((weekday, day) => (
          <Day key={weekday} weekday={weekday} stretches={week[day]!} onChange={(to) => setDay(day, to)} />
        ))}
      </ul>
      <Field
        label={texts.settings.zone}
        name="zone"
        list="zones"
        required
        maxLength={60}
        defaultValue={hours.zone}
      />
      <datalist id="zones">
        {Intl.supportedValuesOf('timeZone').map((zone) => (
          <option key={zone} value={zone} />
        ))}
      </datalist>
      <Area
        label={texts.settings.holidays}
        name="holidays"
        rows={2}
        hint={texts.settings.holidaysHint}
        defaultValue={hours.holidays.join('\n')}
      />
      <Button type="submit" size="small" className="self-start">
        {texts.settings.saveHours}
      </Button>
    </form>
  )
}

interface DayProps {
  weekday: string
  stretches: BusinessHours['week'][number]
  onChange: (stretches: BusinessHours['week'][number]) => void
}

function Day({ weekday, stretches, onChange }: DayProps) {
  const put = (place: number, side: 'from' | 'to', time: string) =>
    onChange(stretches.with(place, { ...stretches[place]!, [side]: time }))
  return (
    <li className="flex min-h-9 flex-wrap items-center gap-2">
      <label className="flex w-32 items-center gap-2">
        <input
          type="checkbox"
          aria-label={texts.settings.openOn(weekday)}
          checked={stretches.length > 0}
          onChange={({ target }) => onChange(target.checked ? nine : [])}
          className="size-4 accent-accent"
        />
        {weekday}
      </label>
      {!stretches.length && <span className="text-soft">{texts.settings.closed}</span>}
      {stretches.map(({ from, to }, place) => (
        <span key={place} className="flex items-center gap-2">
          <input
            type="time"
            required
            aria-label={texts.settings.fromOn(weekday)}
            value={from}
            onChange={({ target }) => put(place, 'from', target.value)}
            className={`h-8 w-auto! ${fieldLook}`}
          />
          {texts.settings.until}
          <input
            type="time"
            required
            aria-label={texts.settings.toOn(weekday)}
            value={to === '24:00' ? '23:59' : to}
            onChange={({ target }) => put(place, 'to', target.value)}
            className={`h-8 w-auto! ${fieldLook}`}
          />
        </span>
      ))}
    </li>
  )
}
