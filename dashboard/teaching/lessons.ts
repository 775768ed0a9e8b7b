import type { OperatorApi } from '../../protocol/operator-api.ts'
import type { Input } from '../../protocol/route.ts'
import type { Lesson } from '../../protocol/teaching/shapes.ts'
import { call, messageOf } from '../session/session.ts'
import { runUnlessUndone, showToast } from '../components/toast.tsx'
import { texts } from '../texts.ts'

type Change = Input<OperatorApi, 'PATCH /api/lessons/:id'>['body']

/** Saves at once; the lesson as it is then, or null after saying why it was not saved. */
export async function changeLesson(id: string, body: Change): Promise<Lesson | null> {
  try {
    return (await call('PATCH /api/lessons/:id', { params: { id }, body })).lesson
  } catch (error) {
    showToast(texts.teaching.theLessonWasNot(messageOf(error)))
    return null
  }
}

/** Holds at once, before the next reply; undoing it restores the lesson. */
export async function dropLesson(id: string, then: () => void = () => {}): Promise<void> {
  try {
    await call('DELETE /api/lessons/:id', { params: { id } })
  } catch (error) {
    return showToast(texts.teaching.theLessonWasNotError(messageOf(error)))
  }
  then()
  runUnlessUndone(
    texts.teaching.droppedTheAiNo,
    () => {},
    () => void changeLesson(id, { retired: false }).then(then),
  )
}

/** Of two that contradict each other, this one stays. */
export async function keepOver(kept: string, dropped: string, then: () => void = () => {}): Promise<void> {
  // Saving the kept one again looks for what still contradicts it, once the other is gone or back.
  const look = () => void changeLesson(kept, {}).then(then)
  await dropLesson(dropped, look)
}
