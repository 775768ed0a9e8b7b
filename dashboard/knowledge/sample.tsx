import { useState } from 'react'
import { Button } from '../components/button.tsx'
import { showToast } from '../components/toast.tsx'
import { call, messageOf } from '../session/session.ts'
import { useLoad } from '../session/use.ts'
import { texts } from '../texts.ts'

/** Says that articles of the sample are here, which answer visitors like all others, and takes them away. */
export function SampleHere({ onChanged }: { onChanged: () => void }) {
  const { value, reload } = useLoad('sample', () => call('GET /api/sample'))
  const { busy, run } = useSampleCall(() => {
    reload()
    onChanged()
  })
  const count = value?.sample.articles ?? 0
  if (!count) return null
  return (
    <div
      role="note"
      className="flex items-center gap-2 border-b border-line bg-sunken py-1.5 ps-3 pe-2 text-xs text-soft"
    >
      <span className="min-w-0 flex-1">{texts.knowledge.ofTheSampleShop(count)}</span>
      <Button size="small" disabled={busy} onClick={() => run('DELETE /api/sample')}>
        {texts.knowledge.removeTheSample}
      </Button>
    </div>
  )
}

/** For whoever wants to see Halo answer before there is anything of their own. */
export function LoadSample({ onChanged }: { onChanged: () => void }) {
  const { busy, run } = useSampleCall(onChanged)
  return (
    <Button disabled={busy} onClick={() => run('POST /api/sample')}>
      {texts.knowledge.loadTheSample}
    </Button>
  )
}

function useSampleCall(changed: () => void) {
  const [busy, setBusy] = useState(false)
  const run = (route: 'POST /api/sample' | 'DELETE /api/sample') => {
    setBusy(true)
    call(route)
      .then(changed, (problem) => showToast(messageOf(problem)))
      .finally(() => setBusy(false))
  }
  return { busy, run }
}
