import { useState } from 'react'
import { alertKinds, alertMeanings } from '../../protocol/alerts/kinds.ts'
import { Switch } from '../components/switch.tsx'
import { useStore } from '../session/use.ts'
import { texts } from '../texts.ts'
import { wish, wishes } from './wishes.ts'

/** What this browser does. */
export function Browser() {
  const { sound, notify, mine, kinds } = useStore(wishes)
  const [refused, setRefused] = useState(false)
  const askToNotify = async (on: boolean) => {
    const granted = !on || ('Notification' in window && (await Notification.requestPermission()) === 'granted')
    setRefused(!granted)
    wish({ notify: on && granted })
  }
  return (
    <section>
      <h2 className="mb-3 text-md font-semibold">{texts.alerts.thisBrowser}</h2>
      <ul className="flex flex-col gap-2">
        <Row label={texts.alerts.sound} on={sound} onChange={(on) => wish({ sound: on })} />
        <Row label={texts.alerts.notificationsWhileYouLook} on={notify} onChange={(on) => void askToNotify(on)} />
      </ul>
      {refused && (
        <p role="alert" className="mt-2 text-bad">
          {texts.alerts.theBrowserDoesNot}
        </p>
      )}
      <h3 className="mt-4 mb-2 font-medium">{texts.alerts.whenSomebodyWithYou}</h3>
      <ul className="flex flex-col gap-2">
        <Row label={texts.alerts.toast} on={mine.toast} onChange={(toast) => wish({ mine: { ...mine, toast } })} />
        <Row
          label={texts.alerts.soundForMine}
          on={mine.sound}
          onChange={(sound) => wish({ mine: { ...mine, sound } })}
        />
      </ul>
      <h3 className="mt-4 mb-2 font-medium">{texts.alerts.for}</h3>
      <ul className="flex flex-col gap-2">
        {alertKinds
          .filter((kind) => kind !== 'digest')
          .map((kind) => (
            <Row
              key={kind}
              label={alertMeanings[kind].name}
              says={alertMeanings[kind].says}
              on={kinds[kind] ?? false}
              onChange={(on) => wish({ kinds: { ...kinds, [kind]: on } })}
            />
          ))}
      </ul>
    </section>
  )
}

function Row({
  label,
  says,
  on,
  onChange,
}: {
  label: string
  says?: string
  on: boolean
  onChange: (on: boolean) => void
}) {
  return (
    <li className="flex items-center gap-3">
      <Switch label={label} on={on} onChange={onChange} />
      <span>{label}</span>
      {says && <span className="text-xs text-soft">{says}</span>}
    </li>
  )
}
