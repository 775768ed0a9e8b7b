import { alertMeanings } from '../../protocol/alerts/kinds.ts'
import { Button } from '../components/button.tsx'
import { ErrorMessage } from '../components/empty.tsx'
import { Age } from '../components/time.tsx'
import { call, messageOf } from '../session/session.ts'
import { useLoad } from '../session/use.ts'
import { showToast } from '../components/toast.tsx'
import { texts } from '../texts.ts'

/** What no repetition could deliver. */
export function Letters() {
  const { value, error, reload } = useLoad('letters', () => call('GET /api/alert-letters'))
  const send = async (id: string) => {
    await call('POST /api/alert-letters/:id/again', { params: { id } }).catch((problem) =>
      showToast(messageOf(problem)),
    )
    reload()
  }
  if (!value?.letters.length && !error) return null
  return (
    <section>
      <h2 className="mb-3 text-md font-semibold">{texts.alerts.notDelivered}</h2>
      {error && <ErrorMessage reload={reload}>{error}</ErrorMessage>}
      <ul aria-label={texts.alerts.notDelivered} className="border-t border-line">
        {value?.letters.map(({ id, channel, incident, attempts, error: why, at }) => (
          <li key={id} className="flex min-h-11 flex-wrap items-center gap-3 border-b border-line py-2">
            <span className="min-w-48 flex-1">
              {alertMeanings[incident.kind].name}: {incident.title}{' '}
              <span className="text-soft">{texts.alerts.toChannel(channel)}</span>
              <span className="block text-xs text-bad">{texts.alerts.triedTimes(attempts, why)}</span>
            </span>
            <Age since={at} className="text-xs text-faint" />
            <Button size="small" onClick={() => void send(id)}>
              {texts.alerts.sendAgain}
            </Button>
          </li>
        ))}
      </ul>
    </section>
  )
}
