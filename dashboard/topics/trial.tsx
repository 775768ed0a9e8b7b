import { useEffect, useState, type FormEvent } from 'react'
import type { TopicTrial } from '../../protocol/knowledge/topics.ts'
import { Button } from '../components/button.tsx'
import { Field } from '../components/field.tsx'
import { call, messageOf } from '../session/session.ts'
import { texts } from '../texts.ts'

/** As many of the nearest as explain the choice. */
const shown = 5

const reasons = {
  named: texts.topics.namedHere,
  article: texts.topics.fromTheArticleThat,
  phrase: texts.topics.inTheVisitorsOwn,
}

/** "Try a message": which topic it would give, and how near every one is. `stamp` changes with the topics. */
export function Trial({ stamp }: { stamp: string }) {
  const [text, setText] = useState('')
  // A new object each time, so that asking the same again asks again.
  const [asked, setAsked] = useState<{ text: string } | null>(null)
  const [trial, setTrial] = useState<TopicTrial | null>(null)
  const [problem, setProblem] = useState<string | null>(null)
  useEffect(() => {
    if (!asked) return
    let latest = true
    call('POST /api/topics/trial', { body: asked }).then(
      (found) => {
        if (latest) {
          setTrial(found)
          setProblem(null)
        }
      },
      (error) => {
        if (latest) setProblem(messageOf(error))
      },
    )
    return () => void (latest = false)
  }, [asked, stamp])
  const ask = (event: FormEvent) => {
    event.preventDefault()
    setAsked({ text: text.trim() })
  }
  return (
    <section aria-label={texts.topics.tryAMessage} className="flex flex-col gap-3 rounded-md bg-sunken p-3">
      <form onSubmit={ask} className="flex items-end gap-2">
        <div className="min-w-0 flex-1">
          <Field
            label={texts.topics.tryAMessage}
            value={text}
            maxLength={2000}
            placeholder={texts.topics.whereIsMyOrder}
            error={problem}
            onChange={(event) => setText(event.target.value)}
          />
        </div>
        <Button type="submit" className="h-9" disabled={!text.trim()}>
          {texts.topics.try}
        </Button>
      </form>
      <div role="status" className="flex flex-col gap-2 empty:hidden">
        {trial && <Result trial={trial} />}
      </div>
    </section>
  )
}

function Result({ trial: { topic, from, by, needed, near } }: { trial: TopicTrial }) {
  return (
    <>
      <p>
        {topic && from ? (
          <>
            <strong className="font-semibold">{topic}</strong> <span className="text-soft">– {reasons[from]}</span>
          </>
        ) : (
          texts.topics.noTopicItSays
        )}
      </p>
      {near.length > 0 && (
        <ul aria-label={texts.topics.nearness} className="flex flex-col gap-1">
          {near.slice(0, shown).map(({ title, nearness }) => (
            <li key={title} className="grid grid-cols-[minmax(0,12rem)_1fr_2.5rem] items-center gap-2 text-xs">
              <span className="truncate">{title}</span>
              <span aria-hidden className="relative h-2 rounded-sm bg-surface">
                <span
                  className={`absolute inset-y-0 start-0 rounded-sm ${nearness >= needed ? 'bg-accent' : 'bg-line-strong'}`}
                  style={{ width: `${nearness}%` }}
                />
                <span className="absolute -inset-y-0.5 w-px bg-ink" style={{ insetInlineStart: `${needed}%` }} />
              </span>
              <span className="text-end tabular-nums">{nearness}</span>
            </li>
          ))}
        </ul>
      )}
      {near.length > 0 && <p className="text-xs text-soft">{texts.topics.of100IsNear(needed, by === 'words')}</p>}
    </>
  )
}
