import { Plus } from 'lucide-react'
import { useState } from 'react'
import { newId } from '../../client/id.ts'
import { allows } from '../../protocol/access.ts'
import type { Topic } from '../../protocol/knowledge/topics.ts'
import { Button } from '../components/button.tsx'
import { Empty, ErrorMessage } from '../components/empty.tsx'
import { call, messageOf } from '../session/session.ts'
import { useLoad, useMe } from '../session/use.ts'
import { Page } from '../shell/screen.tsx'
import { runUnlessUndone, showToast } from '../components/toast.tsx'
import { texts } from '../texts.ts'
import { TopicForm } from './form.tsx'
import { TopicRow } from './row.tsx'
import { Trial } from './trial.tsx'

/** Topics that operators name, with examples; conversations near them bear their titles. */
export function TopicsScreen() {
  const { value, error, reload } = useLoad('topics', () => call('GET /api/topics', {}))
  const mayEdit = allows(useMe().operator.access, 'agents:edit')
  const [writing, setWriting] = useState<string | null>(null)
  const [editing, setEditing] = useState<string | null>(null)
  const [removing, setRemoving] = useState<ReadonlySet<string>>(new Set())
  const topics = value?.topics.filter(({ id }) => !removing.has(id)) ?? []

  const save = async (id: string, body: Pick<Topic, 'title' | 'examples'>) => {
    await call('PUT /api/topics/:id', { params: { id }, body })
    setWriting(null)
    setEditing(null)
    reload()
  }
  const stay = (id: string) => setRemoving((before) => new Set([...before].filter((each) => each !== id)))
  const remove = ({ id, title }: Topic) => {
    setRemoving((before) => new Set(before).add(id))
    const act = () =>
      void call('DELETE /api/topics/:id', { params: { id }, keepalive: true }).then(reload, (problem) => {
        stay(id)
        showToast(texts.topics.notRemoved(messageOf(problem)))
      })
    runUnlessUndone(texts.topics.removed(title), act, () => stay(id))
  }

  return (
    <Page
      name={texts.topics.topics}
      action={
        mayEdit && (
          <Button size="small" onClick={() => setWriting(newId())}>
            <Plus size={14} aria-hidden />
            {texts.topics.addTopic}
          </Button>
        )
      }
    >
      <div className="mx-auto flex max-w-3xl flex-col gap-4 p-4">
        <p className="text-soft">{texts.topics.aConversationNearOne}</p>
        <Trial stamp={value?.topics.map(({ changedAt }) => changedAt).join() ?? ''} />
        {error && <ErrorMessage reload={reload}>{error}</ErrorMessage>}
        {writing && (
          <TopicForm
            key={writing}
            label={texts.topics.newTopic}
            onSave={(body) => save(writing, body)}
            onClose={() => setWriting(null)}
          />
        )}
        {value && !topics.length && !writing && (
          <Empty title={texts.topics.noTopicsYet}>
            <p>{texts.topics.forExampleRefundWishes}</p>
          </Empty>
        )}
        <ul aria-label={texts.topics.topics} className="flex flex-col empty:hidden">
          {topics.map((topic) => (
            <li key={topic.id} className="border-b border-line py-3">
              {editing === topic.id ? (
                <TopicForm
                  label={texts.topics.topic(topic.title)}
                  topic={topic}
                  onSave={(body) => save(topic.id, body)}
                  onClose={() => setEditing(null)}
                />
              ) : (
                <TopicRow
                  topic={topic}
                  mayEdit={mayEdit}
                  onEdit={() => setEditing(topic.id)}
                  onRemove={() => remove(topic)}
                />
              )}
            </li>
          ))}
        </ul>
      </div>
    </Page>
  )
}
