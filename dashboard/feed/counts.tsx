import type { Mood } from '../../protocol/entities.ts'
import { useStore } from '../session/use.ts'
import { texts } from '../texts.ts'
import { counters } from './feed.ts'
import { LostLine, useLostSince } from './lamp.tsx'
import { moodNames, MoodShape } from './mood.tsx'

const worstFirst: Mood[] = ['angry', 'frustrated', 'confused', 'neutral', 'happy']

interface CountsProps {
  mood: string | undefined
  onMood: (mood: Mood | undefined) => void
}

/** "37 live · 4 waiting", and how many feel how: each mood shows only its own, and a second time all again. */
export function Counts({ mood, onMood }: CountsProps) {
  const counts = useStore(counters)
  const lostSince = useLostSince()
  return (
    <div className="flex h-9 shrink-0 items-center gap-2 border-t border-line px-3 text-xs text-soft tabular-nums">
      {lostSince !== null ? (
        <LostLine since={lostSince} />
      ) : (
        counts && (
          <>
            <span className="min-w-0 flex-1 truncate">{texts.feed.liveWaiting(counts.live, counts.waiting)}</span>
            <span role="group" aria-label={texts.feed.showOneMood} className="-me-1.5 flex shrink-0">
              {worstFirst.map((each) => (
                <MoodCount
                  key={each}
                  mood={each}
                  count={counts.moods[each]}
                  on={mood === each}
                  onClick={() => onMood(mood === each ? undefined : each)}
                />
              ))}
            </span>
          </>
        )
      )}
    </div>
  )
}

function MoodCount({ mood, count, on, onClick }: { mood: Mood; count: number; on: boolean; onClick: () => void }) {
  return (
    <button
      type="button"
      aria-pressed={on}
      aria-label={`${moodNames[mood]}: ${count}`}
      title={on ? texts.feed.showEveryMood : texts.feed.showOnly(moodNames[mood].toLowerCase())}
      onClick={onClick}
      className={`flex h-6 items-center gap-1 rounded-sm px-1.5 transition-colors ${on ? 'bg-chosen font-medium text-ink' : 'hover:bg-hover'}`}
    >
      <MoodShape mood={mood} />
      {count}
    </button>
  )
}
