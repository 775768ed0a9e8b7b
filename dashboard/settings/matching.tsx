import { useState } from 'react'
import type { Bands, Matching } from '../../protocol/learning-api.ts'
import { Button } from '../components/button.tsx'
import { Trouble } from '../components/empty.tsx'
import { Field } from '../components/field.tsx'
import { call, sentence } from '../session/session.ts'
import { useLoad } from '../session/use.ts'
import { doWithUndo, say } from '../shell/undo.tsx'

const percent = (share: number) => `${Math.round(share * 100)} %`
const bandsOf = (bands: Bands) => ({ sure: bands.sure, unsure: bands.unsure })

/** From which nearness on a correction answers, and from which on the visitor is asked back. */
export function MatchingSettings({ mayMove }: { mayMove: boolean }) {
  const { value, error, again, change } = useLoad('matching', () => call('GET /api/matching'))
  if (error) return <Trouble again={again}>{error}</Trouble>
  if (!value) return null
  const { matching } = value
  const save = async (bands: Bands | null) => {
    const before = matching.moved ? bandsOf(matching.bands) : null
    const put = async (bands: Bands | null) => {
      const saved = await call('PUT /api/matching', { body: { bands } })
      change(() => saved)
    }
    await put(bands)
    doWithUndo(bands ? 'Moved. It holds from the next question.' : 'Back to the measured ones.', () => {}, () => void put(before).catch((problem) => say(`Not undone: ${sentence(problem)}`)))
  }
  return (
    <section aria-labelledby="matching" className="flex flex-col gap-3">
      <div>
        <h2 id="matching" className="text-md font-semibold">
          Matching of corrections
        </h2>
        <p className="mt-1 text-soft">How near a question must be to that of a correction, from 0 to 1.</p>
        <Measured matching={matching} />
      </div>
      {mayMove ? (
        <MoveBands key={JSON.stringify(matching.bands)} matching={matching} save={save} />
      ) : (
        <p className="text-soft">
          Answers from {matching.bands.sure} on, asks back from {matching.bands.unsure} on. An Admin can change it.
        </p>
      )}
    </section>
  )
}

function Measured({ matching: { model, calibrated, calibration } }: { matching: Matching }) {
  return (
    <p className="mt-1 text-soft">
      Model: <span className="font-medium text-ink">{model}</span>.{' '}
      {calibrated ? 'Measured with it' : 'Not measured with this model; bent to the scale of the one that comes with Halo, where'}, {calibration.sure} and {calibration.unsure} gave{' '}
      {percent(calibration.precision)} right answers among the sure ones, {percent(calibration.recall)} of all questions answered surely, and {percent(calibration.disturbed)} of idle remarks asked back about.
    </p>
  )
}

function MoveBands({ matching: { bands, moved }, save }: { matching: Matching; save: (bands: Bands | null) => Promise<void> }) {
  const [sure, setSure] = useState(String(bands.sure))
  const [unsure, setUnsure] = useState(String(bands.unsure))
  const [error, setError] = useState<string | null>(null)
  const attempt = (wanted: Bands | null) => void save(wanted).catch((problem) => setError(sentence(problem)))
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
        <Field label="Answers from" type="number" min={0.05} max={1} step={0.01} required value={sure} hint="Lower answers more, and more wrongly." onChange={(event) => setSure(event.target.value)} />
        <Field label="Asks back from" type="number" min={0.05} max={1} step={0.01} required value={unsure} hint="“Did you mean …?”" onChange={(event) => setUnsure(event.target.value)} />
      </div>
      {error && (
        <p role="alert" className="text-bad">
          {error}
        </p>
      )}
      <div className="flex gap-2">
        <Button type="submit" disabled={same}>
          Save
        </Button>
        {moved && (
          <Button look="quiet" onClick={() => attempt(null)}>
            Reset to measured
          </Button>
        )}
      </div>
    </form>
  )
}
