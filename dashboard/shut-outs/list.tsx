import { Link } from '@tanstack/react-router'
import type { ShutOut } from '../../protocol/people/shut-outs.ts'
import { Button } from '../components/button.tsx'
import { ErrorMessage } from '../components/empty.tsx'
import { fullTime } from '../components/time.tsx'
import { showToast } from '../components/toast.tsx'
import { call, messageOf } from '../session/session.ts'
import { useLoad } from '../session/use.ts'
import { texts } from '../texts.ts'

/** Who is kept out of the chat, and let in again. */
export function ShutOuts() {
  const { value, error, reload, change } = useLoad('shut-outs', () => call('GET /api/shut-outs'))
  const letIn = (id: string) =>
    void call('DELETE /api/shut-outs/:id', { params: { id } }).then(
      () => {
        change((now) => ({ shutOuts: now.shutOuts.filter((each) => each.id !== id) }))
        showToast(texts.shutOuts.isLetIn)
      },
      (problem) => showToast(messageOf(problem)),
    )
  return (
    <section aria-labelledby="shut-outs">
      <h2 id="shut-outs" className="text-md font-semibold">
        {texts.shutOuts.shutOuts}
      </h2>
      <p className="mt-1 mb-3 text-soft">{texts.shutOuts.whoIsKeptOut}</p>
      {error && <ErrorMessage reload={reload}>{error}</ErrorMessage>}
      {value?.shutOuts.length === 0 && <p className="text-faint">{texts.shutOuts.nobody}</p>}
      <ul aria-label={texts.shutOuts.shutOuts} className="border-t border-line empty:hidden">
        {value?.shutOuts.map((shutOut) => (
          <Line key={shutOut.id} shutOut={shutOut} onLetIn={() => letIn(shutOut.id)} />
        ))}
      </ul>
    </section>
  )
}

function Line({ shutOut, onLetIn }: { shutOut: ShutOut; onLetIn: () => void }) {
  const { by, at, until, reason, conversationId } = shutOut
  const name = shutOut.name ?? texts.shutOuts.anonymous
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-1 border-b border-line py-2">
      <span className="min-w-48 flex-1 wrap-anywhere">
        <span className="block font-medium">{name}</span>
        <span className="block">{reason}</span>
        <span className="block text-xs text-soft">
          {[texts.shutOuts.byAt(by.name, fullTime(at)), until && texts.shutOuts.untilAt(fullTime(until))]
            .filter(Boolean)
            .join(' · ')}
        </span>
      </span>
      {conversationId && (
        <Link
          to="/inbox/completed/$id"
          params={{ id: conversationId }}
          className="rounded-sm px-1 text-accent-text underline underline-offset-2"
        >
          {texts.shutOuts.conversation}
        </Link>
      )}
      <Button size="small" aria-label={texts.shutOuts.letInWhom(name)} onClick={onLetIn}>
        {texts.shutOuts.letIn}
      </Button>
    </li>
  )
}
