import { call } from '../session/session.ts'
import { useLoad } from '../session/use.ts'
import { Effect } from '../teaching/effect.tsx'
import { Firings } from '../teaching/firings.tsx'
import { JudgeMatch } from '../teaching/judge-match.tsx'
import { Phrasings } from '../teaching/phrasings.tsx'
import { texts } from '../texts.ts'

/** What is behind a correction: the replies it went into, and what it learned from them. */
export function CorrectionPage({ id }: { id: string }) {
  const loaded = useLoad(`phrasings:${id}`, () => call('GET /api/corrections/:id/phrasings', { params: { id } }))
  return (
    <div className="flex flex-col gap-3 rounded-md bg-ground px-3 py-2 text-xs">
      <section aria-label={texts.knowledge.withoutThisCorrection}>
        <h3 className="font-semibold">{texts.knowledge.withoutThisCorrection}</h3>
        <Effect change={{ kind: 'without', of: 'correction', id }} />
      </section>
      <section aria-label={texts.knowledge.replies}>
        <h3 className="font-semibold">{texts.knowledge.repliesItWentInto}</h3>
        <Firings
          kind="corrections"
          id={id}
          beside={({ messageId, visitor }) => (
            <JudgeMatch
              correctionId={id}
              messageId={messageId}
              visitor={visitor ?? texts.knowledge.anonymous}
              phrasings={loaded.value?.phrasings ?? []}
              reload={loaded.reload}
            />
          )}
        />
      </section>
      <Phrasings correctionId={id} loaded={loaded} />
    </div>
  )
}
