import { useState } from 'react'
import type { Thresholds, Matching } from '../../protocol/teaching/learning-routes.ts'
import { Button } from '../components/button.tsx'
import { ErrorMessage } from '../components/empty.tsx'
import { Field } from '../components/field.tsx'
import { call, messageOf } from '../session/session.ts'
import { useLoad } from '../session/use.ts'
import { runUnlessUndone, showToast } from '../components/toast.tsx'
import { texts } from '../texts.ts'

const percent = (share: number) => `${Math.round(share * 100)} %`
const bandsOf = (bands: Thresholds) => ({ sure: bands.sure, unsure: bands.unsure })

/** From which nearness on a correction answers, and from which on the visitor is asked back. */
export function MatchingSettings({ mayMove }: { mayMove: boolean }) {
  const { value, error, reload, change } = useLoad('matching', () => call('GET /api/matching'))
  if (error) return <ErrorMessage reload={reload}>{error}</ErrorMessage>
  if (!value) return null
  const { matching } = value
  const save = async (bands: Thresholds | null) => {
    const before = matching.moved ? bandsOf(matching.bands) : null
    const put = async (bands: Thresholds | null) => {
      const saved = await call('PUT /api/matching', { body: { bands } })
      change(() => saved)
    }
    await put(bands)
    runUnlessUndone(
      bands ? texts.settings.movedItHoldsFrom : texts.settings.backToTheMeasured,
      () => {},
      () => void put(before).catch((problem) => showToast(texts.settings.notUndone(messageOf(problem)))),
    )
  }
  return (
    <section aria-labelledby="matching" className="flex flex-col gap-3">
      <div>
        <h2 id="matching" className="text-md font-semibold">
          {texts.settings.matchingOfCorrections}
        </h2>
        <p className="mt-1 text-soft">{texts.settings.howNearAQuestion}</p>
        <Measured matching={matching} />
      </div>
      {mayMove ? (
        <ThresholdForm key={JSON.stringify(matching.bands)} matching={matching} save={save} />
      ) : (
        <p className="text-soft">{texts.settings.answersFromOnAsks(matching.bands.sure, matching.bands.unsure)}</p>
      )}
    </section>
  )
}

function Measured({ matching: { model, calibrated, calibration } }: { matching: Matching }) {
  return (
    <p className="mt-1 text-soft">
      {texts.settings.model} <span className="font-medium text-ink">{model}</span>
      {texts.settings.measuredWithItAnd({
        calibrated: !!calibrated,
        sure: calibration.sure,
        unsure: calibration.unsure,
        precision: percent(calibration.precision),
        recall: percent(calibration.recall),
        disturbed: percent(calibration.disturbed),
      })}
    </p>
  )
}

function ThresholdForm({
  matching: { bands, moved },
  save,
}: {
  matching: Matching
  save: (bands: Thresholds | null) => Promise<void>
}) {
  const [sure, setSure] = useState(String(bands.sure))
  const [unsure, setUnsure] = useState(String(bands.unsure))
  const [error, setError] = useState<string | null>(null)
  const attempt = (wanted: Thresholds | null) => void save(wanted).catch((problem) => setError(messageOf(problem)))
  const same = Number(sure) === bands.sure && Number(unsure) === bands.unsure
  return (
    <form
      className="flex flex-col gap-3"
      onSubmit={(event) => {
        event.preventDefault()
        attempt({ sure: Number(sure), unsure: Number(unsure) })
      }}
    >
      <div className="grid max-w-md grid-cols-2 gap-3">
        <Field
          label={texts.settings.answersFrom}
          type="number"
          min={0.05}
          max={1}
          step={0.01}
          required
          value={sure}
          hint={texts.settings.lowerAnswersMoreAnd}
          onChange={(event) => setSure(event.target.value)}
        />
        <Field
          label={texts.settings.asksBackFrom}
          type="number"
          min={0.05}
          max={1}
          step={0.01}
          required
          value={unsure}
          hint={texts.settings.didYouMean}
          onChange={(event) => setUnsure(event.target.value)}
        />
      </div>
      {error && (
        <p role="alert" className="text-bad">
          {error}
        </p>
      )}
      <div className="flex gap-2">
        <Button type="submit" disabled={same}>
          {texts.settings.save}
        </Button>
        {moved && (
          <Button look="quiet" onClick={() => attempt(null)}>
            {texts.settings.resetToMeasured}
          </Button>
        )}
      </div>
    </form>
  )
}
