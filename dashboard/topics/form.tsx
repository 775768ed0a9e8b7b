import { useState, type FormEvent } from 'react'
import { maxTopicExamples, maxTopicExampleLength, maxTopicLength, maxTopicWords } from '../../protocol/sizes.ts'
import type { Topic } from '../../protocol/topics.ts'
import { Button } from '../components/button.tsx'
import { Area, Field } from '../components/field.tsx'
import { sentence } from '../session/session.ts'

interface TopicFormProps {
  label: string
  topic?: Topic
  onSave: (body: Pick<Topic, 'title' | 'examples'>) => Promise<void>
  onClose: () => void
}

const linesOf = (text: string) => [...new Set(text.split('\n').map((line) => line.trim()).filter(Boolean))]

export function TopicForm({ label, topic, onSave, onClose }: TopicFormProps) {
  const [title, setTitle] = useState(topic?.title ?? '')
  const [text, setText] = useState(topic?.examples.join('\n') ?? '')
  const [problem, setProblem] = useState<string | null>(null)
  const examples = linesOf(text)
  const tooLong = title.trim().split(/\s+/).length > maxTopicWords
  const wrong = examples.length > maxTopicExamples ? `At most ${maxTopicExamples} examples` : examples.some((line) => line.length > maxTopicExampleLength) ? `At most ${maxTopicExampleLength} characters a line` : null
  const save = (event: FormEvent) => {
    event.preventDefault()
    onSave({ title: title.trim(), examples }).catch((error) => setProblem(`Not saved: ${sentence(error)}`))
  }
  return (
    <form aria-label={label} onSubmit={save} className="flex flex-col gap-3 rounded-md border border-line p-3">
      <Field label="Title" hint={`At most ${maxTopicWords} words, as it stands in a row of the feed.`} value={title} maxLength={maxTopicLength} autoFocus error={tooLong ? `At most ${maxTopicWords} words` : null} onChange={(event) => setTitle(event.target.value)} />
      <Area label="Examples" hint="Messages as visitors write them, one a line. Three to five unlike ones do best." value={text} rows={5} error={wrong} onChange={(event) => setText(event.target.value)} />
      {problem && <p role="alert" className="text-xs text-bad">{problem}</p>}
      <div className="flex justify-end gap-2">
        <Button size="small" onClick={onClose}>Cancel</Button>
        <Button size="small" look="solid" type="submit" disabled={!title.trim() || !examples.length || tooLong || wrong !== null}>Save</Button>
      </div>
    </form>
  )
}
