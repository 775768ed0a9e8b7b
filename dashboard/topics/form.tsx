import { useState, type FormEvent } from 'react'
import { maxTopicExamples, maxTopicExampleLength, maxTopicLength, maxTopicWords } from '../../protocol/sizes.ts'
import type { Topic } from '../../protocol/knowledge/topics.ts'
import { Button } from '../components/button.tsx'
import { Area, Field } from '../components/field.tsx'
import { messageOf } from '../session/session.ts'
import { texts } from '../texts.ts'

interface TopicFormProps {
  label: string
  topic?: Topic
  onSave: (body: Pick<Topic, 'title' | 'examples'>) => Promise<void>
  onClose: () => void
}

const linesOf = (text: string) => [
  ...new Set(
    text
      .split('\n')
      .map((line) => line.trim())
      .filter(Boolean),
  ),
]

function wrongIn(examples: string[]): string | null {
  if (examples.length > maxTopicExamples) return texts.topics.atMostExamples(maxTopicExamples)
  const tooLong = examples.some((line) => line.length > maxTopicExampleLength)
  return tooLong ? texts.topics.atMostCharactersA(maxTopicExampleLength) : null
}

export function TopicForm({ label, topic, onSave, onClose }: TopicFormProps) {
  const [title, setTitle] = useState(topic?.title ?? '')
  const [text, setText] = useState(topic?.examples.join('\n') ?? '')
  const [problem, setProblem] = useState<string | null>(null)
  const examples = linesOf(text)
  const tooLong = title.trim().split(/\s+/).length > maxTopicWords
  const wrong = wrongIn(examples)
  const save = (event: FormEvent) => {
    event.preventDefault()
    onSave({ title: title.trim(), examples }).catch((error) => setProblem(texts.topics.notSaved(messageOf(error))))
  }
  return (
    <form aria-label={label} onSubmit={save} className="flex flex-col gap-3 rounded-md border border-line p-3">
      <Field
        label={texts.topics.title}
        hint={texts.topics.atMostWordsAs(maxTopicWords)}
        value={title}
        maxLength={maxTopicLength}
        autoFocus
        error={tooLong ? texts.topics.atMostWords(maxTopicWords) : null}
        onChange={(event) => setTitle(event.target.value)}
      />
      <Area
        label={texts.topics.examples}
        hint={texts.topics.messagesAsVisitorsWrite}
        value={text}
        rows={5}
        error={wrong}
        onChange={(event) => setText(event.target.value)}
      />
      {problem && (
        <p role="alert" className="text-xs text-bad">
          {problem}
        </p>
      )}
      <div className="flex justify-end gap-2">
        <Button size="small" onClick={onClose}>
          {texts.topics.cancel}
        </Button>
        <Button
          size="small"
          look="solid"
          type="submit"
          disabled={!title.trim() || !examples.length || tooLong || wrong !== null}
        >
          {texts.topics.save}
        </Button>
      </div>
    </form>
  )
}
