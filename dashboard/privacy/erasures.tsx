import type { Erasure } from '../../protocol/privacy.ts'
import { fullTime } from '../components/time.tsx'
import { texts } from '../texts.ts'

/** Who erased somebody, and when; nothing of whom. */
export function Erasures({ erasures }: { erasures: Erasure[] }) {
  if (!erasures.length) return null
  return (
    <section aria-labelledby="erasures">
      <h2 id="erasures" className="text-md font-semibold">
        {texts.privacy.erased}
      </h2>
      <ul className="mt-3 border-t border-line">
        {erasures.map(({ id, by, at, conversations, messages, unreachable }) => (
          <li key={id} className="flex flex-wrap gap-x-3 border-b border-line py-2">
            <span className="min-w-48 flex-1">
              {texts.privacy.aPersonWithConversations(conversations, messages)}
            </span>
            <span className="text-soft">
              {by.name}, <time>{fullTime(at)}</time>
            </span>
            {unreachable > 0 && (
              <span className="w-full text-xs text-bad">{texts.privacy.messagesInSlackCame(unreachable)}</span>
            )}
          </li>
        ))}
      </ul>
    </section>
  )
}
